"""The hand-written description of a data set (``dataset.yaml``) and of one label version (``versions/<v>.yaml``).

They are two files because DVC tracks files: a new version must not change what the stages of older versions
depend on (see ``docs/decisions/0002-one-file-per-label-version.md``).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from labelcards.documents.document import Part
from labelcards.documents.party import Line, Party
from labelcards.documents.publication import Publication

__all__ = [
    "FILL_IN",
    "Action",
    "Column",
    "DatasetManifest",
    "Key",
    "Label",
    "Line",
    "ModelFile",
    "Party",
    "Publication",
    "Question",
    "RecordTable",
    "Reference",
    "TableFile",
    "VersionManifest",
    "Withdrawal",
]

FILL_IN = "to be filled in"
"""What `labelcards import` writes where only a person knows the answer."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""A name that becomes a folder and an address: lower case, no slash, no leading dot."""

Day = date
"""The type, where a field named ``date`` hides it."""

VersionNumber = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]


def _inside(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\", "~")) or ":" in parts[0] or ".." in parts:
        raise ValueError("must be a path inside the dataset folder: no '..', no leading '/'")
    return path


InsidePath = Annotated[Line, AfterValidator(_inside)]
"""A path relative to the dataset folder that cannot leave it."""

Action = Literal["keep", "drop", "clean", "pseudonym", "month", "year", "band", "prefix"]
"""What the anonymize stage does with a column; ``clean`` runs the PII detectors over free text."""


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


def _keyed_label(key: Any, entry: Any) -> Any:
    """One entry of a mapping from label ids; what does not fit is left for the schema to refuse."""
    if entry is None or isinstance(entry, str):
        return {"id": key, "title": entry}
    return {"id": key, **entry} if isinstance(entry, dict) else entry


class Question(Part):
    """What annotators are asked about each item, and what a valid answer is.

    Attributes:
        kind: ``nominal``, ``ordinal`` (labels in ascending order), ``multilabel`` (sets, joined by ``|`` in
            tables), ``interval`` or ``ratio`` (numbers).
        labels: the allowed answers; required except for numbers.
        minimum, maximum: bounds for numbers.
        positive: the label whose rate the bias pages compare, when one matters most.
    """

    title: Line
    kind: Literal["nominal", "ordinal", "multilabel", "interval", "ratio"] = "nominal"
    labels: tuple[Label, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    positive: str | None = None

    @field_validator("labels", mode="before")
    @classmethod
    def _short_labels(cls, value: Any) -> Any:
        """``[low, high]``, ``{low: {...}}`` and ``{low: Title}`` are accepted beside the full form."""
        if isinstance(value, dict):
            return [_keyed_label(key, entry) for key, entry in value.items()]
        if isinstance(value, list | tuple):
            return [{"id": str(entry)} if isinstance(entry, str | int | float) else entry for entry in value]
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        numeric = self.kind in ("interval", "ratio")
        if numeric and self.labels:
            raise ValueError("a numeric question has minimum and maximum, no labels")
        if not numeric and len(self.labels) < 2:
            raise ValueError("needs at least two labels")
        ids = [label.id for label in self.labels]
        names = ids + [alias for label in self.labels for alias in label.aliases if alias != label.id]
        if len(set(names)) != len(names):
            raise ValueError("label ids and aliases must be unique")
        if self.kind == "multilabel" and any("|" in name for name in names):
            raise ValueError("labels of a multilabel question must not contain '|'")
        if self.positive is not None and self.positive not in ids:
            raise ValueError("positive must be one of the labels")
        return self

    @property
    def label_ids(self) -> tuple[str, ...]:
        """The label ids in declared order."""
        return tuple(label.id for label in self.labels)


class Reference(Part):
    """The population that a group column should stand for, to see who is missing.

    Attributes:
        population: who that is and where the numbers come from, in one line: ``customers of 2025, customer register``.
        shares: value → share of the population; they sum to 1.
        counts: value → persons or items, instead of shares.
        file: a table with the columns ``value`` and ``share`` or ``count``, instead of either.
        sha256: the file's SHA-256; the pipeline notices another file by it.
    """

    population: Line
    shares: dict[str, float] | None = None
    counts: dict[str, float] | None = None
    file: InsidePath | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Reference:
        if sum(given is not None for given in (self.shares, self.counts, self.file)) != 1:
            raise ValueError("has one of shares, counts and file")
        if (self.file is None) != (self.sha256 is None):
            raise ValueError("sha256 belongs to file, and file needs it")
        numbers = tuple((self.shares or self.counts or {}).values())
        if any(not 0 <= number < float("inf") for number in numbers) or (self.file is None and sum(numbers) <= 0):
            raise ValueError("shares and counts are not negative, and not all of them are 0")
        if self.shares is not None and abs(sum(numbers) - 1) > 0.01:
            raise ValueError("shares must sum to 1; give counts if these are counts")
        return self


class Column(Part):
    """A declared column of items or annotators; a column that is not declared is dropped.

    Attributes:
        action: what the anonymize stage does with it.
        title: what pages show; the column name when absent.
        group: compare figures across its values.
        sensitive: a protected or special-category attribute; named as such on the bias and privacy pages.
        quasi_identifier: counts for k-anonymity.
        width: for ``band``: width of a band in the column's unit (10 → ``30-39``).
        keep: for ``prefix``: how many leading characters stay.
        order: display order of the values, when it matters.
        reference: for a group column: the population it should stand for.
    """

    action: Action = "keep"
    title: Line | None = None
    group: bool = False
    sensitive: bool = False
    quasi_identifier: bool = False
    width: int | None = Field(default=None, ge=1)
    keep: int | None = Field(default=None, ge=1)
    order: tuple[str, ...] = ()
    reference: Reference | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Column:
        if self.reference is not None and not self.group:
            raise ValueError("reference belongs to a group column")
        if (self.action == "band") != (self.width is not None):
            raise ValueError("width belongs to action band, and band needs it")
        if (self.action == "prefix") != (self.keep is not None):
            raise ValueError("keep belongs to action prefix, and prefix needs it")
        if self.group and self.action in ("drop", "clean", "pseudonym"):
            raise ValueError(f"a group column cannot have action {self.action}")
        return self


class RecordTable(Part):
    """The columns of items or annotators that the clean tables keep."""

    columns: dict[Line, Column] = Field(default_factory=dict)

    def named(self, **wanted: Any) -> tuple[str, ...]:
        """Names of the columns whose fields equal ``wanted``, e.g. ``named(group=True)``."""
        return tuple(
            name
            for name, column in self.columns.items()
            if all(getattr(column, key) == value for key, value in wanted.items())
        )


class Key(Part):
    """Where the pseudonym key comes from; the key itself is never in Git, DVC or a document.

    Attributes:
        env: environment variable that holds it (hex or text, at least 16 bytes); wins over the file.
        file: Git-ignored file inside the dataset folder; when absent, the project's ``.labelcards/key`` serves.
    """

    env: str = "LABELCARDS_KEY"
    file: InsidePath | None = None


class DatasetManifest(Part):
    """``datasets/<name>/dataset.yaml``."""

    schema_version: Literal[1] = 1
    name: Slug
    title: Line
    description: Line
    language: tuple[Line, ...] = ("en",)
    license: Line
    url: Line | None = None
    keywords: tuple[Line, ...] = ()
    creators: tuple[Party, ...] = Field(min_length=1)
    owners: tuple[Party, ...] = Field(min_length=1)
    relates_to_people: bool = True
    questions: dict[Slug, Question] = Field(min_length=1)
    items: RecordTable = Field(default_factory=RecordTable)
    annotators: RecordTable = Field(default_factory=RecordTable)
    key: Key = Field(default_factory=Key)
    publication: Publication = Field(default_factory=Publication)

    @property
    def unfilled(self) -> tuple[str, ...]:
        """Keys that still hold what a new manifest says, `FILL_IN`, so that no page passes it off as an answer."""
        held = {
            "description": (self.description,),
            "license": (self.license,),
            "creators": tuple(party.name for party in self.creators),
            "owners": tuple(party.name for party in self.owners),
        }
        return tuple(key for key, values in held.items() if FILL_IN in values)

    @property
    def known_owners(self) -> tuple[Party, ...]:
        """Whom to ask: the owners that are stated, or else the owner whoever it is."""
        stated = tuple(party for party in self.owners if party.name != FILL_IN)
        return stated or (Party(name="the owner of the data set"),)

    @property
    def headline(self) -> str:
        """The question whose figures stand first: the first declared one."""
        return next(iter(self.questions))

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Item columns with free text, in declared order."""
        return self.items.named(action="clean")


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
        blank: values that mean "no value", such as ``n/a``; empty cells always do.
        distinct: the file repeats rows (one per annotation, say); keep each distinct one once.
        constant: contract column → value for all rows.
    """

    file: tuple[InsidePath, ...] = Field(min_length=1)
    layout: Literal["long", "wide"] = "long"
    columns: dict[str, str] = Field(default_factory=dict)
    pattern: str | None = None
    question: str | None = None
    prefix: str = ""
    blank: tuple[str, ...] = ()
    distinct: bool = False
    constant: dict[str, str] = Field(default_factory=dict)

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


class VersionManifest(Part):
    """``datasets/<name>/versions/<version>.yaml``: one label version.

    Attributes:
        model: a model whose predictions go on the Model Card; instead of a table ``predictions``.
        date: the day of the labels.
        published: the day it was made public; the day of the labels when absent.
        privacy_sample: texts like the raw ones in which people marked the personal data, as
            ``labelcards privacy evaluate`` reads them; the anonymize stage measures on them how much it finds. Best
            below ``raw/<version>``: it is private, and the pipeline notices when it changes.
        mapping: question → label of the parent → the label or labels that took its place. Several labels that go to one
            were merged; a label that goes to several was split, and may be among them itself.
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
    mapping: dict[Slug, dict[Line, tuple[Line, ...]]] = Field(default_factory=dict)
    tables: VersionTables
    model: ModelFile | None = None

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
