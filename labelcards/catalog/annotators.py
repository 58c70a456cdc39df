"""Single annotators. A figure here is about a person, and so never public."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, coefficient, difference, insiders, row, share, time

__all__ = ["ANNOTATORS"]

_KRIPPENDORFF = "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"

ANNOTATORS: dict[str, FigureRow] = insiders(
    {
        "accuracy_consensus": share(
            "Agreement with the consensus",
            "Share of the annotator's annotations that equal the majority of the other annotations of their item; a "
            "tie counts in part.",
            "higher",
            by="annotators.accuracy.peer_credit",
        ),
        "accuracy_gold": share(
            "Accuracy against gold",
            "Share of the annotator's annotations of gold items that equal the gold label.",
            "higher",
            by="intervals.shares.share_of",
        ),
        "accuracy_shrunk": share(
            "Accuracy, shrunk",
            "Accuracy against gold (without gold: against the other annotators), pulled towards the pool of annotators "
            "by as much as few annotations require.",
            "higher",
            "Gelman et al. 2013, Bayesian Data Analysis, ch. 5 (hierarchical beta-binomial model)",
            by="annotators.accuracy.shrunk_accuracies",
        ),
        "alpha_change": row(
            "Effect on alpha",
            "Krippendorff's alpha of all annotations minus alpha without this annotator; negative: agreement is better "
            "without them.",
            "coefficient",
            "-2",
            "2",
            "higher",
            _KRIPPENDORFF,
            by="agreement.annotator_effect.annotator_effects",
        ),
        "alpha_without": coefficient(
            "Alpha without the annotator",
            "Krippendorff's alpha after leaving this annotator out.",
            _KRIPPENDORFF,
            by="agreement.annotator_effect.annotator_effects",
        ),
        "items_per_hour": time(
            "Items per hour",
            "3600 divided by the median seconds per annotation.",
            "items/hour",
            by="annotators.work.items_per_hour",
        ),
        "label_excess": difference(
            "Over-use of a label",
            "How much more often the annotator gives the label than others do on the same items.",
            "lower",
            by="annotators.accuracy.label_excess",
        ),
        "p_bonferroni": share(
            "Adjusted p-value",
            "p-value after Bonferroni correction over the annotators, pairs or labels tested.",
            "neither",
            "Dunn 1961, doi:10.1080/01621459.1961.10482090",
        ),
        "pattern_expected_seconds": time(
            "Expected seconds",
            "Median over annotators of their median seconds per annotation.",
            "seconds",
            by="annotators.patterns.Pattern",
        ),
        "pattern_expected_share": share(
            "Expected share",
            "Share of answers that an honest annotator would show in a test for a suspicious pattern.",
            by="annotators.patterns.Pattern",
        ),
        "pattern_observed_seconds": time(
            "Observed seconds",
            "Median seconds per annotation of the annotator found too fast.",
            "seconds",
            by="annotators.patterns.Pattern",
        ),
        "pattern_observed_share": share(
            "Observed share",
            "Share of answers that show a suspicious pattern: constant, cyclic, copied, drifting.",
            by="annotators.patterns.Pattern",
        ),
        "retest": share(
            "Test–retest agreement",
            "Share of pairs of annotations of the same item by the same annotator that have the same label.",
            "higher",
            by="annotators.accuracy.retest_pairs",
        ),
        "spammer_score": share(
            "Dependence on the truth",
            "How much the annotator's answers depend on the true label: 0 not at all (a spammer), 1 perfectly.",
            "higher",
            "Raykar and Yu 2012, JMLR 13, 491–518",
            by="annotators.accuracy.spammer_score",
        ),
    }
)
