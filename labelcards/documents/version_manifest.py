"""``datasets/<name>/versions/<version>.yaml``, written by hand: one label version and where its tables are."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from labelcards.documents.document import Part
from labelcards.documents.field_types import Day, Encoding, InsidePath, Slug, TimeFormat, VersionNumber
from labelcards.documents.label_scheme import Label, as_labels
from labelcards.documents.party import Line

__all__ = ["Amendment", "ModelFile", "TableFile", "VersionManifest", "VersionTables", "Withdrawal"]


class TableFile(Part):
    """One table of a label version: its file or files, and how their columns map to the contract.

    Attributes:
        file: one path or several with the same layout, concatenated.
        layout: ``long`` (one row per annotation) or ``wide`` (one column per annotator; for predictions, per label).
        columns: contract column → column in the file; for annotations in long layout a question's name maps to
            the column that holds its answer (``label`` means the headline question).
        pattern: for ``wide``: a regular expression with a group ``annotator_id`` (for predictions ``label``) that whole
            column names match; a group ``question`` names the question, further ones become annotator columns.
        question: the question answered, when the file does not say; the headline question when absent.
        prefix: put before annotator ids, to keep two files' numbering apart.
        missing: further texts that mean "no value", in any column; empty cells always do, and so do the usual markers
            (``NA``, ``null``, ``-`` …) where an answer is expected and none of them is a label. With ``''`` among them
            the usual ones do not.
        distinct: the file repeats rows (one per annotation, say); keep each distinct one once.
        constant: contract column → value for all rows.
        encoding: of text files that are not UTF-8, such as ``cp1252``.
        time_format: how the table's times are written where it is none of the usual ways, such as ``%d/%m/%Y``.
    """

    file: tuple[InsidePath, ...] = Field(min_length=1)
    layout: Literal["long", "wide"] = "long"
    columns: dict[str, str] = Field(default_factory=dict)
    pattern: str | None = None
    question: str | None = None
    prefix: str = ""
    missing: tuple[str, ...] = ()
    distinct: bool = False
    constant: dict[str, str] = Field(default_factory=dict)
    encoding: Encoding | None = None
    time_format: TimeFormat | None = None

    @field_validator("file", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                groups = re.compile(value).groupindex
            except re.error as error:
                raise ValueError(f"is not a regular expression: {error.msg}") from None
            if not {"annotator_id", "label"} & set(groups):
                raise ValueError("needs a named group (?P<annotator_id>…), or (?P<label>…) for predictions")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> TableFile:
        if (self.layout == "wide") != (self.pattern is not None):
            raise ValueError("pattern belongs to layout wide, and wide needs it")
        return self


class VersionTables(Part):
    """The tables of a label version; only items and annotations are required.

    Attributes:
        audit: labels that a reviewer gave to a random sample, for the true error rate; `labelcards audit` writes it.
        predictions: a model's out-of-sample probabilities, used instead of the built-in baseline's.
    """

    items: TableFile
    annotations: TableFile
    annotators: TableFile | None = None
    gold: TableFile | None = None
    adjudications: TableFile | None = None
    audit: TableFile | None = None
    predictions: TableFile | None = None


class ModelFile(Part):
    """Somebody's own scikit-learn model of the texts, for the Model Card.

    Attributes:
        file: saved with ``skops.io.dump``; a pickle is refused, because loading one can run any program.
        sha256: the file's SHA-256, so that another file in its place is noticed.
        question: what it answers; the headline question when absent.
        trust: types in the file that may be loaded besides those that skops knows to be harmless.
    """

    file: InsidePath
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    question: str | None = None
    trust: tuple[Line, ...] = ()


class Withdrawal(Part):
    """A label version that must not be used any more; it stays on the site, hidden from the version selector.

    Attributes:
        date: since when.
        reason: why, for readers of the pages.
        instead: the version to use.
    """

    date: date
    reason: Line
    instead: VersionNumber | None = None


class Amendment(Part):
    """An owner's line that lets a version which others have already be edited in place, once.

    Attributes:
        reason: why it could not be a new version.
        by: a name under ``owners`` in the *target's* ``dataset.yaml``.
        content: digest of what the version becomes, as ``labelcards ci`` prints it: the line covers no other edit.
    """

    reason: Line
    by: Line
    content: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class VersionManifest(Part):
    """``datasets/<name>/versions/<version>.yaml``: one label version.

    Attributes:
        model: a model whose predictions go on the Model Card; instead of a table ``predictions``.
        date: the day of the labels.
        published: the day it was made public; the day of the labels when absent.
        privacy_sample: texts like the raw ones in which people marked the personal data, as
            ``labelcards privacy evaluate`` reads them; the anonymize stage measures on them how much it finds. Best
            below ``raw/<version>``: it is private, and the pipeline notices when it changes.
        labels: question → all labels that could be chosen in this version, in order, where they are not those of
            ``dataset.yaml``. What is said of a label there need not be said again.
        mapping: question → label of the parent → the label or labels that took its place. Several labels that go to one
            were merged; a label that goes to several was split, and may be among them itself.
        amended: allows that this version, which others have already, was edited in place.
    """

    schema_version: Literal[1] = 1
    version: VersionNumber
    date: date
    published: Day | None = None
    parent: VersionNumber | None = None
    phase: Literal["pilot", "guidelines", "gold", "scale", "relabel", "release"] = "release"
    note: Line
    guidelines: InsidePath | None = None
    withdrawn: Withdrawal | None = None
    privacy_sample: InsidePath | None = None
    labels: dict[Slug, tuple[Label, ...]] = Field(default_factory=dict)
    mapping: dict[Slug, dict[Line, tuple[Line, ...]]] = Field(default_factory=dict)
    tables: VersionTables
    model: ModelFile | None = None
    amended: Amendment | None = None

    @field_validator("labels", mode="before")
    @classmethod
    def _short_labels(cls, value: Any) -> Any:
        """Short forms are accepted beside the full one."""
        return {key: as_labels(labels) for key, labels in value.items()} if isinstance(value, dict) else value

    @field_validator("mapping", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        """``{old: new}`` is accepted beside ``{old: [new, other]}``."""
        if not isinstance(value, dict):
            return value
        return {
            question: {old: (new,) if isinstance(new, str) else new for old, new in labels.items()}
            if isinstance(labels, dict)
            else labels
            for question, labels in value.items()
        }

    @model_validator(mode="after")
    def _consistent(self) -> VersionManifest:
        if self.model is not None and self.tables.predictions is not None:
            raise ValueError("names both a model and a table of predictions; keep one of them")
        if self.parent == self.version:
            raise ValueError("parent must be another version")
        if self.withdrawn and self.withdrawn.instead == self.version:
            raise ValueError("a withdrawn version cannot be its own replacement")
        for labels in self.mapping.values():
            targets = [target for held in labels.values() for target in held]
            if not all(labels.values()):
                raise ValueError("each label of mapping needs at least one label that took its place")
            for held in labels.values():
                if len(held) > 1 and any(targets.count(target) > 1 for target in held):
                    raise ValueError("a label in mapping that one label was split into cannot come from another, too")
        return self
