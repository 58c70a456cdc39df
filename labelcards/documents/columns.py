"""The columns of items and annotators: what becomes of each, and what it stands for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from labelcards.documents.document import Part
from labelcards.documents.field_types import InsidePath
from labelcards.documents.party import Line

__all__ = ["Action", "Column", "RecordTable", "Reference"]

Action = Literal["keep", "drop", "clean", "pseudonym", "month", "year", "band", "prefix"]
"""What the anonymize stage does with a column; ``clean`` runs the PII detectors over free text."""


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
