"""What is handed to others is whole: the wheel, and the source distribution that a wheel can be built from."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from tools.pins import read_project

ROOT = Path(__file__).resolve().parents[2]


def _build(target: str, source: Path, folder: Path) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; `make test` installs it")
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return _build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def _tracked(*folders: str) -> set[str]:
    """Files below these folders that Git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name for name in listed if (ROOT / name).is_file()}


def test_the_wheel_holds_the_package_and_the_templates(wheel: Path) -> None:
    """Every file of labelcards/ and templates/, the mark that it is typed, and nothing else."""
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {name for name in names if ".dist-info/" not in name}
    templates = {f"labelcards/_templates/{name.removeprefix('templates/')}" for name in _tracked("templates")}
    assert package == _tracked("labelcards") | templates
    assert "labelcards/py.typed" in package
    assert {name.rpartition("/")[2] for name in names - package} >= {
        "METADATA",
        "RECORD",
        "LICENSE",
        "entry_points.txt",
    }


def test_the_wheel_asks_for_what_the_project_asks_for(wheel: Path) -> None:
    """Versions of Python with both ends, and no pin: other people's resolvers choose between the bounds."""
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    told = message_from_bytes(archive.read(name))
    project = read_project(ROOT / "pyproject.toml")
    assert set(told["Requires-Python"].split(",")) == {str(bound) for bound in project.python}
    asked = [text for text in told.get_all("Requires-Dist", []) if "extra ==" not in text]
    assert len(asked) > 10
    assert not any("==" in text for text in asked)
    assert all(">=" in text for text in asked), "each dependency has a lower bound, which `make check-slow` tries"


def test_a_wheel_from_the_source_distribution_is_the_same(wheel: Path, tmp_path: Path) -> None:
    """Whoever builds from source gets the same files, byte for byte."""
    (tmp_path / "sdist").mkdir()
    (tmp_path / "again").mkdir()
    shutil.unpack_archive(_build("sdist", ROOT, tmp_path / "sdist"), tmp_path / "unpacked")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = zipfile.ZipFile(_build("wheel", source, tmp_path / "again"))
    first = zipfile.ZipFile(wheel)
    assert {name: first.read(name) for name in first.namelist()} == {n: again.read(n) for n in again.namelist()}
    kept = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert {"README.md", "CHANGELOG.md", "LICENSE"} <= kept
