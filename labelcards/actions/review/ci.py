"""What CI does for a change of labels, here or there: the same steps in the same order.

Reads: the repository.
Writes: what ``dvc repro`` writes, and one comment per changed data set.
Params: none.
Deterministic: because every step is.
Privacy: raw data are on no remote, so nothing here needs them; the last step looks for raw values.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labelcards.actions.pipeline_file import stage_names
from labelcards.actions.publishing.scan import run as run_scan
from labelcards.actions.review.check import run as run_check
from labelcards.actions.review.diff import diff
from labelcards.actions.review.pipeline import missing_parts
from labelcards.cards.difference.page import comment
from labelcards.compare.sides.revision import find_revision
from labelcards.documents.ci_report import CiReport, CiStep, StepStatus
from labelcards.documents.files import write_text
from labelcards.errors import InputError, LabelcardsError, Problem

__all__ = ["run"]

DATASETS = Path("datasets")
PARAMS = Path("params.yaml")
_SITE = ("cards", "site", "index", "compare", "plots", "overview")
"""Stages whose outputs are neither in Git nor on a remote: a fresh clone has to build them."""

_MOST_HITS = 20

Outcome = tuple[StepStatus, str]


@dataclass(frozen=True)
class _Step:
    """A step before it is run; when a ``needed`` one fails, nothing after it is run."""

    name: str
    command: str
    action: Callable[[], Outcome]
    needed: bool = False


def run(
    target: str | None,
    *,
    gates_only: bool = False,
    out: Path = Path("build/review"),
    today: date,
    observe: Callable[[CiStep], None] = lambda _: None,
) -> CiReport:
    """Run all steps in the current folder, the repository's root.

    Args:
        target: the Git revision that the change goes to; without it nothing is compared.
        gates_only: evaluate the gates on what is there, and nothing else.
        out: where comments are written, ``<data set>.md``.
        today: the day that waivers are judged by.
        observe: told of every step when it ends.

    Raises:
        InputError: ``target`` is no revision.
    """
    if target is not None and find_revision(Path(), target) is None:
        message, remedy = "That is no Git revision.", "Fetch it, or name another: a branch, a tag or a commit."
        raise InputError([Problem(".git", "unknown-revision", message, remedy, column=target)])
    comments: list[Path] = []
    check = _Step("check", "labelcards check", lambda: _check(today))
    steps = [check] if gates_only else [*_pipeline(), *_compared(target, out, comments), check, _SCAN]
    done: list[CiStep] = []
    stopped = False
    for step in steps:
        status, note = ("not run", "") if stopped else _outcome(step)
        stopped = stopped or (step.needed and status == "failed")
        done.append(CiStep(name=step.name, command=step.command, status=status, note=note))
        observe(done[-1])
    return CiReport(target=target, steps=tuple(done), comments=tuple(path.as_posix() for path in comments))


def _outcome(step: _Step) -> Outcome:
    try:
        return step.action()
    except LabelcardsError as error:
        return "failed", f"{error}\n{error.hint}".strip()


def _pipeline() -> Iterator[_Step]:
    site = " ".join(_declared_site())
    yield _Step("pull", "dvc pull --allow-missing", _pull)
    yield _Step("pipeline", "dvc repro --allow-missing", _reproduce, needed=True)
    yield _Step("site", f"dvc repro --single-item {site}".strip(), _build_site, needed=True)


def _compared(target: str | None, out: Path, comments: list[Path]) -> Iterator[_Step]:
    command = f"labelcards diff {target or '<target>'} --dataset datasets/<name> --format markdown"
    yield _Step("diff", command, lambda: _diff(target, out, comments))


def _pull() -> Outcome:
    """Clean tables from the shared remote; without it documents can still be compared, so a failure is a note."""
    listed = _run("remote", "list", capture=True)
    if listed.returncode:
        return "skipped", "this is no DVC repository: run `dvc init`"
    if not listed.stdout.strip():
        return "skipped", "no remote is configured"
    if _run("pull", "--allow-missing").returncode:
        return "skipped", "the remote cannot be read here: without tables only documents are compared"
    return "passed", ""


def _reproduce() -> Outcome:
    """The pipeline, and whether labelcards' stages are in it: without them it would pass as well."""
    outcome = _dvc("repro", "--allow-missing")
    lacking = missing_parts(Path(), PARAMS) if outcome[0] == "passed" else []
    return ("failed", "\n".join(lacking)) if lacking else outcome


