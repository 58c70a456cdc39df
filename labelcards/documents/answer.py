"""One answer that a person gave for a card: what, who, when, for which version, resting on which figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, field_validator, model_validator

from labelcards.documents.document import Part
from labelcards.documents.manifest import Line, VersionNumber

__all__ = ["Answer", "Answers"]


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty; leave the key out instead")
    return value.strip()


class Answer(Part):
    """What a person wrote.

    Attributes:
        answer: plain text; a blank line starts a paragraph, ``- `` a list point. ``*emphasis*``,
            ``**strong**`` and `` `code` `` are shown as such, other markup as it is written.
        author, date, version: who wrote it, when, and for which label version.
        evidence: dotted paths of the figures it rests on (``quality.questions.topic.agreement.overall.alpha``), each
            with the value its author saw, or None when not noted. A list of paths is accepted too.
        reviewed_by: who checked it.
    """

    answer: Annotated[str, AfterValidator(_text)]
    author: Line
    date: date
    version: VersionNumber
    evidence: dict[Line, float | None] = Field(default_factory=dict)
    reviewed_by: Line | None = None

    @field_validator("evidence", mode="before")
    @classmethod
    def _list_or_mapping(cls, value: Any) -> Any:
        return dict.fromkeys(value) if isinstance(value, list | tuple) else value


class Answers(Part):
    """A file of answers: a mapping from what is asked to an `Answer`.

    Attributes:
        answers: key → answer, in the order of ``KEYS``.
    """

    KEYS: ClassVar[tuple[str, ...]] = ()
    answers: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _plain_mapping(cls, data: Any) -> Any:
        """The file is the mapping itself, or holds it under ``answers``."""
        if isinstance(data, dict) and "answers" not in data:
            return {"answers": {key: value for key, value in data.items() if key != "schema_version"}}
        return data

    @field_validator("answers")
    @classmethod
    def _known(cls, answers: dict[str, Answer]) -> dict[str, Answer]:
        unknown = sorted(set(answers) - set(cls.KEYS))
        if unknown:
            raise ValueError(f"nothing of this name is asked: {', '.join(unknown)}")
        return {key: answers[key] for key in cls.KEYS if key in answers}
