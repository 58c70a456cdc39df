"""Who or what answers each question of a version's Datasheet and Model Card, and what is wrong with the answer.

Reads: what the stage ``answers`` reads.
Writes: nothing.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, computed_field

from labelcards.cards.answers.answer import AnswerView
from labelcards.cards.answers.wording import section_titles, wordings
from labelcards.dataset.version.manifests import list_versions, newest_version
from labelcards.documents.answer import Answers
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.document import Part
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.stages.answers import AnswerAssessment, judge
from labelcards.stages.inputs import version_paths

__all__ = ["AnswerLine", "AnswerSection", "AnswerStatus", "status"]


STATUSES = ("human", "stale", "computed", "unanswered", "skipped")


class AnswerLine(Part):
    """One question.

    Attributes:
        key, asked: its key and wording.
        status: human, stale, computed, unanswered or skipped.
        version: the label version that the last word on the answer is about; None without a human answer.
        by: who said the last word.
        older: whether that version is an earlier one.
        reviewed: whether a second person has checked it.
        stale: what has changed, one clause each.
        needed: what is needed and from whom; None when it is answered.
    """

    key: str
    asked: str
    status: str
    version: str | None
    by: str | None
    older: bool
    reviewed: bool
    stale: tuple[str, ...]
    needed: str | None


class AnswerSection(Part):
    """A section of the Datasheet, or the whole Model Card."""

    key: str = Field(serialization_alias="section")
    title: str
    lines: tuple[AnswerLine, ...] = Field(serialization_alias="questions")

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorated property
    @property
    def counts(self) -> dict[str, int]:
        """Status → how many questions have it."""
        return {status: sum(line.status == status for line in self.lines) for status in STATUSES}


class AnswerStatus(Part):
    """Everything asked about one version.

    Attributes:
        dataset, version: which.
        sections: the seven sections of the Datasheet, then the Model Card.
        notes: what is wrong with the files themselves.
    """

    dataset: str
    version: str
    sections: tuple[AnswerSection, ...]
    notes: tuple[str, ...]

    def select(self, *statuses: str) -> AnswerStatus:
        """The same with only the questions that have one of these statuses."""
        kept = [
            one.model_copy(update={"lines": tuple(line for line in one.lines if line.status in statuses)})
            for one in self.sections
        ]
        return self.model_copy(update={"sections": tuple(one for one in kept if one.lines)})


def status(folder: Path, version: str | None) -> AnswerStatus:
    """The status for a version, by default the newest.

    Raises:
        InputError: a manifest, an answer file or a document does not fit.
    """
    number = version or newest_version(folder)
    judged = judge(version_paths(folder, number))
    titles = section_titles()
    sections = [
        AnswerSection(key=one.key, title=titles[one.key], lines=_lines(one.answers, judged))
        for one in judged.datasheet.sections
    ]
    card = _lines(judged.model.answers.values(), judged)
    sections.append(AnswerSection(key="model-card", title="Model card", lines=card))
    return AnswerStatus(
        dataset=judged.sources.manifest.name, version=number, sections=tuple(sections), notes=_notes(folder)
    )


def _lines(views: Iterable[AnswerView], judged: AnswerAssessment) -> tuple[AnswerLine, ...]:
    held = {**judged.sources.datasheet.answers, **judged.sources.modelcard.answers}
    asked = wordings()
    return tuple(
        AnswerLine(
            key=view.key,
            asked=asked[view.key],
            status=view.status,
            version=held[view.key].last_word.version if view.key in held else None,
            by=held[view.key].last_word.by if view.key in held else None,
            older=view.older,
            reviewed=view.reviewed,
            stale=tuple(_changed(view)) if view.status == "stale" else (),
            needed=needed(view, judged) or None,
        )
        for view in views
    )


def _changed(view: AnswerView) -> Iterable[str]:
    for line in view.evidence:
        if line.holds:
            continue
        now = f"{line.figure.raw:g}" if line.figure and line.figure.raw is not None else line.now
        gone = line.figure.why if line.figure else "it is not there"
        was = f"was {line.seen}, " if line.seen else ""
        yield f"{line.path}: {was}{f'is {now}' if now else f'now without a value ({gone})'}"
    for signature in view.signatures:
        if not signature.valid:
            yield f"the words have changed since {signature.by} signed them for {signature.version}"


def needed(view: AnswerView, judged: AnswerAssessment) -> str:
    """What an open question waits for, and from whom."""
    if view.status != "unanswered":
        return ""
    if view.needs:
        return f"{view.needs}.json, which `dvc repro` writes"
    return f"an answer from {' or '.join(owner.name for owner in judged.sources.manifest.owners)}"


def _notes(folder: Path) -> tuple[str, ...]:
    """Answers for versions that the data set does not have: no card shows them."""
    known = set(list_versions(folder))
    files: dict[str, type[Answers]] = {"datasheet.yaml": Datasheet, "modelcard.yaml": ModelCard}
    notes = []
    for name, model in files.items():
        if not (folder / name).is_file():
            continue
        for key, answer in read_yaml_document(folder / name, model).answers.items():
            spoken = {
                answer.version,
                *(one.version for one in answer.earlier),
                *(one.version for one in answer.signed),
            }
            for version in sorted(spoken - known):
                notes.append(f"{name}: {key} speaks of version {version}, which the data set does not have")
    return tuple(notes)
