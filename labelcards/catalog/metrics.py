"""The one table of what every published figure means: metric key → title, definition, unit, range, direction, source.

Every `Figure` names a key of `CATALOG`; pages, gates and comparisons read title, unit and direction from here and
from nowhere else. Rows are sorted by key. A row is written as one call of `_row`, short enough to review in a diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from labelcards.documents.figures import CatalogEntry, leaves

__all__ = ["CATALOG", "catalog_for"]

_GWET = "Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014"
_GWET_2008 = "Gwet 2008, doi:10.1348/000711006X126600"
_KRIPPENDORFF = "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"
_COHEN = "Cohen 1960, doi:10.1177/001316446002000104"
_COHEN_WEIGHTED = "Cohen 1968, doi:10.1037/h0026256"
_FLEISS = "Fleiss 1971, doi:10.1037/h0031619; items annotated once stay in the label shares (Gwet 2014)"
_GRASP = "Prabhakaran et al. 2024, GRASP, NAACL"
_SWEENEY = "Sweeney 2002, k-anonymity, doi:10.1142/S0218488502001648"
_HARDT = "Hardt et al. 2016, Equality of Opportunity, arXiv:1610.02413"
_DAWID_SKENE = "Dawid and Skene 1979, doi:10.2307/2346806"
_HOLD = "van Rijsbergen 1979, Information Retrieval, ch. 7"
_COUNTED = "counted in the tables"
_DERIVED = "computed from the tables"


def _row(  # noqa: PLR0917 - one row of the table: the order of the arguments is the order of the columns
    title: str, definition: str, unit: str, low: str, high: str, direction: str, source: str = _DERIVED
) -> CatalogEntry:
    return CatalogEntry(
        title=title, definition=definition, unit=unit, low=low, high=high, direction=direction, source=source
    )


def _count(title: str, definition: str, direction: str = "neither") -> CatalogEntry:
    return _row(title, definition, "count", "0", "no bound", direction, _COUNTED)


def _share(title: str, definition: str, direction: str = "neither", source: str = _DERIVED) -> CatalogEntry:
    return _row(title, definition, "share", "0", "1", direction, source)


def _coefficient(title: str, definition: str, source: str, low: str = "-1") -> CatalogEntry:
    return _row(title, definition, "coefficient", low, "1", "higher", source)


def _difference(title: str, definition: str, direction: str = "neither", source: str = _DERIVED) -> CatalogEntry:
    return _row(title, definition, "difference of shares", "-1", "1", direction, source)


def _time(title: str, definition: str, unit: str, direction: str = "neither") -> CatalogEntry:
    return _row(title, definition, unit, "0", "no bound", direction)


CATALOG: dict[str, CatalogEntry] = {
    "accuracy": _share("Accuracy", "Share of gold items whose label equals the gold label.", "higher"),
    "accuracy_consensus": _share(
        "Agreement with the consensus",
        "Share of the annotator's annotations that equal the majority of the other annotations of their item; a tie "
        "counts in part.",
        "higher",
    ),
    "accuracy_difference": _difference(
        "Accuracy gap", "Largest minus smallest accuracy among the groups of a column.", "lower"
    ),
    "accuracy_gold": _share(
        "Accuracy against gold",
        "Share of the annotator's annotations of gold items that equal the gold label.",
        "higher",
    ),
    "accuracy_highest": _share(
        "Accuracy, ties to the last label",
        "Accuracy if every tied item is given the last of its tied labels.",
        "neither",
    ),
    "accuracy_lowest": _share(
        "Accuracy, ties to the first label",
        "Accuracy if every tied item is given the first of its tied labels.",
        "neither",
    ),
    "accuracy_shrunk": _share(
        "Accuracy, shrunk",
        "Accuracy against gold (without gold: against the other annotators), pulled towards the pool of annotators by "
        "as much as few annotations require.",
        "higher",
        "Gelman et al. 2013, Bayesian Data Analysis, ch. 5 (hierarchical beta-binomial model)",
    ),
    "adjudicated": _count("Adjudicated items", "Items whose label a reviewer decided."),
    "adjudicated_items": _count("Adjudicated items", "Items whose label a reviewer decided."),
    "adjusted_difference": _difference(
        "Adjusted difference",
        "Group minus rest within strata of equal other attributes, pooled over strata (Mantel–Haenszel).",
        "neither",
        "Greenland and Robins 1985, doi:10.2307/2530643; interval: Sato 1989",
    ),
    "alpha": _coefficient(
        "Krippendorff's alpha",
        "One minus observed over expected disagreement among pairable annotations, with the distance of the label "
        "kind; items annotated once do not count.",
        _KRIPPENDORFF,
    ),
    "alpha_change": _row(
        "Effect on alpha",
        "Krippendorff's alpha of all annotations minus alpha without this annotator; negative: agreement is better "
        "without them.",
        "coefficient",
        "-2",
        "2",
        "higher",
        _KRIPPENDORFF,
    ),
    "alpha_jaccard": _coefficient(
        "Krippendorff's alpha, Jaccard",
        "Krippendorff's alpha of sets with the Jaccard distance: one minus the shared part of the union.",
        _KRIPPENDORFF + "; Jaccard 1912",
    ),
    "alpha_without": _coefficient(
        "Alpha without the annotator", "Krippendorff's alpha after leaving this annotator out.", _KRIPPENDORFF
    ),
    "annotations": _count("Annotations", "Judgements: one annotator's label for one item."),
    "annotations_added": _count("Annotations added", "Annotations in this version that its parent does not have."),
    "annotations_changed": _count("Annotations changed", "Annotations by the same annotator with another label."),
    "annotations_per_item": _row(
        "Annotations per item",
        "Mean number of annotations of the items that have any.",
        "annotations/item",
        "0",
        "no bound",
        "neither",
    ),
    "annotations_removed": _count("Annotations removed", "Annotations in the parent that this version lacks."),
    "annotators": _count("Annotators", "Distinct annotators with at least one annotation."),
    "audited_error_rate": _share(
        "Audited error rate",
        "Share of items whose final label is wrong, estimated from a random sample that was checked by hand.",
        "lower",
        "Cochran 1977, Sampling Techniques, ch. 5",
    ),
    "balanced_accuracy": _share("Balanced accuracy", "Mean recall over the labels that occur in gold.", "higher"),
    "brennan_prediger": _coefficient(
        "Brennan–Prediger coefficient",
        "Agreement corrected for chance as if all K labels were equally likely.",
        "Brennan and Prediger 1981, doi:10.1177/001316448104100307",
    ),
    "cohen_kappa": _coefficient(
        "Cohen's kappa",
        "Agreement of two annotators corrected for chance by each one's own label shares.",
        _COHEN,
    ),
    "cohen_kappa_linear": _coefficient(
        "Cohen's kappa, linear weights",
        "Cohen's kappa in which the credit falls linearly with the distance of the labels.",
        _COHEN_WEIGHTED,
    ),
    "cohen_kappa_linear_mean": _coefficient(
        "Cohen's kappa, linear weights, mean over pairs",
        "Mean of Cohen's kappa with linear weights over all pairs of annotators with enough shared items.",
        f"{_COHEN_WEIGHTED}; Light 1971, doi:10.1037/h0031643",
    ),
    "cohen_kappa_mean": _coefficient(
        "Cohen's kappa, mean over pairs",
        "Mean of Cohen's kappa over all pairs of annotators with enough shared items.",
        f"{_COHEN}; Light 1971, doi:10.1037/h0031643",
    ),
    "cohen_kappa_quadratic": _coefficient(
        "Cohen's kappa, quadratic weights",
        "Cohen's kappa in which the credit falls with the squared distance of the labels.",
        _COHEN_WEIGHTED,
    ),
    "cohen_kappa_quadratic_mean": _coefficient(
        "Cohen's kappa, quadratic weights, mean over pairs",
        "Mean of Cohen's kappa with quadratic weights over all pairs of annotators with enough shared items.",
        f"{_COHEN_WEIGHTED}; Light 1971, doi:10.1037/h0031643",
    ),
    "conflicting_duplicates": _count(
        "Conflicting duplicates",
        "Pairs of items with the same or nearly the same text whose final labels differ.",
        "lower",
    ),
    "conger_kappa": _coefficient(
        "Conger's kappa",
        "Agreement of several annotators corrected for chance by the label shares of each annotator.",
        "Conger 1980, doi:10.1037/0033-2909.88.2.322; missing annotations after Gwet 2014",
    ),
    "consensus_agreement": _share(
        "Agreement with the consensus",
        "Share of predicted items whose predicted answer is the consensus answer of the annotators named.",
        "higher",
    ),
    "consensus_difference": _difference(
        "Own minus others",
        "Agreement with the consensus of the annotator group minus agreement with that of all other annotators, on the "
        "same items.",
    ),
    "consensus_share": _share("Share of items", "Share of items whose consensus is this label."),
    "count": _count("Count", "How many there are."),
    "coverage": _share("Coverage", "Share of items with at least one annotation.", "higher"),
    "cross_group_agreement": _row(
        "Cross-group agreement",
        "Agreement between this annotator group and all others, corrected for chance (cross-replication reliability).",
        "coefficient",
        "-1",
        "1",
        "higher",
        "Wong et al. 2021, Cross-replication Reliability, ACL; " + _GRASP,
    ),
    "cross_negentropy": _row(
        "Cross-negentropy",
        "Mean over items of ln K plus the mean log share that the other annotators give to this group's labels.",
        "nats",
        "no bound",
        "ln K",
        "higher",
        _GRASP,
    ),
    "demographic_parity_difference": _difference(
        "Demographic-parity difference",
        "Largest minus smallest selection rate among the groups of a column.",
        "lower",
        _HARDT,
    ),
    "demographic_parity_ratio": _share(
        "Demographic-parity ratio",
        "Smallest divided by largest selection rate among the groups of a column.",
        "higher",
        "Agarwal et al. 2018, arXiv:1803.02453",
    ),
    "difference": _row(
        "Difference",
        "The first named minus the second: group minus rest, or this version minus its parent.",
        "difference",
        "no bound",
        "no bound",
        "neither",
    ),
    "disagreement": _share(
        "Disagreement",
        "Mean share of annotation pairs of an item that have different labels.",
        "lower",
    ),
    "disputed": _count("Disputed items", "Items whose annotations do not all have the same label.", "lower"),
    "disputed_share": _share(
        "Share of disputed items", "Share of multiply annotated items whose annotations are not unanimous.", "lower"
    ),
    "dissent_rate": _share("Dissent rate", "Share of annotations that differ from the item's final label.", "neither"),
    "dsi": _row(
        "Diversity sensitivity index",
        "Largest group association index among the groups of a column.",
        "ratio",
        "no bound",
        "no bound",
        "neither",
        _GRASP,
    ),
    "duplicate_pairs": _count(
        "Near duplicates",
        "Pairs of items with the same or nearly the same text (Jaccard similarity of character 5-grams from 0.8).",
        "lower",
    ),
    "equalized_odds_difference": _difference(
        "Equalized-odds difference",
        "The larger of the gaps in true-positive and false-positive rate among the groups of a column.",
        "lower",
        _HARDT,
    ),
    "equalized_odds_ratio": _share(
        "Equalized-odds ratio",
        "The smaller of the ratios (smallest by largest group) of true-positive and false-positive rate.",
        "higher",
        _HARDT,
    ),
    "error_rate": _share("Error rate", "Share of annotations of gold items that differ from the gold label.", "lower"),
    "excess": _row(
        "Excess difference",
        "Errors of the annotator group on these items in excess of what item and annotator effects explain; the "
        "adjusted p-value beside it is about this figure and one-sided.",
        "difference of shares",
        "no bound",
        "no bound",
        "lower",
        "two-way fixed effects, Frisch and Waugh 1933, doi:10.2307/1907330",
    ),
    "expected_share": _share("Share in the population", "Share of the group in the population given for comparison."),
    "f1": _share("F1", "Harmonic mean of precision and recall of one label.", "higher", _HOLD),
    "f1_macro": _share("F1, macro", "Unweighted mean of F1 over the labels that occur in gold.", "higher", _HOLD),
    "f1_macro_difference": _difference(
        "F1 gap", "Largest minus smallest macro F1 among the groups of a column.", "lower"
    ),
    "false_negative_rate": _share(
        "False-negative rate", "Share of items with the label in gold that were not given it.", "lower"
    ),
    "false_negative_rate_difference": _difference(
        "False-negative gap",
        "Largest minus smallest false-negative rate of a label among the groups of a column.",
        "lower",
    ),
    "false_positive_rate": _share(
        "False-positive rate", "Share of items without the label in gold that were given it.", "lower"
    ),
    "false_positive_rate_difference": _difference(
        "False-positive gap",
        "Largest minus smallest false-positive rate of a label among the groups of a column.",
        "lower",
    ),
    "findings": _count("Findings", "Spans that the detectors took for personal data.", "lower"),
    "flagged": _count("Flagged items", "Items whose label is probably wrong.", "lower"),
    "flagged_share": _share("Share of flagged items", "Share of items whose label is probably wrong.", "lower"),
    "fleiss_kappa": _coefficient(
        "Fleiss' kappa",
        "Mean pairwise agreement corrected for chance by the pooled label shares.",
        _FLEISS,
    ),
    "flipped": _share("Flipped items", "Share of the items in both versions whose final label changed."),
    "gai": _row(
        "Group association index",
        "In-group cohesion divided by cross-group agreement; 1 means that the group does not matter.",
        "ratio",
        "no bound",
        "no bound",
        "neither",
        _GRASP,
    ),
    "gai_difference": _row(
        "In-group minus cross-group agreement",
        "In-group alpha minus cross-group agreement; 0 means that the group does not matter, steadier than the ratio.",
        "difference",
        "no bound",
        "no bound",
        "neither",
        _GRASP,
    ),
    "gold_items": _count("Gold items", "Items with a label that is taken for the truth."),
    "gwet_ac1": _coefficient(
        "Gwet's AC1",
        "Mean pairwise agreement corrected for chance on hard items only; steady when one label dominates.",
        f"{_GWET_2008}; {_GWET}",
    ),
    "gwet_ac2": _coefficient(
        "Gwet's AC2",
        "AC1 with partial credit for labels that are close (quadratic weights unless the method says otherwise).",
        _GWET,
    ),
    "hours": _time("Hours of work", "Sum of the times between start and submission of all annotations.", "hours"),
    "imbalance_ratio": _row(
        "Imbalance ratio",
        "Items with the most frequent label per item with the rarest one.",
        "ratio",
        "1",
        "no bound",
        "lower",
    ),
    "in_group_alpha": _coefficient(
        "In-group alpha", "Krippendorff's alpha among the annotators of one group.", f"{_KRIPPENDORFF}; {_GRASP}"
    ),
    "in_group_fleiss": _coefficient(
        "In-group Fleiss' kappa", "Fleiss' kappa among the annotators of one group.", _FLEISS
    ),
    "intersections": _count(
        "Intersections", "Intersections of groups: tested, differing after correction, or too small to test."
    ),
    "items": _count("Items", "Things to be labelled."),
    "items_added": _count("Items added", "Items in this version that its parent does not have."),
    "items_changed": _count("Items changed", "Items in both versions with other content."),
    "items_per_hour": _time("Items per hour", "3600 divided by the median seconds per annotation.", "items/hour"),
    "items_removed": _count("Items removed", "Items in the parent that this version lacks."),
    "iterations": _count("Iterations", "Rounds of the algorithm until it stopped."),
    "k": _row(
        "k-anonymity",
        "Size of the smallest set of records that share all quasi-identifiers.",
        "count",
        "1",
        "no bound",
        "higher",
        _SWEENEY,
    ),
    "label_excess": _difference(
        "Over-use of a label",
        "How much more often the annotator gives the label than others do on the same items.",
        "lower",
    ),
    "label_rate": _share("Label rate", "Share of items with this label."),
    "level_difference": _difference(
        "Difference of positions",
        "How much more often an answer of the group stands higher on the scale than one of the rest; equal ones count "
        "half. 0 means no difference; for annotators, on the items that both labelled.",
        "neither",
        "Brunner and Munzel 2000, Biometrical Journal 42, 17–25",
    ),
    "lift": _difference(
        "Model lift",
        "Score of the baseline trained on this version minus trained on the parent, on the same gold items.",
        "higher",
    ),
    "majority_share": _share(
        "Majority share",
        "Mean over items with at least two annotations of the share of the most frequent label.",
        "higher",
    ),
    "mean_absolute_error": _row(
        "Mean absolute error",
        "Mean distance of an answer from gold, in its unit, or in steps of the scale for ordinal answers.",
        "label unit",
        "0",
        "no bound",
        "lower",
    ),
    "mean_confidence": _share(
        "Mean confidence", "Mean probability of the consensus label over items.", "higher", _DAWID_SKENE
    ),
    "mean_difference": _row(
        "Difference of means",
        "Mean in the group minus mean in the rest, in the unit of the answer (steps of the scale for ordinal ones).",
        "difference in the answer's unit",
        "no bound",
        "no bound",
        "neither",
        "Welch 1947, doi:10.1093/biomet/34.1-2.28",
    ),
    "mean_error": _row(
        "Mean error",
        "Mean of predicted minus gold: above 0 the predictions lie too high. In the unit of the answer, or in steps.",
        "difference in the answer's unit",
        "no bound",
        "no bound",
        "neither",
    ),
    "mean_level": _row(
        "Mean position",
        "Mean position of the answers on the scale, from 0 (lowest) to 100 (highest); 50 is the middle of all answers.",
        "share",
        "0",
        "1",
        "neither",
        "ridits: Bross 1958, Biometrics 14, 18–38",
    ),
    "mean_value": _row("Mean answer", "Mean of the numbers answered.", "label unit", "no bound", "no bound", "neither"),
    "methods_agree": _share(
        "Methods agree", "Share of items to which all consensus methods give the same label.", "higher"
    ),
    "multiply_annotated": _share("Multiply annotated", "Share of items with at least two annotations.", "higher"),
    "negentropy": _row(
        "Negentropy",
        "Mean over items of ln K minus the entropy of the group's labels.",
        "nats",
        "0",
        "ln K",
        "higher",
        _GRASP,
    ),
    "others_agreement": _share(
        "Agreement with the others",
        "Share of predicted items whose predicted answer is the plurality answer of all other annotators, on the same "
        "items.",
        "neither",
    ),
    "outliers": _count(
        "Outliers", "Items whose text is unlike all others (Tukey's outer fence on log cosine similarity).", "neither"
    ),
    "overconfidence": _difference(
        "Overconfidence",
        "Mean probability given to the chosen labels minus their accuracy; above 0 it promises too much.",
        "neither",
    ),
    "overturn_rate": _share(
        "Overturn rate", "Share of adjudicated items whose decision differs from the majority of annotations.", "lower"
    ),
    "p_adjusted": _share(
        "Adjusted p-value",
        "p-value after Benjamini–Hochberg correction over the comparisons of one question and table.",
        "neither",
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
    "p_bonferroni": _share(
        "Adjusted p-value",
        "p-value after Bonferroni correction over the annotators, pairs or labels tested.",
        "neither",
        "Dunn 1961, doi:10.1080/01621459.1961.10482090",
    ),
    "p_permutation": _share(
        "Permutation p-value",
        "Probability, before correction, of a difference at least as large when annotator profiles are shuffled.",
        "neither",
        "Phipson and Smyth 2010, doi:10.2202/1544-6115.1585",
    ),
    "p_value": _share("p-value", "Probability of counts at least as uneven if the given shares held.", "neither"),
    "pass_rate": _share(
        "Pass rate of gold checks", "Share of gold checks hidden in batches that got the gold label.", "higher"
    ),
    "pattern_expected_seconds": _time(
        "Expected seconds", "Median over annotators of their median seconds per annotation.", "seconds"
    ),
    "pattern_expected_share": _share(
        "Expected share", "Share of answers that an honest annotator would show in a test for a suspicious pattern."
    ),
    "pattern_observed_seconds": _time(
        "Observed seconds", "Median seconds per annotation of the annotator found too fast.", "seconds"
    ),
    "pattern_observed_share": _share(
        "Observed share", "Share of answers that show a suspicious pattern: constant, cyclic, copied, drifting."
    ),
    "pauses": _count(
        "Pauses", "Annotations that took over ten times the annotator's median and a minute; counted as the median."
    ),
    "percent": _share(
        "Percent agreement",
        "Mean over items with at least two annotations of the share of annotation pairs with the same label.",
        "higher",
        _GWET,
    ),
    "plurality_size": _share(
        "Plurality size",
        "Mean over items of the share of the group's annotators with its commonest label.",
        "higher",
        _GRASP,
    ),
    "precision": _share("Precision", "Share of the gold items given this label that have it in gold.", "higher", _HOLD),
    "rarest_share": _share(
        "Share of the rarest label", "Share of items whose final label is the least used one.", "higher"
    ),
    "rate": _share("Rate", "Share of the group in which the event occurs."),
    "rate_difference": _difference(
        "Difference",
        "Share in the group minus share in the rest; for annotators, on the items that both labelled.",
    ),
    "ratio": _row(
        "Ratio",
        "The rate in the group divided by the rate in the rest.",
        "ratio",
        "0",
        "no bound",
        "neither",
        "Katz et al. 1978, doi:10.2307/2530610",
    ),
    "read": _count("Rows read", "Rows in the raw table."),
    "recall": _share("Recall", "Share of the gold items with this label that were given it.", "higher", _HOLD),
    "repeated": _count("Repeated annotations", "Annotations of an item by someone who had already annotated it."),
    "retest": _share(
        "Test–retest agreement",
        "Share of pairs of annotations of the same item by the same annotator that have the same label.",
        "higher",
    ),
    "scott_pi": _coefficient(
        "Scott's pi",
        "Agreement of two annotators corrected for chance by their pooled label shares.",
        "Scott 1955, doi:10.1086/266577",
    ),
    "seconds_per_annotation": _time(
        "Seconds per annotation", "Median time between start and submission of an annotation.", "seconds"
    ),
    "selection_rate": _share("Selection rate", "Share of items to which the model gives the label."),
    "share": _share("Share", "Part of the whole."),
    "share_change": _difference("Difference", "A share in this version minus that in its parent."),
    "spammer_score": _share(
        "Dependence on the truth",
        "How much the annotator's answers depend on the true label: 0 not at all (a spammer), 1 perfectly.",
        "higher",
        "Raykar and Yu 2012, JMLR 13, 491–518",
    ),
    "specific_agreement": _share(
        "Specific agreement",
        "Share of the other annotations of an item that have the label, given that one annotator chose it.",
        "higher",
        "Fleiss 1971, doi:10.1037/h0031619; Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M",
    ),
    "texts": _count("Texts", "Free-text values that were analyzed."),
    "throughput": _time("Throughput", "Annotations per hour of annotation work.", "items/hour", "higher"),
    "tied_items": _count("Tied items", "Items for which several labels have the most votes.", "lower"),
    "timed_share": _share("Timed annotations", "Share of annotations whose duration is known.", "higher"),
    "train_items": _count("Training items", "Items the model was trained on."),
    "turnaround_p50": _time(
        "Turnaround, median", "Median time from the last annotation of an item to its adjudication.", "hours", "lower"
    ),
    "turnaround_p90": _time(
        "Turnaround, 90th percentile",
        "Time from the last annotation to the adjudication that nine in ten items stay below.",
        "hours",
        "lower",
    ),
    "unique_records": _count("Unique records", "Records whose combination of quasi-identifiers occurs once.", "lower"),
    "used": _count("Rows used", "Rows in the clean table."),
    "voting_agreement": _coefficient(
        "Voting agreement", "Krippendorff's alpha between the plurality labels of the group and of the others.", _GRASP
    ),
    "weighted_brennan_prediger": _coefficient(
        "Brennan–Prediger coefficient, weighted",
        "Agreement with partial credit, corrected for chance as if all K labels were equally likely.",
        _GWET,
    ),
    "weighted_cohen_kappa": _coefficient(
        "Cohen's kappa, weighted",
        "Agreement of two annotators with partial credit, corrected for chance by each one's own label shares.",
        _COHEN_WEIGHTED,
    ),
    "weighted_cohen_kappa_mean": _coefficient(
        "Cohen's kappa, weighted, mean over pairs",
        "Mean of the weighted Cohen's kappa over all pairs of annotators with enough shared items.",
        f"{_COHEN_WEIGHTED}; Light 1971, doi:10.1037/h0031643",
    ),
    "weighted_conger_kappa": _coefficient(
        "Conger's kappa, weighted",
        "Agreement of several annotators with partial credit, corrected for chance by each one's label shares.",
        f"Conger 1980, doi:10.1037/0033-2909.88.2.322; {_GWET}",
    ),
    "weighted_fleiss_kappa": _coefficient(
        "Fleiss' kappa, weighted",
        "Mean pairwise agreement with partial credit, corrected for chance by the pooled label shares; with "
        "two annotators this is Scott's pi.",
        _GWET,
    ),
    "weighted_percent": _share(
        "Percent agreement, weighted",
        "Mean over items with at least two annotations of the credit that pairs of annotations get: 1 for the "
        "same label, less the farther apart they are.",
        "higher",
        _GWET,
    ),
    "withheld": _count("Rows withheld", "Rows read that did not reach the clean table."),
}


def catalog_for(figures: Mapping[str, Any]) -> dict[str, CatalogEntry]:
    """The entries of all metrics that occur in a tree of figures, sorted by key.

    Raises:
        KeyError: a figure names a metric that is not in the table.
    """
    return _entries({leaf.metric for _, leaf in leaves(figures)})


def _entries(keys: Iterable[str]) -> dict[str, CatalogEntry]:
    return {key: CATALOG[key] for key in sorted(keys)}
