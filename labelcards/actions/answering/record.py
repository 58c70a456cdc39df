"""Recording what people say on a card: new answers, changed ones, and signatures under those that hold.

Reads: what the stage ``answers`` reads.
Writes: ``datasheet.yaml``, ``modelcard.yaml``, ``log.jsonl``.
Deterministic: apart from the day, which is an argument.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from labelcards.actions.answering.template import TemplateAnswer, check_keys
from labelcards.actions.journal import Act, record
from labelcards.cards.answers.answer import current_value, figures_named
from labelcards.cards.figures.book import Book
from labelcards.cards.sources import evidence_files
from labelcards.documents.answer import FILE, Answer, Answers, EvidenceValue, text_digest
from labelcards.documents.answer_file import AnswerFile, Change, words
from labelcards.documents.datasheet import QUESTIONS, Datasheet
from labelcards.documents.modelcard import ModelCard
from labelcards.errors import InputError, Problem
from labelcards.stages.answers import AnswerAssessment, judge
from labelcards.stages.inputs import version_paths

__all__ = ["Word", "give", "sign"]


@dataclass(frozen=True, slots=True)
class Word:
    """Who speaks, about which label version, on which day.

    Attributes:
        by, day, version: as said.
        reviewed: for a signature, whether it is a second person's check.
        why: the reason, for the log.
    """

    by: str
    day: date
    version: str
    reviewed: bool = False
    why: str = ""


def give(folder: Path, given: Mapping[str, TemplateAnswer], word: Word) -> list[Path]:
    """Write answers as ``word.by``'s for ``word.version``; those that say what stands there already are left alone.

    An answer for an earlier version is kept: it moves below ``earlier``, and older cards go on showing it.

    Returns:
        The files that changed; empty when nothing did.

    Raises:
        InputError: evidence that does not exist, or a file that cannot be changed; nothing was written.
    """
    judged = judge(version_paths(folder, word.version))
    held = {**judged.sources.datasheet.answers, **judged.sources.modelcard.answers}
    changed = {key: one for key, one in given.items() if not _same(held.get(key), one)}
    evidence = {key: _paths(held.get(key), one) for key, one in changed.items()}
    values = _values(folder, judged, evidence)
    changes = {
        key: _given(one.answer or "", word, {path: values[path] for path in evidence[key]}, judged.lineage)
        for key, one in changed.items()
    }
    return _apply(folder, changes, word, "answer")


def sign(folder: Path, keys: Sequence[str], word: Word, *, evidence: Sequence[str] = ()) -> list[Path]:
    """Put ``word.by``'s name under answers that hold for ``word.version``, with the evidence as it is now.

    Args:
        folder: the data set.
        keys: the questions.
        word: who signs, for which version.
        evidence: further figures and files to note, besides those the answers name.

    Returns:
        The files that changed.

    Raises:
        InputError: a question without a human answer for that version, or evidence that does not exist; nothing was
            written.
    """
    check_keys(keys, "QUESTION")
    judged = judge(version_paths(folder, word.version))
    held = {**judged.sources.datasheet.answers, **judged.sources.modelcard.answers}
    missing = [
        Problem(
            _file(folder, key).name,
            "no-answer",
            f"Nobody has answered this for version {word.version} or one it descends from.",
            "Answer it with `labelcards answers edit`.",
            column=key,
        )
        for key in keys
        if key not in held
    ]
    if missing:
        raise InputError(missing)
    named = {key: tuple(dict.fromkeys([*held[key].named(), *evidence])) for key in keys}
    values = _values(folder, judged, named)
    changes = {
        key: _signed(held[key], word, {path: values[path] for path in named[key]}) for key in dict.fromkeys(keys)
    }
    return _apply(folder, changes, word, "review" if word.reviewed else "sign")


def _same(held: Answer | None, given: TemplateAnswer) -> bool:
    """Whether what was given is what stands there, in words and evidence."""
    if held is None:
        return False
    return held.answer == given.answer and (given.evidence is None or set(given.evidence) == set(held.named()))


def _paths(held: Answer | None, given: TemplateAnswer) -> tuple[str, ...]:
    if given.evidence is not None:
        return given.evidence
    return held.named() if held else ()


def _values(folder: Path, judged: AnswerAssessment, named: Mapping[str, Sequence[str]]) -> dict[str, EvidenceValue]:
    """Path → value now, for all evidence named.

    Raises:
        InputError: a figure or file that is not there, all at once.
    """
    files = evidence_files(folder, paths=[path for paths in named.values() for path in paths])
    book = Book(judged.book.documents, judged.book.digests, {**judged.book.files, **files})
    values = {path: current_value(path, book) for paths in named.values() for path in paths}
    problems = [
        Problem(_file(folder, key).name, "no-evidence", *_no_evidence(path, book), column=f"{key}.evidence {path}")
        for key, paths in named.items()
        for path in paths
        if values[path] is None
    ]
    if problems:
        raise InputError(problems)
    return values


def _no_evidence(path: str, book: Book) -> tuple[str, str]:
    """Why there is no value, and what to write instead."""
    if not path.startswith(FILE) and len(figures_named(book, path)) > 1:
        return "The name of the evidence fits several figures.", "Put a backslash before each dot inside a name."
    return (
        f"The {'file' if path.startswith(FILE) else 'figure'} named as evidence is not there, or has no value.",
        "Name a file below the data set's folder and outside raw/, or the path of a figure as in documents/*.json, "
        "e.g. quality.counts.items; a dot inside a name has a backslash in front.",
    )


def _given(text: str, word: Word, evidence: Mapping[str, EvidenceValue], lineage: Sequence[str]) -> Change:
    """The change that writes ``text`` for the version: over its own answer, else above or among earlier ones."""

    def filled(entry: CommentedMap) -> CommentedMap:
        entry.update({"answer": words(text), "author": word.by, "date": word.day, "version": word.version})
        for void in ("reviewed_by", "signed", "evidence"):
            entry.pop(void, None)
        if evidence:
            entry["evidence"] = CommentedSeq(evidence)
            entry["signed"] = CommentedSeq([_signature(text, word, evidence)])
        if "earlier" in entry:
            entry.move_to_end("earlier")
        return entry

    def change(entry: CommentedMap | None) -> CommentedMap:
        if entry is None:
            return filled(CommentedMap())
        own = next((one for one in _entries(entry) if one["version"] == word.version), None)
        if own is not None:
            filled(own)
            return entry
        if entry["version"] not in lineage:
            entry.setdefault("earlier", CommentedSeq()).append(filled(CommentedMap()))
            return entry
        earlier = entry.pop("earlier", None) or CommentedSeq()
        made = filled(CommentedMap())
        made["earlier"] = CommentedSeq([entry, *earlier])
        return made

    return change


def _signed(held: Answer, word: Word, evidence: Mapping[str, EvidenceValue]) -> Change:
    """The change that adds the signature to the entry that holds for the version, in place of the same one before."""
    made = _signature(held.answer, word, evidence)

    def change(entry: CommentedMap | None) -> CommentedMap:
        if entry is None:
            raise AssertionError("an answer that was read is not in its file")
        own = next(one for one in _entries(entry) if one["version"] == held.version)
        kept = [one for one in own.get("signed") or () if not _repeats(one, word)]
        own["signed"] = CommentedSeq([*kept, made])
        if "earlier" in own:
            own.move_to_end("earlier")
        return entry

    return change


def _signature(text: str, word: Word, evidence: Mapping[str, EvidenceValue]) -> CommentedMap:
    made = CommentedMap({"by": word.by, "date": word.day, "version": word.version})
    if word.reviewed:
        made["reviewed"] = True
    made["text"] = text_digest(text)
    if evidence:
        made["evidence"] = _written(evidence)
    return made


def _written(evidence: Mapping[str, EvidenceValue]) -> CommentedMap:
    """Evidence as it stands in the file: whole numbers without a decimal point."""
    return CommentedMap(
        {path: int(seen) if isinstance(seen, float) and seen.is_integer() else seen for path, seen in evidence.items()}
    )


def _repeats(signature: Mapping[str, Any], word: Word) -> bool:
    reviewed = bool(signature.get("reviewed"))
    return (signature["by"], signature["version"], reviewed) == (word.by, word.version, word.reviewed)


def _entries(entry: CommentedMap) -> list[CommentedMap]:
    """The answer and its earlier ones."""
    return [entry, *(entry.get("earlier") or ())]


def _file(folder: Path, key: str) -> Path:
    return folder / ("datasheet.yaml" if key in QUESTIONS else "modelcard.yaml")


def _apply(folder: Path, changes: Mapping[str, Change], word: Word, act: str) -> list[Path]:
    """Change the files, each as a whole, and note the act in the log."""
    models: dict[Path, type[Answers]] = {folder / "datasheet.yaml": Datasheet, folder / "modelcard.yaml": ModelCard}
    files: list[AnswerFile] = []
    for path, model in models.items():
        mine: dict[str, Callable[[CommentedMap | None], CommentedMap]] = {
            key: change for key, change in changes.items() if _file(folder, key) == path
        }
        if mine:
            files.append(AnswerFile(path, model))
            for key, change in mine.items():
                files[-1].change(key, change)
    for file in files:
        file.check()
    for file in files:
        file.write()
    if files:
        what = {"questions": sorted(changes)}
        record(folder, Act(act, by=word.by, version=word.version, why=word.why, what=what))
    return [file.path for file in files]