def _build_site() -> Outcome:
    stages = _declared_site()
    return _dvc("repro", "--single-item", *stages) if stages else ("skipped", "dvc.yaml has no stage that builds it")


def _declared_site() -> list[str]:
    names = stage_names(Path("dvc.yaml"))
    return [name for name in _SITE if name in names]


def _dvc(*arguments: str) -> Outcome:
    code = _run(*arguments).returncode
    return ("failed", f"dvc ended with exit code {code}; its messages are above") if code else ("passed", "")


def _run(*arguments: str, capture: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Run DVC of this Python; what it prints goes to standard error, so that standard output stays ours."""
    here = Path(sys.executable).parent.as_posix()
    environment = {**os.environ, "DVC_NO_ANALYTICS": "1", "PATH": f"{here}{os.pathsep}{os.environ.get('PATH', '')}"}
    stdout = subprocess.PIPE if capture else sys.stderr.fileno()
    return subprocess.run(  # noqa: S603 - no shell; every argument is ours
        [sys.executable, "-m", "dvc", *arguments], stdout=stdout, check=False, env=environment
    )


def _diff(target: str | None, out: Path, comments: list[Path]) -> Outcome:
    if target is None:
        return "skipped", "no target branch was named"
    for stale in out.glob("*.md"):
        stale.unlink()
    told: list[str] = []
    for folder in _folders():
        revision = find_revision(folder, target)
        if revision is None or not revision.differs():
            continue
        if revision.file(f"{revision.prefix}dataset.yaml") is None:
            told.append(f"{folder.name}: new, there is nothing to compare it with")
            continue
        document = diff(target, dataset=folder)
        path = out / f"{folder.name}.md"
        write_text(path, comment(document))
        comments.append(path)
        verdicts = ", ".join(f"{size} {verdict}" for verdict, size in document.verdicts.items())
        told.append(f"{folder.name}: {'nothing differs' if document.empty else verdicts}; {path.as_posix()}")
    return ("passed", "\n".join(told)) if told else ("skipped", "no data set has changed")


def _check(today: date) -> Outcome:
    lines: list[str] = []
    failed = False
    for folder in _folders():
        if not (folder / "gates.yaml").is_file():
            continue
        report = run_check(folder, None, against=None, gates=None, today=today)
        failed = failed or bool(report.failed)
        if report.version_step is not None:
            advice = report.version_step.advice
            told = f": {advice.proposed} is needed ({advice.level})" if advice.fit == "too small" else ""
            lines.append(f"{folder.name} {report.version}: {report.version_step.status} version-step{told}")
        for result in report.results:
            problems = "; ".join(problem for figure in result.figures for problem in figure.problems)
            about = f": {problems}" if problems else f" ({result.note})" if result.note else ""
            lines.append(f"{folder.name} {report.version}: {result.status} {result.gate.name}{about}")
    if not lines:
        return "skipped", "no data set has gates.yaml"
    return "failed" if failed else "passed", "\n".join(lines)


def _scan() -> Outcome:
    try:
        report = run_scan((), DATASETS, PARAMS)
    except InputError as error:
        if [problem.code for problem in error.problems] == ["nothing-to-scan"]:
            return "skipped", "nothing was built that could be published"
        raise
    hits = [f"{hit.file}:{hit.line}: {hit.kind}" for hit in report.hits[:_MOST_HITS]]
    return ("failed" if hits else "passed"), "\n".join([*hits, report.summary()])


_SCAN = _Step("scan", "labelcards scan", _scan)


def _folders() -> list[Path]:
    return sorted(path.parent for path in DATASETS.glob("*/dataset.yaml"))
