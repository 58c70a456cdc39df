"""The demo, run once through the pipeline and shared by the tests that look at the result."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipeline.project import Project, new_project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The demo at 300 tickets, built once. Tests only read it."""
    project = new_project(tmp_path_factory.mktemp("built") / "project")
    project.edit_params(demo={"items": 300}, bias={"permutations": 200})
    project.repro()
    return project


@pytest.fixture
def copy_of_built(built: Project, tmp_path: Path) -> Project:
    """A copy that a test may change."""
    shutil.copytree(built.folder, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")
