"""The label kinds by the name a manifest gives them: the one place where a new kind is entered."""

from __future__ import annotations

from labelcards.labels.kind import LabelKind
from labelcards.labels.multilabel import Multilabel
from labelcards.labels.nominal import Nominal
from labelcards.labels.numeric import Interval, Ratio
from labelcards.labels.ordinal import Ordinal

__all__ = ["CATEGORIES", "KINDS", "NUMBERS", "SETS", "STEPS", "kind_named", "levels"]

CATEGORIES: LabelKind = Nominal()
"""How answers of any kind are read when only equal or different counts."""

STEPS: LabelKind = Ordinal()
"""How answers on a scale of ordered labels are read."""

NUMBERS: LabelKind = Interval()
"""How numbers are read where only their differences count."""

SETS: LabelKind = Multilabel()
"""How answers that hold any number of labels are read."""

KINDS: dict[str, LabelKind] = {kind.name: kind for kind in (CATEGORIES, STEPS, SETS, NUMBERS, Ratio())}
"""Name → kind, in the order in which messages list them."""


def levels() -> tuple[str, ...]:
    """What a column of a table can be read as: the names of all kinds."""
    return tuple(KINDS)


def kind_named(name: str) -> LabelKind:
    """The kind that a manifest calls ``name``.

    Raises:
        ValueError: there is no such kind.
    """
    if name not in KINDS:
        raise ValueError(f"a label kind is one of {', '.join(sorted(KINDS))}")
    return KINDS[name]
