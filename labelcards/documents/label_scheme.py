"""What annotators are asked, and what they may answer: the label scheme of ``dataset.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from labelcards.documents.document import Part
from labelcards.documents.party import Line
from labelcards.labels.kind import EMPTY_SET, LabelKind
from labelcards.labels.registry import KINDS, kind_named

__all__ = ["ConsensusRule", "Label", "Question", "as_labels"]


class Label(Part):
    """One allowed answer of a question.

    Attributes:
        id: the value in the clean tables.
        title: what pages show; the id when absent.
        definition: one sentence for the annotator and the reader.
        aliases: values in raw files that mean this label.
    """

    id: Line
    title: Line | None = None
    definition: Line | None = None
    aliases: tuple[str, ...] = ()


class ConsensusRule(Part):
    """How several annotations of an item become its final label, where no reviewer decided.

    Attributes:
        method: one of the kind's `deciders`.
    """

    method: str


def _keyed_label(key: Any, entry: Any) -> Any:
    """One entry of a mapping from label ids; what does not fit is left for the schema to refuse."""
    if entry is None or isinstance(entry, str):
        return {"id": key, "title": entry}
    return {"id": key, **entry} if isinstance(entry, dict) else entry


def as_labels(value: Any) -> Any:
    """``[low, high]``, ``{low: {...}}`` and ``{low: Title}`` in the full form."""
    if isinstance(value, dict):
        return [_keyed_label(key, entry) for key, entry in value.items()]
    if isinstance(value, list | tuple):
        return [{"id": str(entry)} if isinstance(entry, str | int | float) else entry for entry in value]
    return value


class Question(Part):
    """What annotators are asked about each item, and what a valid answer is.

    Attributes:
        kind: a name in `labelcards.labels.registry.KINDS`: ``nominal``, ``ordinal`` (labels in ascending order),
            ``multilabel`` (sets, joined by ``|`` in tables), ``interval`` or ``ratio`` (numbers). What follows from it
            is asked of `label_kind`.
        labels: the allowed answers; required where the kind lists labels.
        minimum, maximum: bounds for numbers.
        positive: the label whose rate the bias pages compare, when one matters most.
        consensus: which method makes final labels; the usual one of the kind when absent.
    """

    title: Line
    kind: str = "nominal"
    labels: tuple[Label, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    positive: str | None = None
    consensus: ConsensusRule | None = None

    @field_validator("kind", mode="before")
    @classmethod
    def _known_kind(cls, value: Any) -> Any:
        """A kind that is registered; what else there is to choose from is in the error."""
        if isinstance(value, str) and value in KINDS:
            return value
        raise PydanticCustomError("literal_error", "is no label kind", {"choices": tuple(KINDS)})

    @field_validator("labels", mode="before")
    @classmethod
    def _short_labels(cls, value: Any) -> Any:
        """Short forms are accepted beside the full one."""
        return as_labels(value)

    @field_validator("consensus")
    @classmethod
    def _suits_the_kind(cls, value: ConsensusRule | None, info: ValidationInfo) -> ConsensusRule | None:
        """A method that the kind has; which ones these are is in the error."""
        kind = info.data.get("kind")
        if value is None or kind is None or value.method in kind_named(kind).deciders:
            return value
        choices = {"choices": kind_named(kind).deciders}
        unknown = PydanticCustomError("literal_error", "is no method of consensus for this kind", choices)
        detail = InitErrorDetails(type=unknown, loc=("method",), input=value.method)
        raise ValidationError.from_exception_data(cls.__name__, [detail])

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        kind = self.label_kind
        if not kind.lists_labels and self.labels:
            numeric = kind.scale == "number"
            raise ValueError(
                "a numeric question has minimum and maximum, no labels" if numeric else f"{kind.name} lists no labels"
            )
        if kind.lists_labels and len(self.labels) < (1 if kind.separator else 2):
            short = "needs at least two labels: with one alone there is nothing to choose or to agree on"
            raise ValueError("needs a label" if kind.separator else short)
        ids = [label.id for label in self.labels]
        names = ids + [alias for label in self.labels for alias in label.aliases if alias != label.id]
        if len(set(names)) != len(names):
            raise ValueError("label ids and aliases must be unique")
        if kind.separator and any(kind.separator in name for name in names):
            raise ValueError(f"labels of a {kind.name} question must not contain '{kind.separator}'")
        if kind.separator and EMPTY_SET in ids:
            raise ValueError(f"no label of a {kind.name} question is called '{EMPTY_SET}': that is the empty set")
        if self.positive is not None and self.positive not in ids:
            raise ValueError("positive must be one of the labels")
        return self

    def listing(self, labels: Sequence[Label]) -> Question:
        """The same question with other labels to choose from.

        Args:
            labels: all of them, in order; one that the question has already is described there, where it is not here.

        Raises:
            ValueError: they do not suit the question (a pydantic `ValidationError`).
        """
        known = {label.id: label for label in self.labels}
        full = [
            known[one.id].model_copy(update=one.model_dump(exclude_unset=True)) if one.id in known else one
            for one in labels
        ]
        positive = self.positive if self.positive in {one.id for one in full} else None
        return Question(**{**dict(self), "labels": tuple(full), "positive": positive})

    @property
    def label_kind(self) -> LabelKind:
        """What is true of the answers."""
        return kind_named(self.kind)

    @property
    def deciding(self) -> str:
        """The method of consensus whose label is final where no reviewer decided."""
        return self.label_kind.deciding if self.consensus is None else self.consensus.method

    @property
    def label_ids(self) -> tuple[str, ...]:
        """The label ids in declared order."""
        return tuple(label.id for label in self.labels)
