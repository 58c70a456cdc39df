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
from labelcards.actions.review.change import DATASETS, ChangeReview
from labelcards.actions.review.item_list import item_table
from labelcards.actions.review.pipeline import missing_parts, versions_without_tables
from labelcards.actions.review.target import ReviewTarget
from labelcards.cards.review import resting_comment, review_comment
from labelcards.documents.ci_report import CiReport, CiStep, StepStatus
from labelcards.documents.files import write_text
from labelcards.documents.review import ReviewDocument
from labelcards.errors import InputError, LabelcardsError
from labelcards.stages.inputs import check_release, read_params

__all__ = ["run"]

PARAMS = Path("params.yaml")
_SITE = ("cards", "site", "index", "compare", "plots", "overview")
"""Stages whose outputs are neither in Git nor on a remote: a fresh clone has to build them."""

_MOST_HITS = 20
_RESTING = "resting"
_RERUN = (
    "If a stage has to run whose inputs are not here: run `dvc repro` where the raw data are, commit dvc.lock and the "
    "documents, and `dvc push`"
)
_UNBOUND = (
    "params.yaml does not say which labelcards_version makes the figures, so an upgrade does not measure anew: "
    "`labelcards init --upgrade` adds it"
)
_NOTHING = "Nothing differs any more: in the last push this data set is as the target has it."

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
    change = ChangeReview(ReviewTarget.named(target) if target is not None else None, today)
    comments: list[Path] = []
    check = _Step("check", "labelcards check", lambda: _check(change))
    steps = [check] if gates_only else [*_pipeline(), _compared(change, out, comments), check, _SCAN]
    if not gates_only:
        _clear(out)
    done: list[CiStep] = []
    stopped = False
    for step in steps:
        status, note = ("not run", "") if stopped else _outcome(step)
        if step.needed and status == "failed":
            stopped = True
            _rest(out, step.name)
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


def _compared(change: ChangeReview, out: Path, comments: list[Path]) -> _Step:
    named = change.target.name if change.target is not None else "<target>"
    command = f"labelcards diff {named} --dataset datasets/<name> --format markdown"
    return _Step("diff", command, lambda: _diff(change, out, comments))


def _pull() -> Outcome:
    """Clean tables from the shared remote; without it documents can still be compared, so a failure is a note."""
    listed = _run("remote", "list", capture=True)
    if listed.returncode:
        return "skipped", "this is no DVC repository: run `dvc init`"
    if not listed.stdout.strip():
        remedy = "`dvc remote add --default NAME URL`, then `dvc push` where the tables are"
        return "skipped", _without_tables(f"no remote is configured: {remedy}")
    failed = _run("pull", "--allow-missing").returncode
    if failed:
        return "skipped", _without_tables("the remote cannot be read here: give this job the right to read it")
    return ("skipped" if versions_without_tables(DATASETS) else "passed"), _without_tables("")


def _without_tables(why: str) -> str:
    """Which tables are not here, and what to do about it; after the reason."""
    missing = versions_without_tables(DATASETS)
    told = f"the tables of {', '.join(missing)} are not here: run `dvc push` where they were made" if missing else ""
    lines = [why, f"{told}; until then only documents are compared" if told else ""]
    return "\n".join(filter(None, lines))


def _reproduce() -> Outcome:
    """The pipeline, and whether labelcards' stages are in it: without them it would pass as well."""
    check_release(PARAMS)
    outcome = _dvc("repro", "--allow-missing")
    if outcome[0] == "failed":
        return "failed", f"{outcome[1]}\n{_RERUN}"
    lacking = missing_parts(Path(), PARAMS)
    if lacking:
        return "failed", "\n".join(lacking)
    return "passed", "" if read_params(PARAMS).labelcards_version is not None else _UNBOUND


def _build_site() -> Outcome:
    stages = _declared_site()
    if not stages:
        return "skipped", "dvc.yaml has no stage that builds it"
    if told := _without_tables(""):
        return "skipped", told.replace("only documents are compared", "no pages are built")
    return _dvc("repro", "--single-item", *stages)


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


def _diff(change: ChangeReview, out: Path, comments: list[Path]) -> Outcome:
    """A comment for every data set that differs, and below ``resting/`` what takes the place of others' older ones."""
    if change.target is None:
        return "skipped", "no target branch was named"
    told: list[str] = []
    for review in change.documents:
        if not review.changed:
            write_text(out / _RESTING / f"{review.dataset}.md", resting_comment(review.dataset, _NOTHING))
            continue
        path = out / f"{review.dataset}.md"
        write_text(path, review_comment(review))
        _write_items(review, out)
        comments.append(path)
        told.append(f"{review.dataset}: {_in_words(review)}; {path.as_posix()}")
    return ("passed", "\n".join(told)) if told else ("skipped", "no data set has changed")


def _write_items(review: ReviewDocument, out: Path) -> None:
    """The changed items of each comparison, for insiders: beside the comments' folder, which others may read."""
    for version in review.versions:
        for document in version.comparisons:
            name = f"{review.dataset}.{document.old.version}..{document.new.version}.csv"
            write_text(_items_folder(out) / name, item_table(document))


def _items_folder(out: Path) -> Path:
    return out.with_name(f"{out.name}-items")


def _in_words(review: ReviewDocument) -> str:
    if review.state in ("missing", "new"):
        return f"{review.state}, there is nothing to compare it with"
    differing = [f"{one.version} {one.kind}" for one in review.versions if one.kind != "same"]
    return ", ".join(differing) or "no version's labels or figures differ"


def _clear(out: Path) -> None:
    """Take away comments on an earlier state."""
    for stale in [*out.glob("*.md"), *_items_folder(out).glob("*.csv"), *(out / _RESTING).glob("*.md")]:
        stale.unlink()


def _rest(out: Path, stopped_by: str) -> None:
    """What stands in place of older comments when nothing could be compared."""
    for path in sorted(DATASETS.glob("*/dataset.yaml")):
        text = f"Not compared: the step `{stopped_by}` failed. What stood here was about an earlier push."
        name = path.parent.name
        write_text(out / _RESTING / f"{name}.md", resting_comment(name, text))


def _check(change: ChangeReview) -> Outcome:
    lines = [line for review in change.documents for line in _checked(review)]
    if not change.documents:
        return "failed", "there is no data set below datasets/, so nothing was checked"
    failed = any(review.failed for review in change.documents)
    return "failed" if failed else "passed", "\n".join(lines)


def _checked(review: ReviewDocument) -> Iterator[str]:
    """What the check found, what must not go in first; nothing but what the comment says."""
    for line in review.failed:
        yield f"{review.dataset}: FAILED {line}"
    for one in review.bars:
        allowed = f" ({one.allowed})" if one.allowed else ""
        if not one.fails:
            yield f"{review.dataset}: {one.kind} {one.bar}{allowed}"
    for version in review.versions:
        place = f"{review.dataset} {version.version}"
        if version.allowed:
            yield f"{place}: edited in place, allowed by {version.allowed}"
        if version.step is not None:
            advice = version.step.advice
            told = f": {advice.proposed} is needed ({advice.level})" if advice.fit == "too small" else ""
            yield f"{place}: {version.step.status} version-step{told}"
        for gate in version.outcomes:
            about = f": {'; '.join(gate.lines)}" if gate.lines else f" ({gate.note})" if gate.note else ""
            yield f"{place}: {gate.status} {gate.gate}{about}"
        yield from (f"{place}: {note}" for note in version.notes)


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
