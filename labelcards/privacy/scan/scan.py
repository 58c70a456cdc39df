"""The last look before publishing: find known raw values and plain personal data in files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.errors import ToolError
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.scan.fingerprints import Fingerprints, Matcher
from labelcards.privacy.scan.published import lines_of, published_files

__all__ = ["Hit", "scan"]

_BATCH = 512


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Something personal in a file; the value is never kept.

    Attributes:
        file: the file, as given.
        line: 1-based line or Parquet row; 0 for a Parquet file's own description.
        kind: ``raw:<column or type>`` for a known raw value, ``found:<TYPE>`` for detected personal data,
            ``unreadable``.
    """

    file: str
    line: int
    kind: str

    def __str__(self) -> str:
        """``file:line: kind``, for a terminal."""
        return f"{self.file}:{self.line}: {self.kind}"


def scan(
    paths: Iterable[Path],
    *,
    fingerprints: Iterable[Fingerprints] = (),
    key: PseudonymKey | None = None,
    detect: bool = True,
    allow: Iterable[str] = (),
) -> list[Hit]:
    """Search files and folders.

    Args:
        paths: what would be published.
        fingerprints: of the raw values, from the private files of the anonymize stage.
        key: the key that made them; needed when there are any.
        detect: also look for e-mail addresses, telephone numbers with country code, card numbers, IBANs and US
            social security numbers, whatever their origin.
        allow: strings that are no hit where they stand, e.g. the owners' e-mail addresses.

    Returns:
        Every different (file, line, kind), sorted. Files that are themselves part of an installed theme are not
        searched.

    Raises:
        ToolError: fingerprints without their key.
    """
    matcher = _matcher(tuple(fingerprints), key)
    spotter = _Spotter() if detect else None
    allowed = _allowed(allow)
    hits: set[Hit] = set()
    for path in published_files([Path(path) for path in paths]):
        try:
            hits.update(_scan_file(path, matcher, spotter, allowed))
        except (OSError, ValueError, EOFError) as error:
            del error
            hits.add(Hit(str(path), 0, "unreadable"))
    return sorted(hits)


def _matcher(fingerprints: Sequence[Fingerprints], key: PseudonymKey | None) -> Matcher | None:
    if not fingerprints:
        return None
    if key is None:
        raise ToolError(
            "The fingerprints of raw values need the pseudonym key.", hint="Set LABELCARDS_KEY or the key file."
        )
    try:
        return Matcher(fingerprints, key)
    except ValueError:
        raise ToolError(
            "The fingerprints were made with another key.", hint="Run `dvc repro anonymize` with this key."
        ) from None


def _allowed(allow: Iterable[str]) -> re.Pattern[str] | None:
    strings = sorted({text for text in allow if text}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, strings)), re.IGNORECASE) if strings else None


def _scan_file(
    path: Path, matcher: Matcher | None, spotter: _Spotter | None, allowed: re.Pattern[str] | None
) -> Iterable[Hit]:
    seen: dict[str, tuple[str, ...]] = {}
    for number, line in lines_of(path):
        kinds = seen.get(line)
        if kinds is None:
            text = allowed.sub(" | ", line) if allowed else line
            kinds = tuple(f"raw:{kind}" for kind in matcher.find(text)) if matcher else ()
            kinds += tuple(f"found:{kind}" for kind in spotter.find(text)) if spotter else ()
            if len(line) < 400:
                seen[line] = kinds
        for kind in kinds:
            yield Hit(str(path), number, kind)


class _Spotter:
    """Personal data that is unmistakable wherever it stands; names are left to the fingerprints."""

    def __init__(self) -> None:
        from labelcards.privacy.scan.spotting import SPOTTERS  # noqa: PLC0415 - imported when needed: slow or optional

        self._spotters = SPOTTERS

    def find(self, text: str) -> list[str]:
        return [kind for kind, needs, spot in self._spotters if needs(text) and spot(text)]
