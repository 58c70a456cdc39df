"""labelcards in a repository that had a life before it: its part is added, and nothing of theirs is touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from labelcards.actions.labelling.init import InitReport
from labelcards.actions.labelling.init import run as run_init
from labelcards.dataset.files.git_ignored import seen_by_git
from labelcards.documents.params import Params
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError
from tests.program import labelcards

PIPELINE = """\
# my pipeline
stages:
  train:   # trains
    cmd: python train.py ${lr}
    params: [lr]

plots: [a.csv]   # mine
"""
PARAMS = "# mine\nlr: 0.1   # rate\nopt:\n    name: adam"
EXPORT = "id,text,who,topic\n" + "".join(
    f"t{item},Where is parcel {item} and when will it come?,{who},{'late' if item % 3 else 'lost'}\n"
    for item in range(12)
    for who in ("ann", "bob")
)
IMPORT = ("import", "export.csv", "--name", "parcels", "--label", "topic", "--date", "2026-03-01")


def _git(folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A Git repository with a DVC pipeline, parameters and ignored files of its own."""
    _git(tmp_path)
    (tmp_path / "dvc.yaml").write_text(PIPELINE)
    (tmp_path / "params.yaml").write_text(PARAMS)
    (tmp_path / ".gitignore").write_text("*.pyc\n/site")
    (tmp_path / "export.csv").write_text(EXPORT)
    return tmp_path


def _init(root: Path) -> InitReport:
    return run_init(root, ())


def test_our_part_is_added_to_theirs(theirs: Path) -> None:
    """Every line of theirs is still there, in order; our stages, sections with comments and lines follow."""
    report = _init(theirs)
    assert {path.name for path in report.merged} == {"dvc.yaml", "params.yaml", ".gitignore"}
    for name, before in (("dvc.yaml", PIPELINE), ("params.yaml", PARAMS), (".gitignore", "*.pyc\n/site")):
        rest = iter((theirs / name).read_text().splitlines())
        assert all(line in rest for line in before.splitlines()), name
    stages = yaml.safe_load((theirs / "dvc.yaml").read_text())["stages"]
    assert list(stages)[:3] == ["train", "anonymize", "quality"]
    assert "seed: 1\n  duplicates: last # when one" in (theirs / "params.yaml").read_text()
    assert (theirs / ".gitignore").read_text().count("site") == 1
    assert not seen_by_git([theirs / "datasets/x/raw/1.0.0/a.csv", theirs / "site/x", theirs / ".labelcards/key"])
    assert _init(theirs).merged == ()


def test_parameters_of_others_are_left_to_them(theirs: Path) -> None:
    """Their sections are not read; a slip in the name of a section of ours that is missing is told."""
    _init(theirs)
    assert read_yaml_document(theirs / "params.yaml", Params).quality.seed == 1
    text = (theirs / "params.yaml").read_text()
    (theirs / "params.yaml").write_text(text.replace("\nquality:", "\nqualtiy:"))
    with pytest.raises(InputError, match="Did you mean 'quality'"):
        read_yaml_document(theirs / "params.yaml", Params)


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("dvc.yaml", "stages:\n  model: {cmd: python train.py}\n", "stages.model"),
        ("dvc.yaml", "vars: [{datasets: 3}]\nstages: {}\n", "vars.datasets"),
        ("params.yaml", "model: {layers: 3}\n", "model"),
        ("params.yaml", "datasets: [imdb]\n", "datasets"),
        ("params.yaml", "versions: {one: 1}\n", "versions"),
        ("params.yaml", "demo: yes\n", "demo"),
    ],
)
def test_a_name_that_is_taken_ends_in_a_folder_of_its_own(theirs: Path, file: str, text: str, name: str) -> None:
    """Exit code 2 before anything is written; the command that the message names works."""
    (theirs / file).write_text(text)
    before = {path: path.read_bytes() for path in theirs.rglob("*") if path.is_file()}
    done = labelcards("init", cwd=theirs)
    assert done.returncode == 2
    assert f"{file} [{name}]" in done.stderr
    assert "`labelcards init labels`" in done.stderr
    assert {path: path.read_bytes() for path in theirs.rglob("*") if path.is_file()} == before
    done = labelcards("init", "labels", cwd=theirs)
    assert done.returncode == 0, done.stderr
    assert "work in labels/" in done.stderr
    assert (theirs / file).read_text() == text
    workflow = yaml.safe_load((theirs / ".github/workflows/labelcards.yml").read_text())["jobs"]["review"]
    assert workflow["defaults"]["run"]["working-directory"] == "labels"
    uploads = [step["with"]["path"] for step in workflow["steps"] if "upload" in step.get("uses", "")]
    assert uploads == [f"labels/{path}" for path in ("build/review", "build/review-items", "site", "build/public")]
    imported = labelcards(*IMPORT[:1], "../export.csv", *IMPORT[2:], cwd=theirs / "labels")
    assert imported.returncode == 0, imported.stderr
    assert "parcels-1.0.0" in (theirs / "labels/params.yaml").read_text()


