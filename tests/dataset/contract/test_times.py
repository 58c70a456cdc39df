"""Times of labelling tools become UTC, or are said to be unreadable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.dataset.contract.times import no_times, parse_times


def _one(text: str) -> pd.Timestamp | None:
    times, bad = parse_times(pd.Series([text], dtype="str"))
    assert str(times.dtype) == "datetime64[us]"
    assert bad.tolist() == [pd.isna(times.iloc[0])]
    return None if bad[0] else times.iloc[0]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-01-31", "2026-01-31 00:00:00"),
        ("2026-01-31 09:30", "2026-01-31 09:30:00"),
        ("2026-01-31T09:30:15Z", "2026-01-31 09:30:15"),
        ("2026-01-31 09:30:15 UTC", "2026-01-31 09:30:15"),
        ("2026-01-31T09:30:15.123456+02:00", "2026-01-31 07:30:15.123456"),
        ("2026-01-31T09:30:15,5-0530", "2026-01-31 15:00:15.500000"),
        ("1769851815", "2026-01-31 09:30:15"),
        ("1769851815.25", "2026-01-31 09:30:15.250000"),
        ("1769851815250", "2026-01-31 09:30:15.250000"),
        ("31.01.2026", "2026-01-31 00:00:00"),
        ("31.1.2026 9:30", "2026-01-31 09:30:00"),
        ("Sat, 31 Jan 2026 09:30:15 +0100", "2026-01-31 08:30:15"),
        ("Mon Mar 25 07:39:42 PDT 2019", "2019-03-25 14:39:42"),
        ("Fri Jan  2 07:39:42 UTC 2026", "2026-01-02 07:39:42"),
    ],
)
def test_time_is_read_as_utc(text: str, utc: str) -> None:
    """Every form that tools write, with its zone applied."""
    assert _one(text) == pd.Timestamp(utc)


@pytest.mark.parametrize(
    ("standard", "summer", "place"),
    [
        ("EST", "EDT", "America/New_York"),
        ("CST", "CDT", "America/Chicago"),
        ("MST", "MDT", "America/Denver"),
        ("PST", "PDT", "America/Los_Angeles"),
        ("GMT", "UTC", "UTC"),
    ],
)
def test_named_zones(standard: str, summer: str, place: str) -> None:
    """The zones of RFC 5322 are those of the time-zone database, in winter and in summer."""
    zone = ZoneInfo(place)
    for name, month, day in ((standard, "Jan", 15), (summer, "Jul", 15)):
        local = datetime(2024, 1 if month == "Jan" else 7, day, 12, tzinfo=zone)
        assert _one(f"Mon {month} {day} 12:00:00 {name} 2024") == pd.Timestamp(
            local.astimezone(UTC).replace(tzinfo=None)
        )


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026",
        "2026-02-30",
        "2026-01-31T25:00:00Z",
        "31.13.2026",
        "2026",
        "12345",
        "yesterday",
        "09:30",
        "Mon Mar 25 07:39:42 XYZ 2019",
        "99999999999999999999",
    ],
)
def test_ambiguous_or_impossible_time_is_bad(text: str) -> None:
    """Nothing is guessed: slashes, impossible days, bare numbers and unknown zones are refused."""
    assert _one(text) is None


def test_missing_times_are_not_bad() -> None:
    """A missing value stays missing, beside read and unreadable ones."""
    times, bad = parse_times(pd.Series(["2026-01-31", None, "never", "2026-01-31"], dtype="str"))
    assert bad.tolist() == [False, False, True, False]
    assert times.isna().tolist() == [False, True, True, False]


def test_no_times() -> None:
    """An empty column of times has the type of a full one."""
    times, bad = parse_times(pd.Series([None, None], dtype="str"))
    pd.testing.assert_series_equal(times, no_times(2))
    assert not bad.any()
    assert len(no_times(0)) == 0


@given(
    time=st.datetimes(min_value=datetime(1975, 1, 1), max_value=datetime(2100, 1, 1)),
    hours=st.integers(min_value=-12, max_value=14),
)
def test_iso_with_any_zone_is_the_same_instant(time: datetime, hours: int) -> None:
    """What Python writes as ISO 8601 in any zone is read as that instant."""
    zoned = time.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert _one(zoned.isoformat()) == pd.Timestamp(zoned.astimezone(UTC).replace(tzinfo=None))
    assert np.datetime64(_one(zoned.isoformat(" ")), "us") == np.datetime64(
        zoned.astimezone(UTC).replace(tzinfo=None), "us"
    )
