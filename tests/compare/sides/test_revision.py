"""A data set as a commit has it, with Git alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from labelcards.compare.sides.locate import find_dataset, locate_side
from labelcards.compare.sides.revision import find_revision
from labelcards.errors import InputError

DATASET = """
name: tickets
title: Tickets
description: Made up.
license: CC0-1.0
creators: [{name: Tests}]
owners: [{name: Tests}]
questions: {topic: {title: Topic, labels: [billing, delivery]}}
"""
VERSION = """
version: 1.0.0
date: 2026-01-01
note: x
tables: {items: {file: raw/items.csv}, annotations: {file: raw/annotations.csv}}
"""


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Tests", "-c", "user.email=tests@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A data set below the root of a repository, committed and tagged ``first``."""
    folder = tmp_path / "datasets" / "tickets"
    (folder / "versions").mkdir(parents=True)
    (folder / "raw").mkdir()
    (folder / "dataset.yaml").write_text(DATASET)
    (folder / "versions" / "1.0.0.yaml").write_text(VERSION)
    (folder / "raw" / "items.csv").write_text("item_id\na\n")
    (tmp_path / "README.md").write_text("elsewhere\n")
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--quiet", "-m", "first")
    _git(tmp_path, "tag", "first")
    return folder


def test_a_commit_s_files_without_raw_data(dataset: Path, tmp_path: Path) -> None:
    """What was committed comes back, whatever the workspace holds now; raw tables and other folders stay out."""
    (dataset / "dataset.yaml").write_text("changed\n")
    revision = find_revision(dataset, "first")
    assert revision is not None
    assert (revision.root, revision.prefix) == (tmp_path.resolve(), "datasets/tickets/")
    folder = revision.extract(tmp_path / "out")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {"dataset.yaml", "versions/1.0.0.yaml"}
    assert (folder / "dataset.yaml").read_text() == DATASET
    assert revision.file("README.md") == b"elsewhere\n"
    assert revision.file("nothing.md") is None


def test_whether_the_workspace_differs(dataset: Path, tmp_path: Path) -> None:
    """An edit, staged or not, and a new file in the data set's folder differ; what changed elsewhere does not."""
    revision = find_revision(dataset, "HEAD")
    assert revision is not None
    assert not revision.differs()
    (tmp_path / "README.md").write_text("changed\n")
    assert not revision.differs()
    (dataset / "new.md").write_text("new\n")
    assert revision.differs()
    (dataset / "new.md").unlink()
    (dataset / "dataset.yaml").write_text(DATASET + "# edited\n")
    assert revision.differs()
    _git(tmp_path, "commit", "--quiet", "--all", "-m", "second")
    assert revision.differs()


def test_no_such_commit(dataset: Path) -> None:
    """A name that Git does not know means none."""
    assert find_revision(dataset, "second") is None


def test_a_side_is_named_by_revision_and_version(dataset: Path) -> None:
    """A revision means its newest version, or the one behind the colon; one that it does not have is refused."""
    (dataset / "versions" / "1.0.0.yaml").unlink()
    for given in ("first", "first:1.0.0"):
        found = locate_side(dataset, given)
        assert (found.name.given, found.declared.version) == (given, "1.0.0")
        assert found.name.revision is not None
        assert not found.name.tables
    for given, code in (("first:2.0.0", "not-in-revision"), ("second", "unknown-side"), ("1.0.0", "unknown-side")):
        with pytest.raises(InputError) as refused:
            locate_side(dataset, given)
        assert [(problem.code, problem.column) for problem in refused.value.problems] == [(code, given)]
        assert refused.value.problems[0].remedy


def test_the_data_set_that_is_meant(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a version lies in, else the only data set; several are a question."""
    monkeypatch.chdir(tmp_path)
    (dataset / "versions" / "1.0.0").mkdir()
    assert find_dataset("1.0.0") == Path("datasets/tickets")
    assert find_dataset("first", "datasets/tickets/versions/1.0.0") == Path("datasets/tickets")
    (tmp_path / "datasets" / "other").mkdir()
    (tmp_path / "datasets" / "other" / "dataset.yaml").write_text(DATASET)
    with pytest.raises(InputError, match="datasets/other, datasets/tickets"):
        find_dataset("1.0.0")
