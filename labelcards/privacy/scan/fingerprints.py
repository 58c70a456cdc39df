"""Recognize raw values in published files without knowing them: keyed fingerprints of their words."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar

from labelcards.documents.document import Document
from labelcards.privacy.key import PseudonymKey

__all__ = ["LONGEST_RUN", "Fingerprints", "Matcher", "fingerprints", "words_of"]

LONGEST_RUN = 6
"""How many words of a value are compared; a longer value is known by its first six."""

_SHORTEST = 4
_VERY_COMMON = 1
"""Frequency band of the 400 most frequent words: a value of such words only is no value."""
_WORD = re.compile(r"[^\W_]+")
_DIGEST_BYTES = 8


class Fingerprints(Document):
    """Keyed digests of raw values, written by the anonymize stage to a private file, read by ``labelcards scan``.

    The file holds no raw value, and without the key nobody can test a guess against it.

    Attributes:
        key_id: which key made them.
        kinds: hex digest → what the value is, e.g. ``items.customer`` or ``PERSON``.
        lengths: hex digest of a first word → how many words the values that begin with it have.
        skipped: how many values were too short or too common to be searched for.
    """

    SCHEMA_VERSION: ClassVar[int] = 1
    key_id: str
    kinds: dict[str, str]
    lengths: dict[str, list[int]]
    skipped: int = 0


def words_of(text: str) -> list[str]:
    """The words of a value or a page as they are compared: runs of letters and digits, case-folded."""
    return _WORD.findall(text.casefold())


class _Digester:
    """Keyed BLAKE2b, 64 bits: fast enough for every word of a site."""

    def __init__(self, key: PseudonymKey) -> None:
        self._key = key.digest("labelcards fingerprints", "")

    def __call__(self, words: Iterable[str]) -> str:
        content = " ".join(words).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(content, digest_size=_DIGEST_BYTES, key=self._key).hexdigest()


def fingerprints(values: Mapping[str, Iterable[str]], key: PseudonymKey, harmless: Iterable[str] = ()) -> Fingerprints:
    """Fingerprint raw values.

    Args:
        values: kind → raw values.
        key: the pseudonym key.
        harmless: values that also stand, rightly, in the clean tables or the manifest; they are left out.

    A value of fewer than four letters or digits, of one everyday English word or of very frequent words only, or a
    number of fewer than six digits would match everywhere: it is counted in ``skipped`` instead.
    """
    digest = _Digester(key)
    allowed = {tuple(words_of(value)[:LONGEST_RUN]) for value in harmless}
    kinds: dict[str, str] = {}
    lengths: dict[str, set[int]] = defaultdict(set)
    skipped = 0
    for kind in sorted(values):
        for value in sorted(set(values[kind])):
            run = tuple(words_of(value)[:LONGEST_RUN])
            if run in allowed:
                continue
            if _too_common(run):
                skipped += 1
                continue
            kinds.setdefault(digest(run), kind)
            lengths[digest(run[:1])].add(len(run))
    return Fingerprints(
        key_id=key.key_id,
        kinds=dict(sorted(kinds.items())),
        lengths={first: sorted(counts) for first, counts in sorted(lengths.items())},
        skipped=skipped,
    )


def _too_common(run: tuple[str, ...]) -> bool:
    from labelcards.privacy.tagger.gazetteer import gazetteer  # noqa: PLC0415 - imported when needed: slow or optional

    if sum(map(len, run)) < _SHORTEST:
        return True
    if len(run) == 1 and run[0].isdigit() and len(run[0]) < 6:
        return True
    band = gazetteer().band
    if len(run) == 1:
        return run[0] in band
    return all(band.get(word, _VERY_COMMON + 1) <= _VERY_COMMON for word in run)


class Matcher:
    """Search texts for fingerprinted values.

    Args:
        known: the fingerprints of one or several versions.
        key: the key that made them.

    Raises:
        ValueError: a file was made with another key.
    """

    def __init__(self, known: Iterable[Fingerprints], key: PseudonymKey) -> None:
        self._known = tuple(known)
        if any(each.key_id != key.key_id for each in self._known):
            raise ValueError("the fingerprints were made with another key")
        self._digest = _Digester(key)
        self._first: dict[str, tuple[int, ...]] = {}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {digest: kind for each in reversed(self._known) for digest, kind in each.kinds.items()}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        merged: dict[str, set[int]] = defaultdict(set)
        for each in self._known:
            for first, lengths in each.lengths.items():
                merged[first].update(lengths)
        return {first: tuple(sorted(lengths)) for first, lengths in merged.items()}

    def find(self, text: str) -> list[str]:
        """The kinds of the known values in a text, in order of appearance."""
        words = words_of(text)
        found = []
        for place, word in enumerate(words):
            lengths = self._first.get(word)
            if lengths is None:
                lengths = self._first[word] = self._lengths.get(self._digest([word]), ())
            for length in lengths:
                kind = self._kinds.get(self._digest(words[place : place + length]))
                if kind is not None and len(words) >= place + length:
                    found.append(kind)
        return found
