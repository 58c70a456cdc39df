"""Tests that share something dear run on one worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = """
import os, pathlib, pytest
pytestmark = pytest.mark.xdist_group("dear")

@pytest.mark.parametrize("n", range(8))
def test_where(n: int) -> None:
    pathlib.Path(os.environ["WORKERS"], os.environ["PYTEST_XDIST_WORKER"]).touch()
"""


def test_a_group_runs_on_one_worker(tmp_path: Path) -> None:
    """The installed pytest and pytest-xdist understand each other: a group is built once, not once a worker."""
    (tmp_path / "test_group.py").write_text(TESTS)
    (tmp_path / "workers").mkdir()
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider", "."]
    done = subprocess.run(
        command, cwd=tmp_path, env={"WORKERS": str(tmp_path / "workers")}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((tmp_path / "workers").iterdir())) == 1
