"""One answer that a person gave for a card: what, who, when, from which version on, resting on which evidence.

An answer belongs to the label version it was written for and is inherited by that version's descendants, never by its
ancestors: a later answer cannot change what an older card says.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from labelcards.documents.document import Part
from labelcards.documents.field_types import VersionNumber
from labelcards.documents.party import Line

__all__ = ["FILE", "Answer", "Answers", "EvidenceValue", "Signature", "text_digest"]

FILE = "file:"
"""An entry of ``evidence`` that starts so is a file of the data set's folder; any other is the path of a figure."""

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def _seen(value: Any) -> float | str | None:
    if value is None or (isinstance(value, str) and _DIGEST.fullmatch(value)):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError("must be the number that was seen, or `sha256:` and 64 hex digits for a file")
    return number


EvidenceValue = Annotated[float | str | None, BeforeValidator(_seen)]
"""What was seen: a figure's value, a file's digest, or nothing noted."""


def text_digest(text: str) -> str:
    """``sha256:<hex>`` of an answer's text, by which a signature knows the words it stands for."""
    return "sha256:" + hashlib.sha256(text.strip().encode("utf-8")).hexdigest()


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty; leave the key out instead")
    return value.strip()


def _list_or_mapping(value: Any) -> Any:
    return dict.fromkeys(value) if isinstance(value, list | tuple) else value


class Signature(Part):
    """Somebody's word that an answer holds for a label version, and what they saw.

    Attributes:
        by, date, version: who, when, for which label version.
        reviewed: whether this is a second person's check rather than the author's own confirmation.
        text: digest of the words that were signed; a later change of the words makes the signature void.
        evidence: each piece of evidence with its value as it was then.
    """

    by: Line
    date: date
    version: VersionNumber
    reviewed: bool = False
    text: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    evidence: dict[Line, EvidenceValue] = Field(default_factory=dict)


class Answer(Part):
    """What a person wrote.

    Attributes:
        answer: plain text; a blank line starts a paragraph, ``- `` a list point. ``*emphasis*``,
            ``**strong**`` and `` `code` `` are shown as such, other markup as it is written.
        author, date, version: who wrote it, when, and for which label version.
        evidence: dotted paths of the figures it rests on (``quality.questions.topic.agreement.overall.alpha``; a dot
            inside a name has a backslash in front) or files of the data set (``file:guidelines/1.0.0.md``), each with
            the value its author saw, or None when not noted. A list of paths is accepted too.
        reviewed_by: who checked it.
        signed: who confirmed it later, for which version.
        earlier: what was answered for earlier versions, where that was something else.
    """

    answer: Annotated[str, AfterValidator(_text)]
    author: Line
    date: date
    version: VersionNumber
    evidence: dict[Line, EvidenceValue] = Field(default_factory=dict)
    reviewed_by: Line | None = None
    signed: tuple[Signature, ...] = ()
    earlier: tuple[Answer, ...] = ()

    _mapping = field_validator("evidence", mode="before")(_list_or_mapping)

    @field_validator("earlier")
    @classmethod
    def _flat(cls, earlier: tuple[Answer, ...]) -> tuple[Answer, ...]:
        if any(answer.earlier for answer in earlier):
            raise ValueError("an earlier answer has no earlier ones of its own; list them one below the other")
        return earlier

    @property
    def last_word(self) -> Signature:
        """The last signature that stands for these words, else the author's own."""
        valid = [signature for signature in self.signed if self.is_signed_by(signature)]
        return valid[-1] if valid else self.own

    @property
    def own(self) -> Signature:
        """The author's word as a signature."""
        return Signature(by=self.author, date=self.date, version=self.version, evidence=self.evidence)

    def is_signed_by(self, signature: Signature) -> bool:
        """Whether a signature stands for the words as they are now."""
        return signature.text is None or signature.text == text_digest(self.answer)

    def named(self) -> tuple[str, ...]:
        """Everything it rests on: what the author named, then what was added when it was signed."""
        return tuple(dict.fromkeys([*self.evidence, *self.last_word.evidence]))

    def for_version(self, lineage: Sequence[str]) -> Answer | None:
        """The answer as it stands for ``lineage[0]``; None when nothing was answered for it or an ancestor.

        Args:
            lineage: the version, its parent, the parent's parent and so on.
        """
        rank = {version: place for place, version in enumerate(lineage)}
        held = [answer for answer in (self, *self.earlier) if answer.version in rank]
        if not held:
            return None
        nearest = min(held, key=lambda answer: rank[answer.version])
        known = [signature for signature in nearest.signed if signature.version in rank]
        ordered = sorted(known, key=lambda signature: -rank[signature.version])
        return nearest.model_copy(update={"signed": tuple(ordered), "earlier": ()})


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
        if not isinstance(data, dict):
            return data
        held = {key: value for key, value in data.items() if key != "schema_version"}
        if "answers" not in held:
            return {"answers": held}
        return {**held, "answers": {}} if held["answers"] is None else held

    @field_validator("answers")
    @classmethod
    def _known(cls, answers: dict[str, Answer]) -> dict[str, Answer]:
        unknown = sorted(set(answers) - set(cls.KEYS))
        if unknown:
            raise ValueError(f"nothing of this name is asked: {', '.join(unknown)}")
        return {key: answers[key] for key in cls.KEYS if key in answers}

    def for_version(self, lineage: Sequence[str]) -> Self:
        """The answers as they stand for ``lineage[0]``: written for it or inherited from an ancestor."""
        resolved = {key: answer.for_version(lineage) for key, answer in self.answers.items()}
        return self.model_copy(update={"answers": {key: answer for key, answer in resolved.items() if answer}})
