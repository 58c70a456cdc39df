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
from labelcards.release import __version__
from tests.actions.repository import Repository

pytestmark = pytest.mark.xdist_group("review")

EVERYTHING = tuple(SYSTEMS)
(WORKFLOW,) = SYSTEMS["github"].values()


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
    metrics = [gate.metric for gate in declared.gates if not gate.metric.startswith("anonymization.")]
    assert metrics
    assert all(metric.startswith("quality.questions.topic.") for metric in metrics)


def _jobs(initialized: Path) -> dict[str, dict[str, Any]]:
    jobs = _read(initialized / WORKFLOW)["jobs"]
    assert isinstance(jobs, dict)
    return jobs


def test_the_github_workflow_is_locked_down(initialized: Path) -> None:
    """Actions are pinned, no secret is used, no event text is pasted into a script, each job has its own rights."""
    text = (initialized / WORKFLOW).read_text(encoding="utf-8")
    workflow = _read(initialized / WORKFLOW)
    used = [step["uses"] for step in _steps(workflow) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
    assert "secrets." not in text
    assert set(workflow[True]) == {"pull_request", "push"}
    scripts = [step["run"] for step in _steps(workflow) if "run" in step]
    assert all("${{" not in script for script in scripts)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "review": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "pages": {"pages": "write", "id-token": "write"},
    }


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(initialized: Path, persona: str) -> None:
    """Also as an auditor, and without a line that tells it to look away."""
    program = shutil.which("zizmor")
    if program is None:
        pytest.skip("zizmor is not installed")
    assert "zizmor:" not in (initialized / WORKFLOW).read_text(encoding="utf-8")
    command = [program, "--offline", "--no-config", "--persona", persona, str(initialized / WORKFLOW)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_code_of_a_pull_request_never_runs_with_rights(initialized: Path) -> None:
    """The job that runs the change may only read; the one that may comment runs nothing of it, and not for forks."""
    jobs = _jobs(initialized)
    checkout = next(step for step in jobs["review"]["steps"] if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"]["persist-credentials"] is False
    for step in jobs["comment"]["steps"]:
        assert "checkout" not in step.get("uses", "")
        assert not {"pip", "bash", "python", "labelcards"} & {
            line.split()[0] for line in step.get("run", "x").splitlines() if line.strip()
        }
    assert "head.repo.full_name == github.repository" in jobs["comment"]["if"]


def test_what_reads_the_texts_has_no_token(initialized: Path) -> None:
    """The step that looks at files of the change has no environment; the one with the token sees checked names only."""
    steps = {step["name"]: step for step in _jobs(initialized)["comment"]["steps"]}
    assert "env" not in steps["Take nothing but comments from them"]
    assert "review/" not in steps["Write or update the comments"]["run"]


def test_the_scripts_parse(initialized: Path) -> None:
    """Every shell script in the workflows is one for its shell."""
    github = [step["run"] for step in _steps(_read(initialized / WORKFLOW)) if "run" in step]
    gitlab = _read(initialized / ".gitlab-ci.yml")
    held = [gitlab[job].get(part, []) for job in gitlab for part in ("before_script", "script", "after_script")]
    for shell, scripts in (("bash", github), ("sh", [script for part in held for script in part])):
        for script in scripts:
            done = subprocess.run([shell, "-n"], input=script, text=True, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr


FAKE_GH = """\
#!/usr/bin/env bash
echo "$*" >> calls.txt
case "$*" in
  *"--paginate"*) printf '%b' "$FAKE_COMMENTS" ;;
esac
"""
MARKER = "<!-- labelcards diff tickets -->"
PATCHED = "api -X PATCH repos/o/r/issues/comments/99 -F body=@bodies/{}/tickets.md --silent"
POSTED = "api -X POST repos/o/r/issues/7/comments -F body=@bodies/write/tickets.md --silent"


def _comment(initialized: Path, folder: Path, comments: str = "") -> tuple[int, list[str]]:
    """Run the scripts of the job ``comment`` over ``folder/review``, with GitHub's program replaced."""
    (folder / "gh").write_text(FAKE_GH)
    (folder / "gh").chmod(0o755)
    variables = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "REPOSITORY": "o/r", "NUMBER": "7"}
    for step in _jobs(initialized)["comment"]["steps"]:
        if "run" not in step:
            continue
        done = subprocess.run(
            ["bash", "-c", step["run"]],
            cwd=folder,
            env={**variables, "FAKE_COMMENTS": comments, "GH_TOKEN": "token-of-the-job"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return done.returncode, []
    calls = folder / "calls.txt"
    return 0, calls.read_text().splitlines()[1:] if calls.exists() else []


@pytest.mark.parametrize(
    ("place", "comments", "calls"),
    [
        ("", "", [POSTED]),
        ("", f"98\t<!-- labelcards diff other -->\n99\t{MARKER}\n", [PATCHED.format("write")]),
        ("resting", f"99\t{MARKER}\n", [PATCHED.format("update")]),
        ("resting", "98\tsomething else\n", []),
    ],
)
def test_a_comment_is_written_once_and_then_updated(
    initialized: Path, tmp_path: Path, place: str, comments: str, calls: list[str]
) -> None:
    """New comment, updated comment, "nothing differs any more" in place of an old one, else nothing."""
    folder = tmp_path / "review" / place
    folder.mkdir(parents=True)
    (folder / "tickets.md").write_text(MARKER + "\n" + "x" * 70_000)
    assert _comment(initialized, tmp_path, comments) == (0, calls)
    (body,) = (tmp_path / "bodies").rglob("tickets.md")
    assert body.read_text().startswith(f"{MARKER}\nxxx")
    assert body.stat().st_size < 65_536


def test_names_are_data(initialized: Path, tmp_path: Path) -> None:
    """A name that could end the marker, an option or a program is left out; a text cannot bring another marker."""
    (tmp_path / "review").mkdir()
    for name in ("a --> x", "-F", "$(touch pwned)", "..", 'a" | .x', "UPPER"):
        (tmp_path / "review" / f"{name}.md").write_text("text\n")
    (tmp_path / "review/tickets.md").write_text("<!-- labelcards diff victim -->\nhello\n")
    assert _comment(initialized, tmp_path, f"5\t<!-- labelcards diff victim -->\n99\t{MARKER}\n") == (
        0,
        [PATCHED.format("write")],
    )
    assert (tmp_path / "bodies/write/tickets.md").read_text() == f"{MARKER}\nhello\n"
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("place", ["review/tickets.md", "review/resting"])
def test_links_are_refused(initialized: Path, tmp_path: Path, place: str) -> None:
    """A link to the job's environment would publish its token: nothing is taken from such a review."""
    (tmp_path / "review").mkdir()
    (tmp_path / place).symlink_to("/proc/self/environ" if place.endswith(".md") else "/etc")
    code, calls = _comment(initialized, tmp_path)
    assert (code, calls) == (1, [])
    assert not list((tmp_path / "bodies").rglob("*.md"))


def test_ci_runs_what_a_person_runs(initialized: Path) -> None:
    """Both systems and the hook run `labelcards ci`, with the target branch or --gates."""
    github = [step.get("run", "") for step in _jobs(initialized)["review"]["steps"]]
    gitlab = _read(initialized / ".gitlab-ci.yml")["labelcards"]["script"]
    hook = _read(initialized / ".pre-commit-config.yaml")["repos"][0]["hooks"][0]["entry"]
    assert 'labelcards ci ${TARGET:+"$TARGET"}' in github
    assert gitlab[0] == (
        'labelcards ci ${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:+"origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"}'
    )
    assert hook == "labelcards ci --gates"


def _install_scripts(initialized: Path) -> list[str]:
    github = next(s["run"] for s in _jobs(initialized)["review"]["steps"] if s["name"] == "Install labelcards")
    gitlab = _read(initialized / ".gitlab-ci.yml")["labelcards"]["before_script"][1:]
    return [github, "\n".join(["set -e", *gitlab])]


@pytest.mark.parametrize("number", [0, 1])
def test_labelcards_is_installed_by_hash_alone(initialized: Path, tmp_path: Path, number: int) -> None:
    """Without a file of hashes the job ends with the command that writes it; with one, pip is told to ask for them."""
    script = _install_scripts(initialized)[number]
    (tmp_path / "python").write_text('#!/bin/sh\necho "$*" > asked.txt\n')
    (tmp_path / "python").chmod(0o755)
    variables = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    def run() -> subprocess.CompletedProcess[str]:
        command = ["bash", "-c", script]
        return subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)

    for content in (None, f"labelcards=={__version__}\n"):
        if content is not None:
            (tmp_path / "requirements-labelcards.txt").write_text(content)
        done = run()
        assert done.returncode == 1
        assert "uv pip compile --universal" in done.stdout
        assert not (tmp_path / "asked.txt").exists()
    (tmp_path / "requirements-labelcards.txt").write_text(f"labelcards=={__version__} --hash=sha256:{'0' * 64}\n")
    assert run().returncode == 0
    assert (tmp_path / "asked.txt").read_text() == "-m pip install --require-hashes -r requirements-labelcards.txt\n"


def test_an_upgrade_is_entered_everywhere(tmp_path: Path) -> None:
    """Another release in the parameters and what CI installs, and a stage that does not depend on it, are mended."""
    run(tmp_path, EVERYTHING)
    params, pipeline, pin = (tmp_path / name for name in ("params.yaml", "dvc.yaml", "requirements-labelcards.in"))
    before = params.read_bytes(), pipeline.read_bytes(), pin.read_bytes()
    assert yaml.safe_load(before[0])["labelcards_version"] == __version__
    assert f"\nlabelcards=={__version__}\n" in before[2].decode()
    params.write_text(params.read_text().replace(f"labelcards_version: '{__version__}'", "labelcards_version: 0.0.9"))
    pin.write_text(pin.read_text().replace(f"=={__version__}", "==0.0.9"))
    pipeline.write_text(
        pipeline.read_text().replace("        - labelcards_version\n        - quality\n", "        - quality\n")
    )
    kept = run(tmp_path, EVERYTHING)
    assert kept.merged == kept.written == ()
    assert any("labelcards 0.0.9 makes the figures" in note for note in kept.notes)
    assert any("an upgrade does not run quality anew" in note for note in kept.notes)
    run(tmp_path, EVERYTHING, upgrade=True)
    assert (params.read_bytes(), pin.read_bytes()) == (before[0], before[2])
    stages = yaml.safe_load(pipeline.read_text())["stages"]
    assert all("labelcards_version" in stage.get("do", stage)["params"] for stage in stages.values())


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-workflows", (WORKFLOW,)), ("vendor.gitlab-ci", (".gitlab-ci.yml",))],
)
def test_workflows_fit_the_official_schemas(initialized: Path, schema: str, files: tuple[str, ...]) -> None:
    """GitHub's and GitLab's own JSON schemas, as check-jsonschema carries them, accept what init writes."""
    pytest.importorskip("check_jsonschema")
    paths = [str(initialized / name) for name in files]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    done = subprocess.run([*command, *transform, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_public_build_is_published(initialized: Path) -> None:
    """From the default branch alone, on request, by jobs that run nothing of it; never the internal site."""
    jobs = _jobs(initialized)
    pages = jobs["pages"]
    assert "github.ref_name == github.event.repository.default_branch" in pages["if"]
    assert "github.event_name == 'push'" in pages["if"]
    assert "vars.LABELCARDS_PAGES == 'true'" in pages["if"]
    assert all("run" not in step for step in pages["steps"])
    review = {step["name"]: step for step in jobs["review"]["steps"]}
    upload = review["Hand it to the job below"]
    assert (upload["if"], upload["with"]["path"]) == (pages["if"], "build/public")
    assert review["Build the site for the public"]["if"] == pages["if"]
    assert "labelcards publish build/public --audience public\n" in review["Build the site for the public"]["run"]
    for kept in ("Keep the site, for insiders", "Keep the changed items, for insiders"):
        assert "github.event.repository.private" in review[kept]["if"]
    gitlab = _read(initialized / ".gitlab-ci.yml")
    assert gitlab["pages"]["rules"] == [
        {"if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $LABELCARDS_PAGES == "true"'}
    ]
    assert gitlab["pages"]["script"] == ["mv build/public public"]
    assert "rm -rf site" in gitlab["labelcards"]["after_script"][0]


def test_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """Below the repository's root, every path of the workflows is the folder's."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "labels").mkdir()
    run(tmp_path / "labels", EVERYTHING)
    assert (tmp_path / "labels/requirements-labelcards.in").is_file()
    github = _read(tmp_path / WORKFLOW)["jobs"]["review"]
    assert github["defaults"]["run"]["working-directory"] == "labels"
    paths = [step["with"]["path"] for step in github["steps"] if "upload" in step.get("uses", "")]
    assert paths == ["labels/build/review", "labels/build/review-items", "labels/site", "labels/build/public"]
    gitlab = _read(tmp_path / ".gitlab-ci.yml")
    assert "cd labels" in gitlab["labelcards"]["before_script"]
    assert gitlab["labelcards"]["artifacts"]["paths"] == ["labels/build/review", "labels/build/public", "labels/site"]
    assert gitlab["pages"]["script"] == ["mv labels/build/public public"]
    assert (
        "for file in labels/build/review/*.md labels/build/review/resting/*.md"
        in gitlab["labelcards-comment"]["script"][2]
    )
