"""The table of files that a new thing touches is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## How many files a new thing touches")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in SECTION.splitlines() if line[:2] == "| "][
    1:
]


def test_there_is_a_row_for_everything_that_grows() -> None:
    """Kinds, coefficients, formats, pages and gates."""
    assert [row[0] for row in ROWS] == ["label kind", "coefficient", "import format", "page of a card", "gate type"]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_what_is_there(row: list[str]) -> None:
    """Files that exist already, folders for those that are new, and the test that shows it."""
    _, touches, most, shown = row
    named = re.findall(r"`([^`]+)`", touches)
    assert named
    for name in named:
        path = ROOT / "labelcards" / name
        assert path.exists() or ("<" in name and path.parent.is_dir()), name
    assert len(named) <= int(most.split()[-1])
    for name in re.findall(r"`([^`]+)`", shown):
        assert (ROOT / name).is_file(), name
