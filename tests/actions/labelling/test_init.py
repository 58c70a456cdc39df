"""labelcards init: what it writes runs, is locked down, and replaces nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from labelcards.actions.labelling.init import SYSTEMS, run
from labelcards.documents.gates import GatesDocument
from labelcards.documents.yaml_document import read_yaml_document
from tests.actions.repository import Repository

pytestmark = pytest.mark.xdist_group("review")

EVERYTHING = tuple(SYSTEMS)
WORKFLOWS = tuple(SYSTEMS["github"].values())


@pytest.fixture(scope="module")
def initialized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository after labelcards init for every system."""
    root = tmp_path_factory.mktemp("initialized")
    run(root, EVERYTHING)
    return root


def _steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def _read(path: Path) -> dict[Any, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that is there stays as it is and is named; a second run writes nothing."""
    (tmp_path / ".gitlab-ci.yml").write_text("mine: true\n")
    first = run(tmp_path, EVERYTHING)
    assert first.kept == (tmp_path / ".gitlab-ci.yml",)
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine: true\n"
    second = run(tmp_path, EVERYTHING)
    assert second.written == ()
    assert set(second.kept) == {*first.written, *first.kept}


def test_gates_are_for_the_headline_question(repository: Repository, tmp_path: Path) -> None:
    """A data set without gates gets valid ones for its first question."""
    shutil.copytree(repository.dataset, tmp_path / "datasets/tickets")
    run(tmp_path, ())
    declared = read_yaml_document(tmp_path / "datasets/tickets/gates.yaml", GatesDocument)
    assert all(gate.metric.startswith("quality.questions.topic.") for gate in declared.gates)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_github_workflows_are_locked_down(initialized: Path, name: str) -> None:
    """Actions are pinned to commits, no secret is used, and no event text is pasted into a script."""
    text = (initialized / name).read_text(encoding="utf-8")
    workflow = _read(initialized / name)
    used = [step["uses"] for step in _steps(workflow) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
    assert "secrets." not in text
    assert "pull_request_target" not in text
    scripts = [step["run"] for step in _steps(workflow) if "run" in step]
    assert all("${{" not in script for script in scripts)
    granted = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert granted in ({}, {"pages": {"pages": "write", "id-token": "write"}})


def test_code_of_a_pull_request_never_runs_with_rights(initialized: Path) -> None:
    """The workflow that runs the change may only read; the one that may comment checks nothing out."""
    review, comment = (_read(initialized / name) for name in WORKFLOWS)
    assert review["permissions"] == {"contents": "read"}
    checkout = next(step for step in _steps(review) if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"]["persist-credentials"] is False
    assert comment["permissions"] == {"actions": "read", "pull-requests": "write"}
    for step in _steps(comment):
        assert "checkout" not in step.get("uses", "")
        assert not {"pip", "bash", "python", "labelcards"} & {
            line.split()[0] for line in step.get("run", "x").splitlines()
        }
    assert comment[True]["workflow_run"]["workflows"] == [review["name"]]


def test_the_scripts_parse(initialized: Path) -> None:
    """Every shell script in the workflows is one for bash."""
    scripts: list[str] = []
    for name in WORKFLOWS:
        scripts += [step["run"] for step in _steps(_read(initialized / name)) if "run" in step]
    gitlab = _read(initialized / ".gitlab-ci.yml")["labelcards"]
    scripts += [*gitlab["before_script"], *gitlab["script"], *gitlab["after_script"]]
    for script in scripts:
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


FAKE_GH = """\
#!/usr/bin/env bash
echo "$*" >> calls.txt
case "$*" in
  *"/pulls "*) echo "$FAKE_NUMBER" ;;
  *"--paginate"*) printf '%s' "$FAKE_COMMENT" ;;
esac
"""


@pytest.mark.parametrize(
    ("number", "comment", "call"),
    [
        ("7", "", "api -X POST repos/o/r/issues/7/comments -F body=@body.md --silent"),
        ("7", "99\n98\n", "api -X PATCH repos/o/r/issues/comments/99 -F body=@body.md --silent"),
        ("", "", None),
    ],
)
def test_a_comment_is_written_once_and_then_updated(
    initialized: Path, tmp_path: Path, number: str, comment: str, call: str | None
) -> None:
    """The workflow's own script, with GitHub's program replaced: new comment, updated comment, no pull request."""
    script = next(step["run"] for step in _steps(_read(initialized / WORKFLOWS[1])) if "run" in step)
    (tmp_path / "gh").write_text(FAKE_GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "review").mkdir()
    (tmp_path / "review/tickets.md").write_text("<!-- labelcards diff tickets -->\n" + "x" * 70_000)
    variables = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "REPOSITORY": "o/r",
        "HEAD": "o:b",
        "SHA": "abc",
        "FAKE_NUMBER": number,
        "FAKE_COMMENT": comment,
    }
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    calls = (tmp_path / "calls.txt").read_text().splitlines()
    if call is None:
        assert len(calls) == 1
        return
    assert calls[-1] == call
    assert 'startswith("<!-- labelcards diff tickets -->")' in calls[-2]
    assert (tmp_path / "body.md").stat().st_size == 65_000


def test_ci_runs_what_a_person_runs(initialized: Path) -> None:
    """Both systems and the hook run `labelcards ci`, with the target branch or --gates, and nothing of their own."""
    review = _read(initialized / WORKFLOWS[0])
    github = [step["run"] for step in _steps(review) if "run" in step]
    gitlab = _read(initialized / ".gitlab-ci.yml")["labelcards"]["script"]
    hook = _read(initialized / ".pre-commit-config.yaml")["repos"][0]["hooks"][0]["entry"]
    assert github == ["python -m pip install labelcards", 'labelcards ci ${TARGET:+"$TARGET"}']
    assert gitlab == [
        'labelcards ci ${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:+"origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"}'
    ]
    assert hook == "labelcards ci --gates"


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-workflows", WORKFLOWS), ("vendor.gitlab-ci", (".gitlab-ci.yml",))],
)
def test_workflows_fit_the_official_schemas(initialized: Path, schema: str, files: tuple[str, ...]) -> None:
    """GitHub's and GitLab's own JSON schemas, as check-jsonschema carries them, accept what init writes."""
    pytest.importorskip("check_jsonschema")
    paths = [str(initialized / name) for name in files]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    done = subprocess.run([*command, *transform, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_default_branch_is_published(initialized: Path) -> None:
    """The site is published from the default branch alone, on request, by jobs that run nothing from the repository."""
    review = _read(initialized / WORKFLOWS[0])
    pages = review["jobs"]["pages"]
    assert "github.ref_name == github.event.repository.default_branch" in pages["if"]
    assert "github.event_name == 'push'" in pages["if"]
    assert "vars.LABELCARDS_PAGES == 'true'" in pages["if"]
    assert all("run" not in step for step in pages["steps"])
    upload = next(s for s in review["jobs"]["review"]["steps"] if "upload-pages" in s.get("uses", ""))
    assert upload["if"] == pages["if"]
    gitlab = _read(initialized / ".gitlab-ci.yml")["pages"]
    assert gitlab["rules"] == [{"if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $LABELCARDS_PAGES == "true"'}]
    assert gitlab["script"] == ["mv site public"]
