"""How well annotators agree."""

from __future__ import annotations

from labelcards.catalog.row import FigureRow, coefficient, row, share

__all__ = ["AGREEMENT"]

_GWET = "Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014"
_GWET_2008 = "Gwet 2008, doi:10.1348/000711006X126600"
_KRIPPENDORFF = "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"
_COHEN = "Cohen 1960, doi:10.1177/001316446002000104"
_COHEN_WEIGHTED = "Cohen 1968, doi:10.1037/h0026256"
_BYRT = "Byrt, Bishop and Carlin 1993, doi:10.1016/0895-4356(93)90018-V"
_FLEISS = "Fleiss 1971, doi:10.1037/h0031619; items annotated once stay in the label shares (Gwet 2014)"

AGREEMENT: dict[str, FigureRow] = {
    "alpha": coefficient(
        "Krippendorff's alpha",
        "One minus observed over expected disagreement among pairable annotations, with the distance of the label "
        "kind; items annotated once do not count.",
        _KRIPPENDORFF,
        by="agreement.coefficients.Alpha",
    ),
    "alpha_jaccard": coefficient(
        "Krippendorff's alpha, Jaccard",
        "Krippendorff's alpha of sets with the Jaccard distance: one minus the shared part of the union.",
        _KRIPPENDORFF + "; Jaccard 1912",
        by="agreement.coefficients.Alpha",
    ),
    "bias_index": share(
        "Bias index",
        "Half the sum of the differences between the label shares of two annotators, mean over pairs: 0 where they use "
        "labels equally often. With two labels |b − c| / n.",
        "lower",
        _BYRT,
        by="agreement.margins.label_margins",
    ),
    "brennan_prediger": coefficient(
        "Brennan–Prediger coefficient",
        "Agreement corrected for chance as if all K labels were equally likely.",
        "Brennan and Prediger 1981, doi:10.1177/001316448104100307",
        by="agreement.coefficients.ChanceCorrection",
    ),
    "cohen_kappa": coefficient(
        "Cohen's kappa",
        "Agreement of two annotators corrected for chance by each one's own label shares.",
        _COHEN,
        by="agreement.annotator_pairs.cohen_kappa",
    ),
    "cohen_kappa_linear": coefficient(
        "Cohen's kappa, linear weights",
        "Cohen's kappa in which the credit falls linearly with the distance of the labels.",
        _COHEN_WEIGHTED,
        by="agreement.annotator_pairs.cohen_kappa",
    ),
    "cohen_kappa_linear_mean": coefficient(
        "Cohen's kappa, linear weights, mean over pairs",
        "Mean of Cohen's kappa with linear weights over all pairs of annotators with enough shared items.",
        f"{_COHEN_WEIGHTED}; Light 1971, doi:10.1037/h0031643",
        by="agreement.lights_kappa.mean_cohen_kappa",
    ),
    "cohen_kappa_mean": coefficient(
        "Cohen's kappa, mean over pairs",
        "Mean of Cohen's kappa over all pairs of annotators with enough shared items.",
        f"{_COHEN}; Light 1971, doi:10.1037/h0031643",
        by="agreement.lights_kappa.mean_cohen_kappa",
    ),
    "cohen_kappa_quadratic": coefficient(
        "Cohen's kappa, quadratic weights",
        "Cohen's kappa in which the credit falls with the squared distance of the labels.",
        _COHEN_WEIGHTED,
        by="agreement.annotator_pairs.cohen_kappa",
    ),
    "cohen_kappa_quadratic_mean": coefficient(
        "Cohen's kappa, quadratic weights, mean over pairs",
        "Mean of Cohen's kappa with quadratic weights over all pairs of annotators with enough shared items.",
        f"{_COHEN_WEIGHTED}; Light 1971, doi:10.1037/h0031643",
        by="agreement.lights_kappa.mean_cohen_kappa",
    ),
    "conger_kappa": coefficient(
        "Conger's kappa",
        "Agreement of several annotators corrected for chance by the label shares of each annotator.",
        "Conger 1980, doi:10.1037/0033-2909.88.2.322; missing annotations after Gwet 2014",
        by="agreement.conger.conger_kappa",
    ),
    "design_effect": row(
        "Design effect of annotators",
        "Variance of alpha over items and annotators, divided by that over items alone: 1 where other annotators would "
        "change nothing, 9 where they make the interval three times as wide.",
        "ratio",
        "1",
        "no bound",
        "lower",
        "Kish 1965, Survey Sampling, section 8.2",
        by="agreement.margins.design_effect",
    ),
    "fleiss_kappa": coefficient(
        "Fleiss' kappa",
        "Mean pairwise agreement corrected for chance by the pooled label shares.",
        _FLEISS,
        by="agreement.coefficients.ChanceCorrection",
    ),
    "gwet_ac1": coefficient(
        "Gwet's AC1",
        "Mean pairwise agreement corrected for chance on hard items only; steady when one label dominates.",
        f"{_GWET_2008}; {_GWET}",
        by="agreement.coefficients.ChanceCorrection",
    ),
    "gwet_ac2": coefficient(
        "Gwet's AC2",
        "AC1 with partial credit for labels that are close (quadratic weights unless the method says otherwise).",
        _GWET,
        by="agreement.coefficients.ChanceCorrection",
    ),
    "kappa_maximum": coefficient(
        "Largest possible kappa",
        "Cohen's kappa if two annotators agreed as often as their label shares allow, mean over pairs.",
        _COHEN,
        by="agreement.margins.label_margins",
    ),
    "majority_share": share(
        "Majority share",
        "Mean over items with at least two annotations of the share of the most frequent label.",
        "higher",
        by="agreement.item_shares.MajorityShare",
    ),
    "percent": share(
        "Percent agreement",
        "Mean over items with at least two annotations of the share of annotation pairs with the same label.",
        "higher",
        _GWET,
        by="agreement.coefficients.ChanceCorrection",
    ),
    "prevalence_index": share(
        "Prevalence index",
        "Of two labels, how much more often two annotators agree on one than on the other, |a − d| / n, mean over "
        "pairs: 0 where both are equally frequent; near 1 kappa is low however well they agree.",
        "neither",
        _BYRT,
        by="agreement.margins.label_margins",
    ),
    "scott_pi": coefficient(
        "Scott's pi",
        "Agreement of two annotators corrected for chance by their pooled label shares.",
        "Scott 1955, doi:10.1086/266577",
        by="agreement.coefficients.ChanceCorrection",
    ),
    "specific_agreement": share(
        "Specific agreement",
        "Share of the other annotations of an item that have the label, given that one annotator chose it.",
        "higher",
        "Fleiss 1971, doi:10.1037/h0031619; Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M",
        by="agreement.item_shares.SpecificAgreement",
    ),
    "weighted_brennan_prediger": coefficient(
        "Brennan–Prediger coefficient, weighted",
        "Agreement with partial credit, corrected for chance as if all K labels were equally likely.",
        _GWET,
        by="agreement.coefficients.ChanceCorrection",
    ),
    "weighted_cohen_kappa": coefficient(
        "Cohen's kappa, weighted",
        "Agreement of two annotators with partial credit, corrected for chance by each one's own label shares.",
        _COHEN_WEIGHTED,
        by="agreement.annotator_pairs.cohen_kappa",
    ),
    "weighted_cohen_kappa_mean": coefficient(
        "Cohen's kappa, weighted, mean over pairs",
        "Mean of the weighted Cohen's kappa over all pairs of annotators with enough shared items.",
        f"{_COHEN_WEIGHTED}; Light 1971, doi:10.1037/h0031643",
        by="agreement.lights_kappa.mean_cohen_kappa",
    ),
    "weighted_conger_kappa": coefficient(
        "Conger's kappa, weighted",
        "Agreement of several annotators with partial credit, corrected for chance by each one's label shares.",
        f"Conger 1980, doi:10.1037/0033-2909.88.2.322; {_GWET}",
        by="agreement.conger.conger_kappa",
    ),
    "weighted_fleiss_kappa": coefficient(
        "Fleiss' kappa, weighted",
        "Mean pairwise agreement with partial credit, corrected for chance by the pooled label shares; with "
        "two annotators this is Scott's pi.",
        _GWET,
        by="agreement.coefficients.ChanceCorrection",
    ),
    "weighted_percent": share(
        "Percent agreement, weighted",
        "Mean over items with at least two annotations of the credit that pairs of annotations get: 1 for the "
        "same label, less the farther apart they are.",
        "higher",
        _GWET,
        by="agreement.coefficients.ChanceCorrection",
    ),
}
