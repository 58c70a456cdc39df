"""The method of consensus that a question of ``dataset.yaml`` chooses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from labelcards.documents.label_scheme import Question
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError
from labelcards.labels.registry import KINDS


def written(folder: Path, **question: Any) -> Path:
    """A ``dataset.yaml`` with one question."""
    path = folder / "dataset.yaml"
    content = {
        "name": "numbers",
        "title": "T",
        "description": "D",
        "license": "CC0-1.0",
        "creators": [{"name": "N"}],
        "owners": [{"name": "N"}],
        "questions": {"q": {"title": "Q", **question}},
    }
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def test_the_default_is_the_first_of_the_kind() -> None:
    """Nobody has to choose: then the kind's usual method decides."""
    usual = {name: kind.deciding for name, kind in KINDS.items()}
    assert usual == {
        "nominal": "dawid_skene",
        "ordinal": "dawid_skene",
        "multilabel": "dawid_skene",
        "interval": "median",
        "ratio": "median",
    }
    assert Question.model_validate({"title": "Q", "labels": ["a", "b"]}).deciding == "dawid_skene"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_method_of_the_kind_can_be_chosen(tmp_path: Path, kind: str) -> None:
    """Read from the file, it decides; it stays when a version lists other labels."""
    listed = {"labels": ["a", "b"]} if KINDS[kind].lists_labels else {"maximum": 9}
    for method in KINDS[kind].deciders:
        path = written(tmp_path, kind=kind, consensus={"method": method}, **listed)
        question = read_yaml_document(path, DatasetManifest).questions["q"]
        assert question.deciding == method
        assert not listed.get("labels") or question.listing(question.labels[:2]).deciding == method


@pytest.mark.parametrize(
    ("kind", "method", "remedy"),
    [
        ("nominal", "median", "Choose one of: dawid_skene, "),
        ("nominal", "majorty", "Did you mean 'majority'?"),
        ("interval", "majority", "Choose one of: median, mean, trimmed_mean."),
        ("multilabel", "mace", "Choose one of: dawid_skene, majority."),
    ],
)
def test_a_method_that_the_kind_lacks_is_an_input_error(tmp_path: Path, kind: str, method: str, remedy: str) -> None:
    """The problem names the place, what can be chosen, and the likely slip."""
    listed = {"labels": ["a", "b"]} if KINDS[kind].lists_labels else {"maximum": 9}
    with pytest.raises(InputError) as raised:
        read_yaml_document(written(tmp_path, kind=kind, consensus={"method": method}, **listed), DatasetManifest)
    assert len(raised.value.problems) == 1
    problem = raised.value.problems[0]
    assert problem.column == "questions.q.consensus.method"
    assert problem.code == "unknown-choice"
    assert problem.remedy.startswith(remedy)


def test_an_unknown_kind_is_one_problem(tmp_path: Path) -> None:
    """A misspelt kind is told once; nothing is said of a method that may well suit the right one."""
    with pytest.raises(InputError) as raised:
        read_yaml_document(
            written(tmp_path, kind="nominl", labels=["a", "b"], consensus={"method": "mean"}), DatasetManifest
        )
    assert [problem.column for problem in raised.value.problems] == ["questions.q.kind"]
