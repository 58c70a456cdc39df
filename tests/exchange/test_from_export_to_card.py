"""From each tool's export to a card in an empty repository: what has to be typed, what edited, how long it takes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.tool_files import ELDER, TABLES, THREE_ANNOTATORS, Rows, answers
from tests.pipeline.project import Project

pytestmark = pytest.mark.slow

ALPHA = 0.453125  # of `answers`, by the krippendorff package
WRITERS: dict[str, Callable[[Path, Rows], list[Path]]] = {
    **{name: write for name, (_, write) in THREE_ANNOTATORS.items()},
    **ELDER,
    **TABLES,
}
COMMANDS = 5
WHOLE = ("labelbox", "excel")
"""Formats whose whole site is built; of the others the stages up to the figures."""


@pytest.mark.parametrize("name", WRITERS)
def test_commands_and_edits(name: str, tmp_path: Path) -> None:
    """Five commands in a Git repository, no edit, and the figure is that of the answers."""
    (tmp_path / "exports").mkdir()
    exports = [str(path.relative_to(tmp_path)) for path in WRITERS[name](tmp_path / "exports", answers())]
    project = Project(tmp_path)
    assert project.run("git", "init", "--quiet").returncode == 0
    typed = [
        ("dvc", "init", "--quiet"),
        ("labelcards", "init"),
        ("labelcards", "import", *exports, "--name", "new", "--date", "2026-11-03"),
        ("labelcards", "key", "new"),
        ("dvc", "repro", *(() if name in WHOLE else ("quality@new-1.0.0",))),
    ]
    start = time.monotonic()
    for command in typed:
        done = project.run(*command)
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    print(f"{name}: {len(typed)} commands, no edit, {time.monotonic() - start:.0f} s")  # noqa: T201 - shown with -rP
    assert len(typed) <= COMMANDS
    quality = json.loads((tmp_path / "datasets/new/versions/1.0.0/documents/quality.json").read_bytes())
    (question,) = quality["figures"]["questions"].values()
    assert question["agreement"]["overall"]["alpha"]["value"] == pytest.approx(ALPHA, abs=1e-6)
    if name in WHOLE:
        assert (tmp_path / "site/new/1.0.0/quality/index.html").is_file()
    untracked = project.run("git", "status", "--porcelain", "--untracked-files=all").stdout
    assert "/raw/" not in untracked
