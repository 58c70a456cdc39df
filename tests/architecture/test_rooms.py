"""The tree shows what is in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.test_wiring import STAGES

PACKAGE = Path(__file__).resolve().parents[2] / "labelcards"
ROOMS = sorted({path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")})
TESTS = PACKAGE.parent / "tests"
# what tests show that is no one room's: papers, laws, other libraries, the whole, the tools beside the package
KINDS = {
    *("architecture", "broken", "browser", "canaries", "golden", "install", "laws", "oracles", "pipeline"),
    *("published", "real", "tools"),
}
VAGUE = {"utils", "util", "core", "common", "helpers", "helper", "base", "manager", "misc"}


def test_stages_holds_the_stages_and_nothing_else() -> None:
    """stages/ has one file per stage of dvc.yaml, and what they all read."""
    found = {path.stem for path in (PACKAGE / "stages").glob("*.py")}
    assert found == {*STAGES, "inputs", "__init__"}


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "."])
def test_a_room_says_what_is_in_it(room: str) -> None:
    """Each package has a docstring whose first line is one sentence."""
    text = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8")))
    assert text, f"labelcards/{room}/__init__.py has no docstring"
    assert text.splitlines()[0].endswith("."), room


def test_no_room_or_file_has_a_vague_name() -> None:
    """Nothing is called utils, core, common or the like."""
    named = {part for path in PACKAGE.rglob("*.py") for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert not named & VAGUE


def test_tests_mirror_the_rooms() -> None:
    """A folder with tests has the name of the room that it tests, or of a kind of test."""
    folders = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    assert len(folders) > 30
    strangers = {str(folder) for folder in folders if folder.as_posix() not in ROOMS and folder.parts[0] not in KINDS}
    assert not strangers
