"""Exports are read from documents; the pages' content and their charts are not made for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cards.exports import made

_PROGRAM = """
import sys
from pathlib import Path
from labelcards.cards.audience import for_the_public
from labelcards.cards.exports.export import export_card
from labelcards.documents.params import PublishParams
from tests.cards.exports import made

sources = made.sources(Path(sys.argv[1]))
for held in (sources, for_the_public(sources, PublishParams(tables=True))):
    assert len(export_card(held).files) == 3
loaded = {name.split(".")[0] for name in sys.modules}
print(sorted(loaded & {"altair", "vl_convert"}))
print("labelcards.cards.context" in sys.modules, "labelcards.cards.pages.table" in sys.modules)
"""


def test_no_chart_is_drawn_for_an_export(root: Path, tmp_path: Path) -> None:
    """Making every format for both audiences imports no library of charts, and no context of pages."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["[]", "False False"]


def test_the_same_sources_give_the_same_exports(tmp_path: Path) -> None:
    """Contents are made anew each time, and equal."""
    assert made.export(tmp_path / "one").files == made.export(tmp_path / "one").files
