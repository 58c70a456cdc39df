"""Predictions, and labels, against the truth."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, count, difference, row, share

__all__ = ["MODEL"]

_HARDT = "Hardt et al. 2016, Equality of Opportunity, arXiv:1610.02413"
_HOLD = "van Rijsbergen 1979, Information Retrieval, ch. 7"

MODEL: dict[str, FigureRow] = {
    "accuracy": share(
        "Accuracy", "Share of gold items whose label equals the gold label.", "higher", by="consensus.gold.accuracy"
    ),
    "accuracy_difference": difference(
        "Accuracy gap",
        "Largest minus smallest accuracy among the groups of a column.",
        "lower",
        by="groups.group_gap.largest_difference",
    ),
    "balanced_accuracy": share(
        "Balanced accuracy",
        "Mean recall over the labels that occur in gold.",
        "higher",
        by="consensus.gold.balanced_accuracy",
    ),
    "consensus_agreement": share(
        "Agreement with the consensus",
        "Share of predicted items whose predicted answer is the consensus answer of the annotators named.",
        "higher",
    ),
    "consensus_difference": difference(
        "Own minus others",
        "Agreement with the consensus of the annotator group minus agreement with that of all other annotators, on the "
        "same items.",
    ),
    "demographic_parity_difference": difference(
        "Demographic-parity difference",
        "Largest minus smallest selection rate among the groups of a column.",
        "lower",
        _HARDT,
        by="groups.group_gap.largest_difference",
    ),
    "demographic_parity_ratio": share(
        "Demographic-parity ratio",
        "Smallest divided by largest selection rate among the groups of a column.",
        "higher",
        "Agarwal et al. 2018, arXiv:1803.02453",
        by="groups.group_gap.smallest_ratio",
    ),
    "equalized_odds_difference": difference(
        "Equalized-odds difference",
        "The larger of the gaps in true-positive and false-positive rate among the groups of a column.",
        "lower",
        _HARDT,
        by="groups.group_gap.odds_difference",
    ),
    "equalized_odds_ratio": share(
        "Equalized-odds ratio",
        "The smaller of the ratios (smallest by largest group) of true-positive and false-positive rate.",
        "higher",
        _HARDT,
        by="groups.group_gap.odds_ratio",
    ),
    "f1": share("F1", "Harmonic mean of precision and recall of one label.", "higher", _HOLD, by="consensus.gold.f1"),
    "f1_macro": share(
        "F1, macro",
        "Unweighted mean of F1 over the labels that occur in gold.",
        "higher",
        _HOLD,
        by="consensus.gold.macro_f1",
    ),
    "f1_macro_difference": difference(
        "F1 gap",
        "Largest minus smallest macro F1 among the groups of a column.",
        "lower",
        by="consensus.gold.macro_f1_gap",
    ),
    "false_negative_rate": share(
        "False-negative rate",
        "Share of items with the label in gold that were not given it.",
        "lower",
        by="groups.binary_rates.BinaryCounts",
    ),
    "false_negative_rate_difference": difference(
        "False-negative gap",
        "Largest minus smallest false-negative rate of a label among the groups of a column.",
        "lower",
        by="groups.group_gap.largest_difference",
    ),
    "false_positive_rate": share(
        "False-positive rate",
        "Share of items without the label in gold that were given it.",
        "lower",
        by="groups.binary_rates.BinaryCounts",
    ),
    "false_positive_rate_difference": difference(
        "False-positive gap",
        "Largest minus smallest false-positive rate of a label among the groups of a column.",
        "lower",
        by="groups.group_gap.largest_difference",
    ),
    "mean_absolute_error": row(
        "Mean absolute error",
        "Mean distance of an answer from gold, in its unit, or in steps of the scale for ordinal answers.",
        "label unit",
        "0",
        "no bound",
        "lower",
        by="consensus.gold.mean_absolute_error",
    ),
    "mean_error": row(
        "Mean error",
        "Mean of predicted minus gold: above 0 the predictions lie too high. In the unit of the answer, or in steps.",
        "difference in the answer's unit",
        "no bound",
        "no bound",
        "neither",
        by="intervals.shares.mean_of",
    ),
    "others_agreement": share(
        "Agreement with the others",
        "Share of predicted items whose predicted answer is the plurality answer of all other annotators, on the same "
        "items.",
        "neither",
    ),
    "overconfidence": difference(
        "Overconfidence",
        "Mean probability given to the chosen labels minus their accuracy; above 0 it promises too much.",
        "neither",
        by="consensus.calibration.overconfidence",
    ),
    "precision": share(
        "Precision",
        "Share of the gold items given this label that have it in gold.",
        "higher",
        _HOLD,
        by="consensus.gold.precision",
    ),
    "recall": share(
        "Recall",
        "Share of the gold items with this label that were given it.",
        "higher",
        _HOLD,
        by="consensus.gold.recall",
    ),
    "selection_rate": share(
        "Selection rate", "Share of items to which the model gives the label.", by="groups.binary_rates.BinaryCounts"
    ),
    "train_items": count("Training items", "Items the model was trained on."),
}
