"""The file in which a person answers questions: what is asked, what is needed, what may serve as evidence.

Reads: what the stage ``answers`` reads.
Writes: nothing.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator, model_validator

from labelcards.cards.answers.answer import AnswerView
from labelcards.cards.answers.evidence_candidates import candidates
from labelcards.cards.answers.wording import wordings
from labelcards.cards.figures.names import Names
from labelcards.documents.datasheet import QUESTIONS
from labelcards.documents.document import Part
from labelcards.documents.modelcard import MODEL_SECTIONS
from labelcards.documents.party import Line
from labelcards.documents.yaml_document import did_you_mean, fit_document
from labelcards.documents.yaml_file import read_yaml
from labelcards.errors import InputError, Problem
from labelcards.stages.answers import AnswerAssessment

__all__ = ["TemplateAnswer", "check_keys", "open_keys", "read_template", "template"]

_WIDTH = 100
_PLAIN = re.compile(r"\w[\w./:-]*[\w/]")
_HEAD = """\
# Answers for {title}, label version {version}. Write below `answer:`; leave blank what you cannot answer.
# Plain text; an empty line starts a paragraph, "- " a list point. Lines that start with # are notes to you.
# `evidence` lists what the answer rests on: paths of figures (quality.counts.items) or files of the data set
# (file:guidelines/1.0.0.md). When one of them changes, the answer is marked stale until somebody signs it again.
"""


class TemplateAnswer(Part):
    """What a person wrote for one question; blank means not answered.

    Attributes:
        answer: the text, or None.
        evidence: what it rests on; None when the key was removed, which leaves the evidence as it was.
    """

    answer: str | None = None
    evidence: Annotated[tuple[Line, ...], AfterValidator(lambda paths: tuple(dict.fromkeys(paths)))] | None = None

    @field_validator("answer")
    @classmethod
    def _blank(cls, text: str | None) -> str | None:
        return text.strip() or None if text else None


class _AnswerTemplate(Part):
    answers: dict[str, TemplateAnswer] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, data: object) -> object:
        return data if isinstance(data, dict) and set(data) == {"answers"} else {"answers": data}


def check_keys(keys: Sequence[str], file: str) -> None:
    """Refuse names of questions that do not exist.

    Raises:
        InputError: all unknown names at once.
    """
    known = (*QUESTIONS, *MODEL_SECTIONS)
    problems = [
        Problem(
            file,
            "unknown-question",
            "There is no such question.",
            did_you_mean(key, known)
            or f"Questions: {QUESTIONS[0]} to {QUESTIONS[-1]}, or {', '.join(MODEL_SECTIONS)}.",
            column=key,
        )
        for key in keys
        if key not in known
    ]
    if problems:
        raise InputError(problems)


def open_keys(judged: AnswerAssessment) -> tuple[str, ...]:
    """The questions that only a person can answer and nobody has, then the stale ones."""
    views = [*judged.datasheet.by_key.values(), *judged.model.answers.values()]
    waiting = [view.key for view in views if view.status == "unanswered" and not view.needs]
    return (*waiting, *(view.key for view in views if view.status == "stale"))


def template(judged: AnswerAssessment, keys: Sequence[str]) -> str:
    """The file for ``keys``, with the present answers filled in."""
    sources = judged.sources
    views = {**judged.datasheet.by_key, **judged.model.answers}
    head = _HEAD.format(title=sources.manifest.title, version=sources.version.version)
    return head + "".join(f"\n{_entry(views[key], judged)}" for key in keys)


def _entry(view: AnswerView, judged: AnswerAssessment) -> str:
    held = {**judged.sources.datasheet.answers, **judged.sources.modelcard.answers}.get(view.key)
    lines = ["# " + "-" * (_WIDTH - 2), *_wrapped(f"{view.key}: {wordings()[view.key]}"), *_notes(view, judged)]
    text = textwrap.indent(held.answer, "    ") if held else "    "
    paths = list(held.named()) if held else []
    evidence = "".join(f"\n    - {_scalar(path)}" for path in paths)
    return "\n".join([*lines, f"{view.key}:", "  answer: |", text, f"  evidence:{evidence or ' []'}", ""])


def _scalar(path: str) -> str:
    """A path as YAML: quoted unless it holds letters, digits and the marks of paths only."""
    return path if _PLAIN.fullmatch(path) else "'" + path.replace("'", "''") + "'"


def _notes(view: AnswerView, judged: AnswerAssessment) -> Iterator[str]:
    sources = judged.sources
    owners = [f"{one.name} ({one.role})" if one.role else one.name for one in sources.manifest.owners]
    yield from _wrapped(f"Needed: an answer from {' or '.join(owners)}.")
    if view.status == "skipped":
        yield from _wrapped("It does not apply: dataset.yaml says that the data do not relate to people.")
    if view.computed:
        yield from _wrapped("The card answers it from figures as well; yours stands first.")
    if view.text:
        yield from _wrapped(f"Answered by {view.author} on {view.date} for version {view.version}: {view.status}.")
    proposals = candidates(
        view.key,
        judged.book,
        Names(sources.manifest),
        version=sources.version.version,
        guidelines=sources.version.guidelines,
    )
    for path, value in proposals.items():
        yield from _wrapped(f"Possible evidence: {path}{f' = {value}' if value else ''}")


def _wrapped(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


def read_template(path: Path) -> dict[str, TemplateAnswer]:
    """What was filled in, without the questions left blank.

    Raises:
        InputError: the file does not fit, or answers what is not asked; all problems at once.
    """
    source = read_yaml(path)
    if source.content is None:
        return {}
    filled = fit_document(source, _AnswerTemplate).answers
    check_keys(list(filled), source.file)
    return {key: given for key, given in filled.items() if given.answer}
