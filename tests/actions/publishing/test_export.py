"""``labelcards export`` of a version with documents: what it reads, and what it does not load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.actions.publishing.publishing import publish_project

CHARTS = ("altair", "vl_convert")


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_command_loads_no_charts(audience: str, root: Path, tmp_path: Path) -> None:
    """Agreement and guidelines with charts on the pages; the export of the same version imports none of what draws."""
    project = publish_project(tmp_path)
    project.version("1.0.0")
    arguments = ["export", str(project.dataset), "1.0.0", "--to", str(tmp_path / "out"), "--format", "croissant"]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "labelcards", *arguments, "--audience", audience],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (tmp_path / "out" / "croissant.json").is_file(), done.stdout
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert {"labelcards", "pydantic"} <= loaded
    assert not loaded & set(CHARTS)
