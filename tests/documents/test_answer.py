"""Answers belong to a label version; descendants inherit them, ancestors never do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from labelcards.documents.answer import text_digest
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError

BASE: dict[str, Any] = {"answer": "New words.", "author": "Ada", "date": "2026-03-01", "version": "2.0.0"}
OLD: dict[str, Any] = {"answer": "Old words.", "author": "Ada", "date": "2025-03-01", "version": "1.0.0"}
LINE = ("2.1.0", "2.0.0", "1.0.0")


def sheet(**answer: Any) -> Datasheet:
    """A datasheet with one answer."""
    return Datasheet.model_validate({"uses-1": {**BASE, **answer}})


def test_a_version_inherits_from_its_ancestors_only() -> None:
    """The nearest ancestor's answer stands; what was written later, or on another branch, is not shown."""
    answers = sheet(earlier=[OLD])
    assert answers.for_version(LINE).answers["uses-1"].answer == "New words."
    assert answers.for_version(LINE[1:]).answers["uses-1"].answer == "New words."
    assert answers.for_version(LINE[2:]).answers["uses-1"].answer == "Old words."
    assert sheet().for_version(("1.0.0",)).answers == {}
    assert answers.for_version(("1.1.0", "1.0.0")).answers["uses-1"].answer == "Old words."


def test_a_later_signature_does_not_reach_an_older_card() -> None:
    """Who confirmed the answer for 2.1.0 is not named on 2.0.0, and the evidence seen then does not count there."""
    signed = [{"by": "Grace", "date": "2026-05-01", "version": "2.1.0", "evidence": {"quality.counts.items": 9}}]
    answers = sheet(evidence={"quality.counts.items": 5}, signed=signed)
    newer, older = (answers.for_version(LINE[start:]).answers["uses-1"] for start in (0, 1))
    assert (newer.last_word.by, newer.last_word.evidence) == ("Grace", {"quality.counts.items": 9.0})
    assert (older.last_word.by, older.last_word.evidence) == ("Ada", {"quality.counts.items": 5.0})
    assert older.signed == ()


def test_a_signature_stands_for_the_words_that_were_signed() -> None:
    """When the words change, the signature is void and the author's own word is the last one."""
    signature = {"by": "Grace", "date": "2026-05-01", "version": "2.0.0", "text": text_digest("New words.\n")}
    held = sheet(signed=[signature]).answers["uses-1"]
    assert held.last_word.by == "Grace"
    changed = sheet(answer="Other words.", signed=[signature]).answers["uses-1"]
    assert changed.last_word.by == "Ada"
    assert not changed.is_signed_by(changed.signed[0])


def test_earlier_answers_stand_in_one_list() -> None:
    """An earlier answer with earlier answers of its own is refused."""
    with pytest.raises(ValidationError, match="earlier ones of its own"):
        sheet(earlier=[{**OLD, "earlier": [OLD]}])


@pytest.mark.parametrize("seen", ["0,5", "nan", "sha256:abc", [1]])
def test_evidence_is_a_number_or_a_digest(seen: object) -> None:
    """Anything else is refused."""
    with pytest.raises(ValidationError):
        sheet(evidence={"quality.counts.items": seen})


def test_problems_name_the_line(tmp_path: Path) -> None:
    """In a file without the key `answers` too, and below `earlier`."""
    path = tmp_path / "datasheet.yaml"
    path.write_text(
        "uses-1:\n  answer: x\n  author: A\n  date: 2026-01-01\n  version: 1.0.0\n"
        "  evidence: {quality.counts.items: many}\n  earlier:\n    - answer: y\n      author: A\n"
        "      date: 2026-01-01\n      version: 0.9\n"
    )
    with pytest.raises(InputError) as caught:
        read_yaml_document(path, Datasheet)
    assert [problem.row for problem in caught.value.problems] == [6, 11]
