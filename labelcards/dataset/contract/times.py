"""Times of labelling tools as UTC.

Read are ISO 8601 (``2026-01-31``, ``2026-01-31T09:30:00.5+01:00``, also with a space), seconds or milliseconds since
1970, ``31.01.2026 09:30``, e-mail dates (``Sat, 31 Jan 2026 09:30:00 +0000``) and what the Unix ``date`` command prints
(``Sat Jan 31 09:30:00 PST 2026``, with the zones of RFC 5322). A time without a zone counts as UTC. Dates with slashes
are not read unless a format is declared: nobody can tell 03/04 from 04/03.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["TIME_TYPE", "no_times", "parse_times"]

TIME_TYPE: Final = "datetime64[us]"
"""UTC without a zone mark."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?)?")
_EPOCH = re.compile(r"\d{9,10}(\.\d+)?|\d{12,13}")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}:\d{2})(:\d{2})?)?")
_UNIX = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}) ([A-Z]{1,4}) (\d{4})")
_HOURS = {"UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6}
_HOURS |= {"PST": -8, "PDT": -7}


def no_times(count: int) -> pd.Series[pd.Timestamp]:
    """``count`` missing times."""
    return pd.Series(np.full(count, "NaT", dtype=TIME_TYPE))


def parse_times(
    column: pd.Series[str], written: str | None = None
) -> tuple[pd.Series[pd.Timestamp], npt.NDArray[np.bool_]]:
    """The times of a text column in UTC, and which filled values could not be read.

    Args:
        column: (R,) text.
        written: the format of all of them for ``strptime``; any of the usual ones when None.

    Returns:
        (R,) ``datetime64[us]``, NaT where missing or unreadable; (R,) whether the value is there but unreadable.
    """
    codes, distinct = pd.factorize(column)
    if not len(distinct):
        return no_times(len(column)), np.zeros(len(column), dtype=np.bool_)
    texts = pd.Series(distinct, dtype="str")
    if written is not None:
        declared = np.array([*(_declared(text, written) for text in texts), "NaT"], dtype=TIME_TYPE)[codes]
        return pd.Series(declared), np.isnat(declared) & (codes >= 0)
    iso = texts.str.fullmatch(_ISO).to_numpy(dtype=np.bool_)
    values = np.full(len(texts) + 1, "NaT", dtype=TIME_TYPE)
    tidy = texts[iso].str.replace(",", ".", regex=False).str.replace(r" ?(?:UTC|Z)$", "Z", regex=True)
    parsed = pd.to_datetime(tidy, format="ISO8601", utc=True, errors="coerce").dt.tz_localize(None)
    values[:-1][iso] = parsed.to_numpy(TIME_TYPE)
    for position in np.flatnonzero(~iso):
        time = _parse(texts.iloc[position])
        if time is not None:
            values[position] = np.datetime64(time, "us")
    times = values[codes]
    return pd.Series(times), np.isnat(times) & (codes >= 0)


def _declared(text: str, written: str) -> np.datetime64:
    try:
        time = datetime.strptime(text, written)
        return np.datetime64(time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time, "us")
    except (ValueError, OverflowError):
        return np.datetime64("NaT", "us")


def _parse(text: str) -> datetime | None:
    """One time in another form than ISO 8601, as UTC without a zone mark; None if unreadable."""
    try:
        time = _epoch(text) or _dotted(text) or _unix(text) or _mail(text)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return None if time is None else (time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time)


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text) / (1 if "." in text or len(text) < 12 else 1000)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _dotted(text: str) -> datetime | None:
    found = _DOTTED.fullmatch(text)
    if not found:
        return None
    day, month, year, clock, seconds = found.groups()
    return datetime.fromisoformat(
        f"{year}-{int(month):02d}-{int(day):02d}T{(clock or '0:00').zfill(5)}{seconds or ':00'}"
    )


def _unix(text: str) -> datetime | None:
    found = _UNIX.fullmatch(text)
    if not found or found[2] not in _HOURS:
        return None
    time = datetime.strptime(f"{' '.join(found[1].split())} {found[3]}", "%b %d %H:%M:%S %Y")
    return (time - timedelta(hours=_HOURS[found[2]])).replace(tzinfo=UTC)


def _mail(text: str) -> datetime | None:
    if not re.match(r"([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}", text):
        return None
    return parsedate_to_datetime(text)
