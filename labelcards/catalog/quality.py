"""Items, annotations, consensus, gold and work."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, count, difference, row, share, time

__all__ = ["QUALITY"]

_DAWID_SKENE = "Dawid and Skene 1979, doi:10.2307/2346806"

QUALITY: dict[str, FigureRow] = {
    "accuracy_highest": share(
        "Accuracy, ties to the last label",
        "Accuracy if every tied item is given the last of its tied labels.",
        "neither",
        by="consensus.gold.tie_accuracy",
    ),
    "accuracy_lowest": share(
        "Accuracy, ties to the first label",
        "Accuracy if every tied item is given the first of its tied labels.",
        "neither",
        by="consensus.gold.tie_accuracy",
    ),
    "adjudicated": count("Adjudicated items", "Items whose label a reviewer decided."),
    "adjudicated_disputed": count(
        "Adjudicated disputed items",
        "Items whose annotations do not all have the same label, and whose label a reviewer decided.",
    ),
    "adjudicated_items": count("Adjudicated items", "Items whose label a reviewer decided."),
    "annotations": count("Annotations", "Judgements: one annotator's label for one item."),
    "annotations_per_item": row(
        "Annotations per item",
        "Mean number of annotations of the items that have any.",
        "annotations/item",
        "0",
        "no bound",
        "neither",
    ),
    "annotators": count("Annotators", "Distinct annotators with at least one annotation."),
    "audit_population": count(
        "Items that the audit is about", "Items from which the sample was drawn that reviewers checked by hand."
    ),
    "audited_error_rate": share(
        "Audited error rate",
        "Share of these items whose final label is wrong, estimated from a random sample that was checked by hand.",
        "lower",
        "Cochran 1977, Sampling Techniques, ch. 5; Ericson 1969, JRSS B 31, 195–233",
        by="items.audit_sample.stratified_error_rate",
    ),
    "conflicting_duplicates": count(
        "Conflicting duplicates",
        "Pairs of items with the same or nearly the same text whose final labels differ.",
        "lower",
        by="items.near_duplicates.near_duplicates",
    ),
    "consensus_share": share(
        "Share of items", "Share of items whose consensus is this label.", by="intervals.shares.share_of"
    ),
    "count": count("Count", "How many there are."),
    "coverage": share("Coverage", "Share of items with at least one annotation.", "higher"),
    "disputed": count("Disputed items", "Items whose annotations do not all have the same label.", "lower"),
    "disputed_share": share(
        "Share of disputed items", "Share of multiply annotated items whose annotations are not unanimous.", "lower"
    ),
    "duplicate_pairs": count(
        "Near duplicates",
        "Pairs of items with the same or nearly the same text (Jaccard similarity of character 5-grams from 0.8).",
        "lower",
        by="items.near_duplicates.near_duplicates",
    ),
    "error_saved_on_gold": row(
        "Error saved on gold",
        "Mean absolute error of the method that decides minus that of this method, on the same gold items.",
        "difference in the answer's unit",
        "no bound",
        "no bound",
        "higher",
        by="intervals.paired.paired_mean",
    ),
    "flagged": count("Flagged items", "Items whose label is probably wrong.", "lower"),
    "flagged_share": share(
        "Share of flagged items",
        "Share of items whose label is probably wrong.",
        "lower",
        by="intervals.shares.share_of",
    ),
    "gain_on_gold": difference(
        "Gain on gold",
        "Accuracy of this method minus that of the method that decides, on the same gold items.",
        "higher",
        "Tango 1998, Statistics in Medicine 17, 891–908; simultaneous over methods (Bonferroni)",
        by="intervals.paired.paired_score",
    ),
    "gain_p": share(
        "p-value of the gain",
        "p-value of no gain on gold, corrected for the number of methods (Bonferroni); agrees with the interval.",
        "neither",
        by="intervals.paired.paired_score",
    ),
    "gold_items": count("Gold items", "Items with a label that is taken for the truth."),
    "hours": time(
        "Hours of work",
        "Sum of the times between start and submission of all annotations.",
        "hours",
        by="annotators.work.hours",
    ),
    "imbalance_ratio": row(
        "Imbalance ratio",
        "Items with the most frequent label per item with the rarest one.",
        "ratio",
        "1",
        "no bound",
        "lower",
    ),
    "items": count("Items", "Things to be labelled."),
    "iterations": count("Iterations", "Rounds of the algorithm until it stopped."),
    "mean_confidence": share(
        "Mean confidence", "Mean probability of the consensus label over items.", "higher", _DAWID_SKENE
    ),
    "methods_agree": share(
        "Methods agree", "Share of items to which all consensus methods give the same label.", "higher"
    ),
    "multiply_annotated": share("Multiply annotated", "Share of items with at least two annotations.", "higher"),
    "outliers": count(
        "Outliers",
        "Items whose text is unlike all others (Tukey's outer fence on log cosine similarity).",
        "neither",
        by="items.outliers.far_out",
    ),
    "overturn_rate": share(
        "Overturn rate",
        "Share of adjudicated disputed items whose decision is not the label of the method that decides.",
        "lower",
        by="intervals.shares.share_of",
    ),
    "overturned": count(
        "Overturned items",
        "Adjudicated disputed items whose decision is not the label of the method that decides.",
        "lower",
    ),
    "pass_rate": share(
        "Pass rate of gold checks", "Share of gold checks hidden in batches that got the gold label.", "higher"
    ),
    "pauses": count(
        "Pauses", "Annotations that took over ten times the annotator's median and a minute; counted as the median."
    ),
    "rarest_share": share(
        "Share of the rarest label", "Share of items whose final label is the least used one.", "higher"
    ),
    "repeated": count("Repeated annotations", "Annotations of an item by someone who had already annotated it."),
    "root_mean_squared_error": row(
        "Root mean squared error",
        "Root of the mean squared distance of an answer from gold, in its unit; large errors weigh more.",
        "label unit",
        "0",
        "no bound",
        "lower",
        by="consensus.gold.root_mean_squared_error",
    ),
    "seconds_per_annotation": time(
        "Seconds per annotation",
        "Median time between start and submission of an annotation.",
        "seconds",
        by="annotators.work.seconds_per_annotation",
    ),
    "share": share("Share", "Part of the whole.", by="intervals.proportions.wilson"),
    "throughput": time(
        "Throughput",
        "Annotations per hour of annotation work.",
        "items/hour",
        "higher",
        by="annotators.work.throughput",
    ),
    "tied_items": count(
        "Tied items", "Items for which several labels have the most votes.", "lower", by="consensus.consensus.decide"
    ),
    "timed_share": share(
        "Timed annotations", "Share of annotations whose duration is known.", "higher", by="intervals.shares.share_of"
    ),
    "turnaround_p50": time(
        "Turnaround, median",
        "Median time from the last annotation of an item to its adjudication.",
        "hours",
        "lower",
        by="annotators.work.turnaround",
    ),
    "turnaround_p90": time(
        "Turnaround, 90th percentile",
        "Time from the last annotation to the adjudication that nine in ten items stay below.",
        "hours",
        "lower",
        by="annotators.work.turnaround",
    ),
}
