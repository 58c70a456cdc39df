"""A version against its parent."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, count, difference, row, share

__all__ = ["CHANGES"]

CHANGES: dict[str, FigureRow] = {
    "annotations_added": count("Annotations added", "Annotations in this version that its parent does not have."),
    "annotations_changed": count("Annotations changed", "Annotations by the same annotator with another label."),
    "annotations_removed": count("Annotations removed", "Annotations in the parent that this version lacks."),
    "difference": row(
        "Difference",
        "The first named minus the second: group minus rest, or this version minus its parent.",
        "difference",
        "no bound",
        "no bound",
        "neither",
        by="agreement.decomposition.agreement_decomposition",
    ),
    "flipped": share(
        "Flipped items",
        "Share of the items in both versions whose final label changed.",
        by="intervals.proportions.wilson",
    ),
    "items_added": count("Items added", "Items in this version that its parent does not have."),
    "items_changed": count("Items changed", "Items in both versions with other content."),
    "items_removed": count("Items removed", "Items in the parent that this version lacks."),
    "lift": difference(
        "Model lift",
        "Score of the baseline trained on this version minus trained on the parent, on the same gold items.",
        "higher",
    ),
    "share_change": difference(
        "Difference", "A share in this version minus that in its parent.", by="intervals.proportions.tango"
    ),
}
