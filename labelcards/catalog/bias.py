"""Groups of items and of annotators, against the rest."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, coefficient, count, difference, row, share

__all__ = ["BIAS"]

_KRIPPENDORFF = "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"
_FLEISS = "Fleiss 1971, doi:10.1037/h0031619; items annotated once stay in the label shares (Gwet 2014)"
_GRASP = "Prabhakaran et al. 2024, GRASP, NAACL"

BIAS: dict[str, FigureRow] = {
    "adjusted_difference": difference(
        "Adjusted difference",
        "Group minus rest within strata of equal other attributes, pooled over strata (Mantel–Haenszel).",
        "neither",
        "Greenland and Robins 1985, doi:10.2307/2530643; interval: Sato 1989",
        by="groups.disparity.adjusted_difference",
    ),
    "cross_group_agreement": row(
        "Cross-group agreement",
        "Agreement between this annotator group and all others, corrected for chance (cross-replication reliability).",
        "coefficient",
        "-1",
        "1",
        "higher",
        "Wong et al. 2021, Cross-replication Reliability, ACL; " + _GRASP,
        by="groups.cohesion.association",
    ),
    "cross_negentropy": row(
        "Cross-negentropy",
        "Mean over items of ln K plus the mean log share that the other annotators give to this group's labels.",
        "nats",
        "no bound",
        "ln K",
        "higher",
        _GRASP,
        by="groups.cohesion.cross_negentropy",
    ),
    "disagreement": share(
        "Disagreement",
        "Mean share of annotation pairs of an item that have different labels.",
        "lower",
        by="intervals.clustered.clustered_rate",
    ),
    "dissent_rate": share(
        "Dissent rate",
        "Share of annotations that differ from the item's final label.",
        "neither",
        by="intervals.clustered.clustered_rate",
    ),
    "dsi": row(
        "Diversity sensitivity index",
        "Largest group association index among the groups of a column.",
        "ratio",
        "no bound",
        "no bound",
        "neither",
        _GRASP,
        by="groups.cohesion.diversity_sensitivity",
    ),
    "error_rate": share(
        "Error rate",
        "Share of annotations of gold items that differ from the gold label.",
        "lower",
        by="intervals.clustered.clustered_rate",
    ),
    "excess": row(
        "Excess difference",
        "Errors of the annotator group on these items in excess of what item and annotator effects explain; the "
        "adjusted p-value beside it is about this figure and one-sided.",
        "difference of shares",
        "no bound",
        "no bound",
        "lower",
        "two-way fixed effects, Frisch and Waugh 1933, doi:10.2307/1907330",
        by="groups.interaction.interactions",
    ),
    "expected_share": share("Share in the population", "Share of the group in the population given for comparison."),
    "gai": row(
        "Group association index",
        "In-group cohesion divided by cross-group agreement; 1 means that the group does not matter; see the p-value.",
        "ratio",
        "no bound",
        "no bound",
        "neither",
        _GRASP,
        by="groups.cohesion.association",
    ),
    "gai_difference": row(
        "In-group minus cross-group agreement",
        "In-group alpha minus cross-group agreement; 0 means that the group does not matter, steadier than the ratio.",
        "difference",
        "no bound",
        "no bound",
        "neither",
        _GRASP,
        by="groups.cohesion.association",
    ),
    "in_group_alpha": coefficient(
        "In-group alpha",
        "Krippendorff's alpha among the annotators of one group.",
        f"{_KRIPPENDORFF}; {_GRASP}",
        by="groups.cohesion.association",
    ),
    "in_group_fleiss": coefficient(
        "In-group Fleiss' kappa",
        "Fleiss' kappa among the annotators of one group.",
        _FLEISS,
        by="agreement.coefficients.ChanceCorrection",
    ),
    "intersections": count(
        "Intersections", "Intersections of groups: tested, differing after correction, or too small to test."
    ),
    "label_rate": share("Label rate", "Share of items with this label.", by="intervals.clustered.clustered_rate"),
    "level_difference": difference(
        "Difference of positions",
        "How much more often an answer of the group stands higher on the scale than one of the rest; equal ones count "
        "half. 0 means no difference; for annotators, on the items that both labelled.",
        "neither",
        "Brunner and Munzel 2000, Biometrical Journal 42, 17–25",
        by="groups.mean_gap.superiority",
    ),
    "mean_difference": row(
        "Difference of means",
        "Mean in the group minus mean in the rest, in the unit of the answer (steps of the scale for ordinal ones).",
        "difference in the answer's unit",
        "no bound",
        "no bound",
        "neither",
        "Welch 1947, doi:10.1093/biomet/34.1-2.28",
        by="groups.mean_gap.mean_gap",
    ),
    "mean_level": row(
        "Mean position",
        "Mean position of the answers on the scale, from 0 (lowest) to 100 (highest); 50 is the middle of all answers.",
        "share",
        "0",
        "1",
        "neither",
        "ridits: Bross 1958, Biometrics 14, 18–38",
    ),
    "mean_value": row("Mean answer", "Mean of the numbers answered.", "label unit", "no bound", "no bound", "neither"),
    "negentropy": row(
        "Negentropy",
        "Mean over items of ln K minus the entropy of the group's labels.",
        "nats",
        "0",
        "ln K",
        "higher",
        _GRASP,
        by="groups.cohesion.negentropy",
    ),
    "p_adjusted": share(
        "Adjusted p-value",
        "p-value after Benjamini–Hochberg correction over the comparisons of one question and table.",
        "neither",
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
        by="intervals.correction.benjamini_hochberg",
    ),
    "p_permutation": share(
        "Permutation p-value",
        "Probability, before correction, of a difference at least as large when annotator profiles are shuffled.",
        "neither",
        "Phipson and Smyth 2010, doi:10.2202/1544-6115.1585",
        by="intervals.permutation.permutation_test",
    ),
    "p_value": share(
        "p-value",
        "Probability of counts at least as uneven if the given shares held.",
        "neither",
        by="groups.disparity.goodness_of_fit_p",
    ),
    "plurality_size": share(
        "Plurality size",
        "Mean over items of the share of the group's annotators with its commonest label.",
        "higher",
        _GRASP,
        by="groups.cohesion.plurality_size",
    ),
    "rate_difference": difference(
        "Difference",
        "Share in the group minus share in the rest; for annotators, on the items that both labelled.",
        by="intervals.clustered.clustered_difference",
    ),
    "ratio": row(
        "Ratio",
        "The rate in the group divided by the rate in the rest.",
        "ratio",
        "0",
        "no bound",
        "neither",
        "Katz et al. 1978, doi:10.2307/2530610",
        by="groups.disparity.share_ratio",
    ),
    "voting_agreement": coefficient(
        "Voting agreement",
        "Krippendorff's alpha between the plurality labels of the group and of the others.",
        _GRASP,
        by="groups.cohesion.voting_agreement",
    ),
}