def test_parameters_in_flow_style_and_without_any_of_ours(theirs: Path) -> None:
    """Where no lines can follow, the sections go between the braces."""
    (theirs / "params.yaml").write_text("{lr: 0.1}  # mine\n")
    _init(theirs)
    held = yaml.safe_load((theirs / "params.yaml").read_text())
    assert held["lr"] == 0.1
    assert held["quality"]["seed"] == 1
    assert (theirs / "params.yaml").read_text().startswith("{lr: 0.1")


def test_raw_data_is_never_where_git_sees_it(theirs: Path) -> None:
    """Import refuses and writes nothing until Git ignores the folder; a tracked or re-included file is refused, too."""
    done = labelcards(*IMPORT, cwd=theirs)
    assert done.returncode == 2
    assert "(raw-not-ignored)" in done.stderr
    assert "`labelcards init`" in done.stderr
    assert not (theirs / "datasets").exists()
    _init(theirs)
    with (theirs / ".gitignore").open("a") as ignored:
        ignored.write("!/datasets/*/raw/\n")
    assert labelcards(*IMPORT, cwd=theirs).returncode == 2
    (theirs / ".gitignore").write_text("/datasets/*/raw/\n")
    assert labelcards(*IMPORT, cwd=theirs).returncode == 0
    subprocess.run(
        ["git", "-C", str(theirs), "add", "--force", "datasets/parcels/raw/1.0.0/annotations.jsonl"], check=True
    )
    assert seen_by_git([theirs / "datasets/parcels/raw/1.0.0/annotations.jsonl"])
    assert any("git rm -r --cached datasets/parcels/raw" in note for note in _init(theirs).notes)


def test_outside_of_git_the_folder_hides_itself(tmp_path: Path) -> None:
    """A repository that is made later does not see raw data either."""
    (tmp_path / "export.csv").write_text(EXPORT)
    assert labelcards(*IMPORT, cwd=tmp_path).returncode == 0
    _git(tmp_path)
    seen = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "datasets/parcels/dataset.yaml" in seen
    assert "raw/" not in seen


@pytest.mark.parametrize("first", ["init", "import"])
def test_in_any_order_there_are_gates_and_versions(tmp_path: Path, first: str) -> None:
    """Whichever command comes first: gates for the headline question, a log, and the version in the pipeline."""
    (tmp_path / "export.csv").write_text(EXPORT)
    commands = [("init",), IMPORT]
    for command in commands if first == "init" else commands[::-1]:
        done = labelcards(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert "quality.questions.topic" in (tmp_path / "datasets/parcels/gates.yaml").read_text()
    assert (tmp_path / "datasets/parcels/log.jsonl").is_file()
    assert read_yaml_document(tmp_path / "params.yaml", Params).versions_of("parcels") == ("1.0.0",)


def test_what_git_ignores_and_should_not(theirs: Path) -> None:
    """Documents that have to be committed, and are ignored by a rule of theirs, are named."""
    (theirs / ".gitignore").write_text("*.json\n")
    assert any("documents/quality.json" in note for note in _init(theirs).notes)


def test_a_key_never_lies_where_git_sees_it(theirs: Path) -> None:
    """A new folder for the key hides itself; in a folder that is there and not ignored, no key is made."""
    assert labelcards("key", "new", cwd=theirs).returncode == 0
    assert not seen_by_git([theirs / ".labelcards/key"])
    (theirs / "secrets").mkdir()
    done = labelcards("key", "new", "--file", "secrets/key", cwd=theirs)
    assert done.returncode == 2
    assert "(key-not-ignored)" in done.stderr
    assert not (theirs / "secrets/key").exists()


def test_nothing_is_entered_into_anybody_elses_parameters(theirs: Path) -> None:
    """Import before init leaves a foreign params.yaml alone, names init, and init enters the version."""
    (theirs / "params.yaml").write_text("datasets: [imdb]\n")
    (theirs / ".gitignore").write_text("raw/\n")
    done = labelcards(*IMPORT, cwd=theirs)
    assert done.returncode == 0, done.stderr
    assert (theirs / "params.yaml").read_text() == "datasets: [imdb]\n"
    assert "`labelcards init`" in done.stderr
    (theirs / "params.yaml").write_text("lr: 1\n")
    _init(theirs)
    assert read_yaml_document(theirs / "params.yaml", Params).versions_of("parcels") == ("1.0.0",)
