"""The label kinds by the name a manifest gives them."""

from __future__ import annotations

from labelcards.labels.kind import LabelKind
from labelcards.labels.multilabel import Multilabel
from labelcards.labels.nominal import Nominal
from labelcards.labels.numeric import Numeric
from labelcards.labels.ordinal import Ordinal

__all__ = ["KINDS", "kind_named"]

KINDS: dict[str, LabelKind] = {
    "interval": Numeric("interval"),
    "multilabel": Multilabel(),
    "nominal": Nominal(),
    "ordinal": Ordinal(),
    "ratio": Numeric("ratio"),
}


def kind_named(name: str) -> LabelKind:
    """The kind that a manifest calls ``name``.

    Raises:
        ValueError: there is no such kind.
    """
    if name not in KINDS:
        raise ValueError(f"a label kind is one of {', '.join(KINDS)}")
    return KINDS[name]
