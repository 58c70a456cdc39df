"""The lower bounds of pyproject.toml are true: with the lowest versions that it admits there is a site."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lowest-versions")]

ROOT = Path(__file__).resolve().parents[2]
#: Of these there never was a wheel.
SOURCE_ONLY = ("antlr4-python3-runtime",)
UNREACHED = re.compile(r"failed to fetch|error sending request|dns error|could not connect|connection refused", re.I)


def _lowest(folder: Path) -> Path:
    """The lowest version of each dependency that has a wheel for this Python, and the newest of what these ask for."""
    pytest.importorskip("uv", reason="uv chooses the lowest versions; `make check-slow` installs it")
    chosen = folder / "lowest.txt"
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--resolution=lowest-direct", "--extra=skops"),
        *(f"--python={sys.executable}", "--no-annotate", "--no-header", "--only-binary=:all:"),
        *(f"--no-binary={name}" for name in SOURCE_ONLY),
        *(f"--output-file={chosen}", "pyproject.toml"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode and UNREACHED.search(done.stderr):
        pytest.skip("the lowest versions are not tried: the package index is not reached")
    assert done.returncode == 0, done.stderr
    return chosen


def test_from_nothing_to_a_site_with_the_lowest_versions(tmp_path: Path) -> None:
    """Every module can be imported, and the written commands lead to a site, as with the newest versions."""
    lowest = _lowest(tmp_path)
    command = [sys.executable, "tools/smoke.py", "--constraint", str(lowest)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"with\n{lowest.read_text()}\n{done.stdout}{done.stderr}"
    assert "passed" in done.stdout
