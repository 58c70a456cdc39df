"""The bars that figures on groups must clear: when a group has figures at all, and when a difference is told.

They are parameters (``params.yaml``) and have no other home: whoever measures, compares or shows is handed one of these
objects. The documents ``bias`` and ``model`` record theirs, so a comparison of versions knows what each was held to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import Field

from labelcards.documents.document import Part

__all__ = ["SIGNIFICANCE", "SMALL_CLASS", "ComparisonPolicy", "GroupPolicy"]

SIGNIFICANCE = 0.05
"""A difference is evidence, or worth a line on a page, when its adjusted p-value is at most this."""

SMALL_CLASS = 5
"""Records whose combination of quasi-identifiers fewer than this many share are easy to single out."""

_LOWER_IS_STRICTER = frozenset({"level"})


class ComparisonPolicy(Part):
    """When groups are compared, and when a difference between them is a finding.

    Attributes:
        minimum_cell: a cell with fewer units (items or annotations) is not compared.
        minimum_annotators: annotator groups of fewer, or whose rest is, have no figures: they would be about persons.
        level: a difference is a finding when its adjusted p-value is at most this. It is strict because a card has a
            dozen families of tests: at 5% each, one card in three would carry a false finding.
    """

    minimum_cell: int = Field(default=10, ge=1)
    minimum_annotators: int = Field(default=3, ge=2)
    level: float = Field(default=0.01, gt=0, lt=1)

    def compares_cells(self, *sizes: int) -> bool:
        """Whether cells of these sizes, a group's and its rest's, are large enough."""
        return min(sizes) >= self.minimum_cell

    def compares_annotators(self, *numbers: int) -> bool:
        """Whether groups of so many annotators, a group's and its rest's, are large enough."""
        return min(numbers) >= self.minimum_annotators

    @classmethod
    def recorded(cls, parameters: Mapping[str, object]) -> Self:
        """The policy in the parameters of a document; defaults for what an older one did not record."""
        return cls.model_validate({name: parameters[name] for name in cls.model_fields if name in parameters})

    @classmethod
    def strictest(cls, policies: Iterable[ComparisonPolicy]) -> Self:
        """What holds where several policies meet: the highest minimum and the lowest level; defaults for none."""
        held = [policy.model_dump() for policy in policies]
        if not held:
            return cls()
        chosen = {
            name: (min if name in _LOWER_IS_STRICTER else max)(each[name] for each in held if name in each)
            for name in cls.model_fields
            if any(name in each for each in held)
        }
        return cls.model_validate(chosen)


class GroupPolicy(ComparisonPolicy):
    """The same, and when a group's size is told.

    Attributes:
        smallest_group: smaller counts of a group's items or annotators are withheld.
    """

    smallest_group: int = Field(default=3, ge=1)

    def counts_group(self, size: int) -> bool:
        """Whether a group of this size is counted."""
        return size >= self.smallest_group
