"""The cache of findings holds no text and changes no result."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Sequence
from pathlib import Path

from labelcards.privacy.detect.cache import FindingCache
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.finding import TextFindings
from labelcards.privacy.detect.search import search
from labelcards.privacy.key import PseudonymKey

TEXTS = ["Mr. Okonkwo of Lisbon called.", "jane@doe.org wrote", "nothing here", "bad\x00one"]


class _Counting:
    """A detector that counts what it is asked."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self.spec, self.threshold, self.custom = detector.spec, detector.threshold, detector.custom
        self.asked: list[str] = []

    def find(self, texts: Sequence[str]) -> list[TextFindings]:
        self.asked += texts
        return self._detector.find(texts)


def test_each_text_is_searched_once(tmp_path: Path, detector: Detector, key: PseudonymKey) -> None:
    """Repetitions and remembered texts cost nothing; a failed text is tried again; results are equal."""
    cache = FindingCache(tmp_path, key, detector.configuration)
    counting = _Counting(detector)
    first = search(TEXTS * 3, counting, cache=cache)  # type: ignore[arg-type]
    assert sorted(counting.asked) == sorted(TEXTS)
    counting.asked.clear()
    second = search([*TEXTS, "a new one"], counting, cache=cache)  # type: ignore[arg-type]
    assert counting.asked == ["bad\x00one", "a new one"]
    assert {text: second[text] for text in TEXTS} == first


def test_cache_holds_no_text(tmp_path: Path, detector: Detector, key: PseudonymKey) -> None:
    """Not a word of a text is in the file, which only its owner may read."""
    search(TEXTS, detector, cache=FindingCache(tmp_path, key, detector.configuration))
    path = tmp_path / "findings.sqlite"
    content = path.read_bytes()
    assert not any(word in content for word in (b"Okonkwo", b"Lisbon", b"jane", b"nothing"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_other_key_or_configuration_sees_nothing(
    tmp_path: Path, detector: Detector, key: PseudonymKey, other_key: PseudonymKey
) -> None:
    """Entries belong to one key and one detector."""
    search(TEXTS, detector, cache=FindingCache(tmp_path, key, detector.configuration))
    assert FindingCache(tmp_path, other_key, detector.configuration).get(TEXTS) == {}
    assert FindingCache(tmp_path, key, "another").get(TEXTS) == {}
    assert len(FindingCache(tmp_path, key, detector.configuration).get(TEXTS)) == 3


def test_damaged_cache_is_replaced(tmp_path: Path, detector: Detector, key: PseudonymKey) -> None:
    """Garbage in the file costs time, not correctness."""
    (tmp_path / "findings.sqlite").write_bytes(b"garbage" * 1000)
    cache = FindingCache(tmp_path, key, detector.configuration)
    assert search(TEXTS, detector, cache=cache) == search(TEXTS, detector)
    with sqlite3.connect(tmp_path / "findings.sqlite") as base:
        assert base.execute("SELECT count(*) FROM findings").fetchone() == (3,)


def test_several_processes_find_the_same(detector: Detector) -> None:
    """Enough texts for two processes: the findings are those of one."""
    texts = [f"Ticket {number} from Mr. Okonkwo" for number in range(4200)]
    told: list[tuple[int, int]] = []
    parallel = search(texts, detector, jobs=2, progress=lambda done, total: told.append((done, total)))
    assert parallel == search(texts, detector)
    assert told[0] == (0, 4200)
    assert told[-1] == (4200, 4200)
