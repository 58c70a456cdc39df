"""Findings about agreement, in words."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.documents.figures import Warned
from labelcards.metrics.agreement.balance import AgreementFinding

__all__ = ["worded"]

_TEXTS = {
    "no-annotations": "There are no annotations.",
    "single-annotator": "One annotator made all {annotations:,.0f} annotations: agreement cannot be measured.",
    "no-overlap": (
        "None of the {items:,.0f} annotated items has annotations by two of the {annotators:,.0f} annotators: "
        "agreement cannot be measured."
    ),
    "thin-overlap": (
        "Agreement rests on {multiply_annotated:,.0f} items with two annotations or more, of {items:,.0f} annotated "
        "ones: too few to say much about the others."
    ),
    "one-label": (
        "All annotations have one and the same label. Krippendorff's alpha and kappa are undefined then: nothing "
        "varies that annotators could agree on beyond chance."
    ),
    "rare-label": (
        "Only {items:,.0f} of {multiply_annotated:,.0f} multiply annotated items have a label other than the most "
        "frequent one. The intervals of alpha and kappa are too narrow with so few."
    ),
    "prevalence-paradox": (
        "Annotators agree on {percent:.0%} of pairs but Fleiss' kappa is {fleiss_kappa:.2f}, because one label has "
        "{largest_label_share:.0%} of all annotations. Gwet's AC1, which this does not depress, is {gwet_ac1:.2f}."
    ),
    "separate-annotators": (
        "The {annotators:,.0f} annotators fall into {groups:,.0f} groups that share no item with each other (the "
        "largest has {largest_group:,.0f}). Agreement between these groups is not measured."
    ),
}

_ABOUT_LABELS = frozenset({"rare-label", "prevalence-paradox"})
_NOTES = frozenset({"rare-label"})


def worded(findings: Iterable[AgreementFinding], about: str, *, nominal: bool = True) -> list[Warned]:
    """The findings as warnings.

    Args:
        findings: from `labelcards.metrics.agreement.balance.agreement_findings`.
        about: dotted path of the agreement branch.
        nominal: False for numbers, where no label is rare or dominant.
    """
    return [
        Warned(
            code=finding.code,
            about=about,
            text=_TEXTS[finding.code].format(**finding.evidence),
            level="note" if finding.code in _NOTES else "warning",
        )
        for finding in findings
        if nominal or finding.code not in _ABOUT_LABELS
    ]
