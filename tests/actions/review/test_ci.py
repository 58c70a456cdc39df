"""labelcards ci: the steps of CI by hand, in order, stopping where going on makes no sense."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from labelcards.actions.review import ci
from labelcards.documents.ci_report import CiReport, CiStep
from tests.actions.repository import Repository

pytestmark = pytest.mark.xdist_group("review")


ALPHA = "quality.questions.topic.agreement.overall.alpha"
GATES = f"gates: [{{name: agreement, metric: {ALPHA}, min: 0.78, reason: Topics must be reliable.}}]\n"
LISTED = "datasets: [tickets]\nversions: {tickets-1.0.0: {dataset: tickets, version: 1.0.0}}\n"


@pytest.fixture
def copied(repository: Repository, tmp_path: Path) -> Repository:
    """A repository of its own, with gates, on the branch that changes labels."""
    shutil.copytree(repository.folder, tmp_path / "project", symlinks=True)
    dataset = tmp_path / "project/datasets/tickets"
    (dataset / "log.jsonl").touch()
    (dataset / "gates.yaml").write_text(GATES)
    with (tmp_path / "project/params.yaml").open("a") as params:
        params.write(LISTED)
    return Repository(tmp_path / "project")


def test_every_step_by_hand_as_in_ci(copied: Repository) -> None:
    """Nothing to reproduce, a comment for the changed data set, exit code 1 for the gate that broke, a clean scan."""
    done = copied.labelcards("ci", "main", "--json")
    assert done.returncode == 1, done.stderr
    report = CiReport.model_validate(json.loads(done.stdout))
    assert [(step.name, step.status) for step in report.steps] == [
        ("pull", "skipped"),
        ("pipeline", "passed"),
        ("site", "skipped"),
        ("diff", "passed"),
        ("check", "failed"),
        ("scan", "passed"),
    ]
    assert report.failed == ("check",)
    assert report.comments == ("build/review/tickets.md",)
    comment = (copied.folder / report.comments[0]).read_text(encoding="utf-8")
    assert comment.startswith("<!-- labelcards diff tickets -->\n")
    assert "37 changed" in comment
    assert "Data and pipelines are up to date." in done.stderr


def test_a_person_reads_a_list_of_steps(copied: Repository) -> None:
    """In the terminal each step is a line with the command that does the same; the failed gate is named loudly."""
    done = copied.labelcards("ci", "main")
    assert done.returncode == 1
    assert "✓ passed   pipeline  dvc repro --allow-missing" in done.stdout
    assert "✗ failed   check     labelcards check" in done.stdout
    assert "tickets 1.0.0: failed agreement: quality.questions.topic.agreement.overall.alpha: 0." in done.stdout
    assert done.stderr.endswith("ci: FAILED: check\n")


def test_a_waived_gate_lets_it_pass(copied: Repository) -> None:
    """With a bar that holds, --gates evaluates the gates alone and ends with 0."""
    gates = copied.dataset / "gates.yaml"
    gates.write_text(gates.read_text(encoding="utf-8").replace("0.78", "0.5"))
    done = copied.labelcards("ci", "--gates", "--json")
    assert done.returncode == 0, done.stderr
    assert [step["name"] for step in json.loads(done.stdout)["steps"]] == ["check"]


def test_a_pipeline_that_fails_stops_everything(copied: Repository) -> None:
    """After dvc repro failed nothing is compared; the steps that were not run are listed as such."""
    text = (copied.folder / "dvc.yaml").read_text(encoding="utf-8")
    (copied.folder / "dvc.yaml").write_text(text.replace("labelcards --version", '"false"'), encoding="utf-8")
    done = copied.labelcards("ci", "main", "--json")
    assert done.returncode == 1
    told = {step["name"]: step["status"] for step in json.loads(done.stdout)["steps"]}
    assert told["pipeline"] == "failed"
    assert {told[name] for name in ("site", "diff", "check", "scan")} == {"not run"}
    assert not list((copied.folder / "build/review").glob("*.md"))
    resting = (copied.folder / "build/review/resting/tickets.md").read_text(encoding="utf-8")
    assert resting.startswith("<!-- labelcards diff tickets -->\nNot compared: the step `pipeline` failed.")


def test_without_tables_documents_are_compared(copied: Repository) -> None:
    """No remote and an empty cache, as in a clone of what nobody pushed: said, and still judged."""
    version = copied.dataset / "versions/1.0.0"
    shutil.rmtree(copied.folder / ".dvc/cache")
    shutil.rmtree(version / "tables")
    for name in ("consensus.parquet", "predictions.parquet"):
        (version / name).unlink()
    done = copied.labelcards("ci", "main", "--json")
    steps = {step["name"]: step for step in json.loads(done.stdout)["steps"]}
    assert steps["pull"]["status"] == "skipped"
    assert "the tables of tickets 1.0.0 are not here: run `dvc push`" in steps["pull"]["note"]
    assert "only documents are compared" in steps["pull"]["note"]
    assert (steps["pipeline"]["status"], steps["diff"]["status"]) == ("passed", "passed")
    assert "tickets: FAILED version 1.0.0 was edited in place: its tables" in steps["check"]["note"]
    assert "failed agreement: quality.questions.topic.agreement.overall.alpha" in steps["check"]["note"]


def test_another_release_makes_no_figures(copied: Repository) -> None:
    """A stage and the pipeline refuse to run when params.yaml names another release, and say how to upgrade."""
    params = copied.folder / "params.yaml"
    params.write_text(params.read_text() + "labelcards_version: 0.0.9\n")
    done = copied.labelcards("quality", "datasets/tickets", "1.0.0")
    assert done.returncode == 2
    assert "Figures here are made by labelcards 0.0.9" in done.stderr
    assert "`labelcards init --upgrade`" in done.stderr
    step = json.loads(copied.labelcards("ci", "main", "--json").stdout)["steps"][1]
    assert (step["name"], step["status"]) == ("pipeline", "failed")
    assert "Figures here are made by labelcards 0.0.9" in step["note"]


def test_a_data_set_that_did_not_change_has_no_comment(copied: Repository) -> None:
    """Against its own commit, with gates put into Git, there is nothing to say; an old comment is removed."""
    copied.must("git", "add", "--all")
    copied.must("git", "commit", "--quiet", "-m", "gates")
    stale = copied.folder / "build/review/tickets.md"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    report = json.loads(copied.labelcards("ci", "HEAD", "--json").stdout)
    diff = next(step for step in report["steps"] if step["name"] == "diff")
    assert (diff["status"], diff["note"]) == ("skipped", "no data set has changed")
    assert not stale.exists()


def test_a_target_that_is_no_revision(copied: Repository) -> None:
    """A mistyped branch ends with exit code 2 before anything is run."""
    done = copied.labelcards("ci", "mian")
    assert done.returncode == 2
    assert "no Git revision" in done.stderr
    assert done.stdout == ""


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without DVC there is nothing to pull, and the pipeline fails with DVC's own message."""
    monkeypatch.chdir(tmp_path)
    seen: list[CiStep] = []
    report = ci.run(None, today=date(2026, 1, 1), observe=seen.append)
    assert [(step.name, step.status) for step in report.steps[:2]] == [("pull", "skipped"), ("pipeline", "failed")]
    assert tuple(seen) == report.steps


def test_a_pipeline_without_labelcards_does_not_pass(copied: Repository) -> None:
    """A version that no stage runs for, no stage of labelcards at all, no data set: each fails and says what to do."""

    def pipeline() -> tuple[str, str]:
        steps = json.loads(copied.labelcards("ci", "--json").stdout)["steps"]
        return next((step["status"], step["note"]) for step in steps if step["name"] == "pipeline")

    params = copied.folder / "params.yaml"
    params.write_text(params.read_text().replace(LISTED, ""))
    assert pipeline() == (
        "failed",
        "tickets 1.0.0: not under `versions` in params.yaml: `labelcards init` adds them",
    )
    (copied.folder / "dvc.yaml").write_text("stages:\n  mine:\n    cmd: echo mine\n")
    assert pipeline() == ("failed", "dvc.yaml has no stages that run labelcards: `labelcards init` adds them")
    (copied.folder / "dvc.yaml").write_text("stages:\n  mine:\n    cmd: labelcards --version\n")
    shutil.rmtree(copied.dataset)
    assert "there is no data set below datasets/" in pipeline()[1]
