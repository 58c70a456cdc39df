"""The one table of what every figure means, made of one table per subject.

Every `Figure` names a key of it. Pages, gates and comparisons read title, unit and direction from here and from nowhere
else; a document stores the entries of the metrics it holds. Where figures stand, and what follows from that, is in
`labelcards.catalog.places`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelcards.catalog.agreement import AGREEMENT
from labelcards.catalog.annotators import ANNOTATORS
from labelcards.catalog.answers import ANSWERS
from labelcards.catalog.bias import BIAS
from labelcards.catalog.changes import CHANGES
from labelcards.catalog.model import MODEL
from labelcards.catalog.privacy import CLEANING, DETECTION, INTAKE
from labelcards.catalog.quality import QUALITY
from labelcards.catalog.row import FigureRow, entries
from labelcards.documents.figures import CatalogEntry, leaves

__all__ = ["CATALOG", "ROWS", "SUBJECTS", "catalog_for", "kinds_of"]

SUBJECTS = (AGREEMENT, ANNOTATORS, ANSWERS, BIAS, CHANGES, CLEANING, DETECTION, INTAKE, MODEL, QUALITY)

ROWS: dict[str, FigureRow] = dict(sorted(item for table in SUBJECTS for item in table.items()))
"""Metric key → everything that is known of it, sorted by key."""

CATALOG: dict[str, CatalogEntry] = entries(ROWS)
"""Metric key → what a document stores of it."""


def catalog_for(figures: Mapping[str, Any]) -> dict[str, CatalogEntry]:
    """The entries of all metrics that occur in a tree of figures, sorted by key.

    Raises:
        KeyError: a figure names a metric that is not in the table.
    """
    return {key: CATALOG[key] for key in sorted({leaf.metric for _, leaf in leaves(figures)})}


def kinds_of(key: str) -> tuple[str, ...]:
    """Names of the kinds of label that a metric is for: those that list it; all of them when no kind does."""
    from labelcards.labels.registry import KINDS  # noqa: PLC0415 - imports scipy, which a help page does without

    listing = tuple(name for name, kind in KINDS.items() if key in kind.coefficients)
    return listing or tuple(KINDS)
