"""Who or what answers each question of a version's Datasheet and Model Card, and what is wrong with the answer.

Reads: what the stage ``answers`` reads.
Writes: nothing.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelcards.cards.answers.answer import AnswerView
from labelcards.cards.answers.wording import section_titles, wordings
from labelcards.dataset.version.manifests import list_versions, newest_version
from labelcards.documents.answer import Answers
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.stages.answers import Judged, judge
from labelcards.stages.inputs import version_paths

__all__ = ["AnswerLine", "AnswerSection", "AnswerStatus", "status"]


STATUSES = ("human", "stale", "computed", "unanswered", "skipped")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question.

    Attributes:
        key, asked: its key and wording.
        status: human, stale, computed, unanswered or skipped.
        version: the label version that the last word on the answer is about; empty without a human answer.
        by: who said the last word.
        older: whether that version is an earlier one.
        reviewed: whether a second person has checked it.
        stale: what has changed, one clause each.
        needed: what is needed and from whom; empty when it is answered.
    """

    key: str
    asked: str
    status: str
    version: str
    by: str
    older: bool
    reviewed: bool
    stale: tuple[str, ...]
    needed: str


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """A section of the Datasheet, or the whole Model Card."""

    key: str
    title: str
    lines: tuple[AnswerLine, ...]

    def count(self, *statuses: str) -> int:
        """How many questions have one of these statuses."""
        return sum(line.status in statuses for line in self.lines)


@dataclass(frozen=True, slots=True)
class AnswerStatus:
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
            AnswerSection(one.key, one.title, tuple(line for line in one.lines if line.status in statuses))
            for one in self.sections
        ]
        return AnswerStatus(self.dataset, self.version, tuple(one for one in kept if one.lines), self.notes)

    def to_json(self) -> dict[str, Any]:
        """The status as plain values."""
        return {
            "dataset": self.dataset,
            "version": self.version,
            "notes": list(self.notes),
            "sections": [
                {
                    "section": one.key,
                    "title": one.title,
                    "counts": {name: one.count(name) for name in STATUSES},
                    "questions": [_plain(line) for line in one.lines],
                }
                for one in self.sections
            ],
        }


def status(folder: Path, version: str | None) -> AnswerStatus:
    """The status for a version, by default the newest.

    Raises:
        InputError: a manifest, an answer file or a document does not fit.
    """
    number = version or newest_version(folder)
    judged = judge(version_paths(folder, number))
    titles = section_titles()
    sections = [
        AnswerSection(one.key, titles[one.key], _lines(one.answers, judged)) for one in judged.datasheet.sections
    ]
    sections.append(AnswerSection("model-card", "Model card", _lines(judged.model.answers.values(), judged)))
    return AnswerStatus(judged.sources.manifest.name, number, tuple(sections), _notes(folder))


def _plain(line: AnswerLine) -> dict[str, Any]:
    return {
        "key": line.key,
        "asked": line.asked,
        "status": line.status,
        "version": line.version or None,
        "by": line.by or None,
        "older": line.older,
        "reviewed": line.reviewed,
        "stale": list(line.stale),
        "needed": line.needed or None,
    }


def _lines(views: Iterable[AnswerView], judged: Judged) -> tuple[AnswerLine, ...]:
    held = {**judged.sources.datasheet.answers, **judged.sources.modelcard.answers}
    asked = wordings()
    return tuple(
        AnswerLine(
            key=view.key,
            asked=asked[view.key],
            status=view.status,
            version=held[view.key].last_word.version if view.key in held else "",
            by=held[view.key].last_word.by if view.key in held else "",
            older=view.older,
            reviewed=view.reviewed,
            stale=tuple(_changed(view)) if view.status == "stale" else (),
            needed=needed(view, judged),
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


def needed(view: AnswerView, judged: Judged) -> str:
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
