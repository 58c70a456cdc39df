"""A version against its parent."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, count, difference, row, share

__all__ = ["CHANGES"]

_POWER = (
    "Cohen 1988, Statistical Power Analysis for the Behavioral Sciences; Bloom 1995, doi:10.1177/0193841X9501900504"
)

CHANGES: dict[str, FigureRow] = {
    "annotations_added": count("Annotations added", "Annotations in this version that its parent does not have."),
    "annotations_changed": count("Annotations changed", "Annotations by the same annotator with another label."),
    "annotations_removed": count("Annotations removed", "Annotations in the parent that this version lacks."),
    "detectable": row(
        "Detectable difference",
        "The smallest true difference that a comparison finds four times in five, at its level; smaller ones go "
        "unnoticed more often.",
        "coefficient",
        "0",
        "no bound",
        "lower",
        _POWER,
        by="power.detectable.MeasuredError",
    ),
    "detectable_share": row(
        "Detectable difference",
        "The smallest true difference of shares that a comparison finds four times in five, at its level; smaller ones "
        "go unnoticed more often.",
        "difference of shares",
        "0",
        "1",
        "lower",
        "Connor 1987, doi:10.2307/2531961; Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions",
        by="power.shares.PairedShares",
    ),
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
    "needed": count(
        "Units that would do",
        "How many items, or gold items where gold labels are compared, would find a difference as large as the margin "
        "that matters in practice four times in five.",
        "neither",
        _POWER,
        by="power.detectable.MeasuredError",
    ),
    "share_change": difference(
        "Difference", "A share in this version minus that in its parent.", by="intervals.proportions.tango"
    ),
}
