"""One answer that a person gave for a card: what, who, when, for which version, resting on which figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator

from labelcards.documents.document import Part
from labelcards.documents.manifest import Line, VersionNumber

__all__ = ["Answer"]


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
