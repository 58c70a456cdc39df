"""labelcards check on a real branch: it fails, is waived, and fails again; nothing else changes its mind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from labelcards.actions.labelling.gates_file import gates_text
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.gates import CheckReport
from tests.actions.repository import DATASET, Repository

pytestmark = pytest.mark.xdist_group("review")

ALPHA = "quality.questions.topic.agreement.overall.alpha"
GATE = {"name": "agreement", "metric": ALPHA, "min": 0.78, "reason": "Topics must be reliable."}
KEPT = {"name": "kept", "metric": ALPHA, "max_regression": 0.02, "significant": True, "reason": "No step back."}
WAIVER = {"until": "2026-06-30", "owner": "Ada", "reason": "Relabelling is under way."}


def _check(
    repository: Repository, gates: list[dict[str, object]], folder: Path, *options: str
) -> tuple[int, CheckReport]:
    path = folder / "gates.yaml"
    path.write_text(yaml.safe_dump({"gates": gates}, sort_keys=False), encoding="utf-8")
    done = repository.labelcards("check", DATASET, "1.0.0", "--gates", str(path), "--json", *options)
    assert done.stdout, done.stderr
    return done.returncode, CheckReport.model_validate(json.loads(done.stdout))


def test_fail_waive_expire(repository: Repository, tmp_path: Path) -> None:
    """Exit code 1 on the branch, 0 while a waiver holds, 1 on the day after it ended."""
    code, report = _check(repository, [GATE], tmp_path)
    assert (code, report.failed) == (1, ("agreement",))
    waived = [{**GATE, "waiver": WAIVER}]
    code, report = _check(repository, waived, tmp_path, "--today", "2026-06-30")
    assert (code, report.results[0].status) == (0, "waived")
    code, report = _check(repository, waived, tmp_path, "--today", "2026-07-01")
    assert (code, report.results[0].status) == (1, "failed")
    assert report.results[0].note == "the waiver by Ada ended on 2026-06-30"


def test_the_gate_held_on_main(repository: Repository, tmp_path: Path) -> None:
    """The same gates pass before the branch's changes."""
    shutil.copytree(repository.folder, tmp_path / "project", symlinks=True)
    copied = Repository(tmp_path / "project")
    copied.must("git", "checkout", "--quiet", "main")
    code, report = _check(copied, [GATE, KEPT], tmp_path)
    assert code == 0
    assert [result.status for result in report.results] == ["passed", "skipped"]


def test_against_a_branch(repository: Repository, tmp_path: Path) -> None:
    """Measured against main, the loss of agreement is a regression beyond noise, with the paired interval."""
    code, report = _check(repository, [KEPT, {**GATE, "level": "warn"}], tmp_path, "--against", "main")
    assert (code, report.failed, report.against) == (1, ("kept",), "main")
    change = report.results[0].figures[0].change
    assert change is not None
    assert (change.n, change.method) == (200, "infinitesimal jackknife over items, for these annotators, 95%")
    assert change.high is not None
    assert change.high < 0
    assert report.results[1].status == "warned"


def test_a_version_number_that_promises_too_little(repository: Repository, tmp_path: Path) -> None:
    """37 changed labels under the same number: a warning by default, a failure on request, nothing when ignored."""
    (tmp_path / "gates.yaml").write_text(yaml.safe_dump({"gates": [{**GATE, "min": 0.1}]}))
    arguments = ("check", DATASET, "1.0.0", "--against", "main", "--gates", str(tmp_path / "gates.yaml"))
    done = repository.labelcards(*arguments)
    assert done.returncode == 0
    assert "! warned  version-step  (1.0.0 is too small a step: 2.0.0 is needed, major: " in done.stdout
    for level, code in (("fail", 1), ("ignore", 0)):
        content = {"version_step": level, "gates": [{**GATE, "min": 0.1}]}
        (tmp_path / "gates.yaml").write_text(yaml.safe_dump(content))
        done = repository.labelcards(*arguments, "--json")
        report = CheckReport.model_validate(json.loads(done.stdout))
        assert done.returncode == code
        assert report.failed == (("version-step",) if code else ())
        assert (report.version_step is None) == (level == "ignore")


def test_explain(repository: Repository, tmp_path: Path) -> None:
    """--explain gives definition, source, bar, figure and reason of one gate, and keeps the exit code."""
    (tmp_path / "gates.yaml").write_text(yaml.safe_dump({"gates": [GATE]}))
    arguments = ("check", DATASET, "1.0.0", "--gates", str(tmp_path / "gates.yaml"), "--explain")
    done = repository.labelcards(*arguments, "agreement")
    assert done.returncode == 1
    for told in (
        "Topics must be reliable.",
        "min 0.78",
        "Krippendorff",
        "higher is better",
        ALPHA,
        "below the minimum",
    ):
        assert told in done.stdout
    mistyped = repository.labelcards(*arguments, "agreemnt")
    assert mistyped.returncode == 2
    assert "Did you mean 'agreement'?" in mistyped.stderr


def test_no_gates_file(repository: Repository) -> None:
    """Without gates.yaml the input is incomplete: exit code 2, not a silent pass."""
    done = repository.labelcards("check", DATASET, "1.0.0")
    assert done.returncode == 2
    assert "gates.yaml" in done.stderr


def test_the_diff_names_gates_that_flipped(repository: Repository, tmp_path: Path) -> None:
    """A gate that held on main and fails on the branch is named with its problem; a waiver does not hide it."""
    shutil.copytree(repository.folder, tmp_path / "project", symlinks=True)
    copied = Repository(tmp_path / "project")
    always = {"name": "always", "metric": ALPHA, "min": 0.1, "reason": "A test."}
    content = yaml.safe_dump({"gates": [{**GATE, "waiver": WAIVER}, always]})
    (copied.dataset / "gates.yaml").write_text(content, encoding="utf-8")
    done = copied.labelcards("diff", "main", "HEAD", "--format", "json")
    found = DifferenceDocument.model_validate(json.loads(done.stdout))
    assert [(one.gate, one.old, one.new) for one in found.gates] == [("agreement", "passed", "failed")]
    assert "below the minimum 0.78" in found.gates[0].problems[0]
    assert "agreement: passed → failed" in copied.labelcards("diff", "main", "HEAD").stdout


def test_all_data_sets_are_checked_without_an_argument(repository: Repository, tmp_path: Path) -> None:
    """Those with gates are judged, the others named and failed; where none has any, the exit code is 2."""
    shutil.copytree(repository.folder, tmp_path / "project", symlinks=True)
    project = Repository(tmp_path / "project")
    bare = project.labelcards("check")
    assert bare.returncode == 2
    assert "`labelcards init`, which writes them" in bare.stderr
    (project.dataset / "gates.yaml").write_text(gates_text(project.dataset))
    shutil.copytree(project.dataset, project.folder / "datasets/other")
    (project.folder / "datasets/other/gates.yaml").unlink()
    done = project.labelcards("check")
    assert "tickets 1.0.0" in done.stdout
    assert "no gates.yaml, so nothing holds other to anything" in done.stderr
    assert done.returncode == 1
    told = json.loads(project.labelcards("check", "--json").stdout)
    assert [one["dataset"] for one in told["data_sets"]] == ["tickets"]
    assert told["without_gates"] == ["other"]
    assert told["failed"] is True
    assert project.labelcards("check", "--explain", "agreement").returncode == 2
