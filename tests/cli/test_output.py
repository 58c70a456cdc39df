"""What ``--json`` makes of a result: one way for all, and nothing is left to a class of its own."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from pydantic import Field

from labelcards.cli.output import plain, print_json
from labelcards.documents.document import Part
from labelcards.documents.figure_path import PathText


class Leaf(Part):
    """A part with a name of its own for files, and a path."""

    key: str = Field(serialization_alias="section")
    place: PathText
    why: str | None = None


@dataclass(frozen=True)
class Held:
    """A dataclass that holds all else."""

    leaf: Leaf
    file: PurePosixPath
    names: tuple[str, ...]


def test_results_are_json_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Dataclasses, parts of documents and paths inside one another; keys sorted, no value lost."""
    print_json({"held": [Held(Leaf(key="a", place=("b", "c.d")), PurePosixPath("x/y"), ("é",))]})
    printed = capsys.readouterr().out
    leaf = {"place": "b.c\\.d", "section": "a", "why": None}
    assert json.loads(printed) == {"held": [{"file": "x/y", "leaf": leaf, "names": ["é"]}]}
    assert printed.index('"file"') < printed.index('"leaf"') < printed.index('"names"')


@pytest.mark.parametrize("value", [object(), {1, 2}, Leaf, Held, b"bytes"])
def test_what_has_no_json_form_is_refused(value: object) -> None:
    """Named by its type, never shown."""
    with pytest.raises(TypeError, match="has no JSON form") as caught:
        plain(value)
    assert "bytes object" not in str(caught.value)


def test_no_class_serializes_itself(root: Path) -> None:
    """Documents dump themselves by their fields; a dict written by hand forgets the next field."""
    names = {"to_json", "as_json", "to_dict", "as_dict", "dict"}
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (root / "labelcards").rglob("*.py")}
    found = {
        f"{path.relative_to(root)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in names
    }
    assert found == set()
