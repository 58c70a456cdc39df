"""The gates that a data set starts with ask only for figures that it can have."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from labelcards.actions.labelling.gates_file import gates_text
from labelcards.documents.gates import GatesDocument

AGREEMENT = ["agreement", "agreement-kept"]
TEXTS = ["flagged-share", "conflicting-duplicates", "privacy-residual"]
GOLD = ["accuracy", "accuracy-kept"]


def _folder(folder: Path, *, kind: str = "nominal", texts: bool, groups: tuple[str, ...] = (), gold: bool) -> Path:
    columns = {**({"body": {"action": "clean"}} if texts else {}), **{name: {"group": True} for name in groups}}
    dataset = {"questions": {"topic": {"title": "Topic", "kind": kind}}, "items": {"columns": columns}}
    tables = {"items": {"file": "i"}, "annotations": {"file": "a"}, **({"gold": {"file": "g"}} if gold else {})}
    (folder / "versions").mkdir()
    (folder / "dataset.yaml").write_text(yaml.safe_dump(dataset))
    (folder / "versions/1.0.0.yaml").write_text(yaml.safe_dump({"tables": tables}))
    return folder


@pytest.mark.parametrize(
    ("texts", "gold", "groups", "names"),
    [
        (False, False, (), AGREEMENT),
        (True, False, (), [*AGREEMENT, *TEXTS]),
        (False, True, (), [*AGREEMENT, *GOLD]),
        (True, True, ("region", "a=b"), [*AGREEMENT, *GOLD, *TEXTS, "group-gaps", "group-gaps-2"]),
        (False, False, ("region",), AGREEMENT),
    ],
)
def test_gates_follow_the_evidence(
    tmp_path: Path, texts: bool, gold: bool, groups: tuple[str, ...], names: list[str]
) -> None:
    """What the manifests have is held to a bar; the rest is there as comments that say what it needs."""
    text = gates_text(_folder(tmp_path, texts=texts, gold=gold, groups=groups))
    declared = GatesDocument.model_validate(yaml.safe_load(text))
    assert [gate.name for gate in declared.gates] == names
    for name, needs in (("accuracy", "a table `gold`"), ("privacy-residual", "texts, that is")):
        assert (f"#  - name: {name}\n" in text) == (name not in names)
        assert (f"# Needs {needs}" in text) == (name not in names)
    if groups and gold:
        assert [gate.group for gate in declared.gates if gate.group] == ["a\\=b", "region"]


def test_comments_become_gates(tmp_path: Path) -> None:
    """With every # in front of a gate taken away the file is valid."""
    text = gates_text(_folder(tmp_path, texts=False, gold=False))
    lines = [line[1:] if line.startswith(("#  ", "#\n")) else line for line in text.splitlines(keepends=True)]
    declared = GatesDocument.model_validate(yaml.safe_load("".join(lines)))
    assert len(declared.gates) == len([*AGREEMENT, *GOLD, *TEXTS, "group-gaps"])


def test_numbers_are_not_right_or_wrong(tmp_path: Path) -> None:
    """A scale has no accuracy and no flagged labels, so no gate asks for them."""
    text = gates_text(_folder(tmp_path, kind="interval", texts=True, gold=True))
    declared = GatesDocument.model_validate(yaml.safe_load(text))
    assert [gate.name for gate in declared.gates] == AGREEMENT
