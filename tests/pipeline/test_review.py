"""A change of labels through the real pipeline: an edit in place, a colleague without tables, another release."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.pipeline.project import Project
from tools.smoke import small_table

pytestmark = [pytest.mark.xdist_group("pipeline-review"), pytest.mark.slow]

IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


def _must(project: Project, *command: str) -> str:
    done = project.run(*command)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def _commit(project: Project) -> None:
    _must(project, "git", "add", "--all")
    _must(project, "git", *IDENTITY, "commit", "--quiet", "-m", "state")


def _steps(project: Project, target: str) -> dict[str, dict[str, str]]:
    done = project.run("labelcards", "ci", target, "--json")
    assert done.stdout, done.stderr[-3000:]
    return {step["name"]: step for step in json.loads(done.stdout)["steps"]}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """What init, import and repro make of a small table, on ``main``."""
    project = Project(tmp_path_factory.mktemp("review") / "project")
    project.folder.mkdir()
    export = project.folder.parent / "export.csv"
    export.write_text(small_table())
    for command in (
        ("git", "init", "--quiet", "--initial-branch=main"),
        ("dvc", "init", "--quiet"),
        ("labelcards", "init"),
        ("labelcards", "import", str(export), "--name", "reviews", "--date", "2026-03-01"),
        ("labelcards", "key", "new"),
    ):
        _must(project, *command)
    project.repro()
    _commit(project)
    return project


@pytest.fixture
def project(base: Project, tmp_path: Path) -> Project:
    """The same, on a branch of its own."""
    shutil.copytree(base.folder, tmp_path / "project", symlinks=True)
    copied = Project(tmp_path / "project")
    _must(copied, "git", "checkout", "--quiet", "-b", "branch")
    return copied


def test_the_gates_of_init_hold(project: Project) -> None:
    """A first data set without gold meets gates on what it has; nothing else is asked of it, and nothing is skipped."""
    steps = _steps(project, "main")
    assert {name: step["status"] for name, step in steps.items() if name not in ("pull", "diff")} == {
        "pipeline": "passed",
        "site": "passed",
        "check": "passed",
        "scan": "passed",
    }
    for gate in ("agreement", "flagged-share", "conflicting-duplicates", "privacy-residual"):
        assert f"reviews 1.0.0: passed {gate}" in steps["check"]["note"]


def test_an_edit_in_place_here_and_where_no_tables_are(project: Project, tmp_path: Path) -> None:
    """Twenty answers of a version that is out: named first, and it fails; also in a clone whose cache nobody pushed."""
    raw = project.folder / "datasets/reviews/raw/1.0.0/annotations.jsonl"
    raw.write_text(raw.read_text().replace('"delivery"', '"billing"', 20))
    project.repro()
    edited = "reviews: FAILED version 1.0.0 was edited in place: its tables"
    assert edited in _steps(project, "main")["check"]["note"]
    comment = (project.folder / "build/review/reviews.md").read_text().splitlines()
    assert comment[1].startswith("✗ **reviews 1.0.0 was edited in place:** its tables differ from main.")
    _commit(project)
    _must(project, "git", "clone", "--quiet", str(project.folder), str(tmp_path / "clone"))
    steps = _steps(Project(tmp_path / "clone"), "origin/main")
    assert "the tables of reviews 1.0.0 are not here: run `dvc push`" in steps["pull"]["note"]
    assert (steps["pipeline"]["status"], steps["site"]["status"], steps["diff"]["status"]) == (
        "passed",
        "skipped",
        "passed",
    )
    assert edited in steps["check"]["note"]


def test_an_upgrade_runs_every_stage_anew(project: Project) -> None:
    """With another release in the parameters every stage would run, and does not, as this is not that release."""
    params = project.folder / "params.yaml"
    before = params.read_text()
    params.write_text(before.replace("labelcards_version: '", "labelcards_version: '9."))
    assert params.read_text() != before
    told = _must(project, "dvc", "status")
    stages = ("anonymize", "quality", "bias", "model", "answers", "cards", "site", "index", "compare", "plots")
    assert all(f"{name}@reviews" in told for name in stages)
    assert "overview" in told
    done = project.run("dvc", "repro")
    assert done.returncode != 0
    assert "Figures here are made by labelcards 9." in done.stderr
    _must(project, "labelcards", "init", "--upgrade")
    assert params.read_text() == before
