"""Findings about agreement as warnings."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.catalog.warnings import WARNINGS, warned
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.agreement.balance import AgreementFinding

__all__ = ["agreement_warnings"]

_ABOUT_LABELS = frozenset({"rare-label", "prevalence-paradox"})


def agreement_warnings(
    findings: Iterable[AgreementFinding], about: FigurePath, *, nominal: bool = True
) -> list[WarningRecord]:
    """The findings as warnings.

    Args:
        findings: from `labelcards.metrics.agreement.balance.agreement_findings`.
        about: path of the agreement branch.
        nominal: False for numbers, where no label is rare or dominant.
    """
    return [
        warned(finding.code, about, **_facts(finding))
        for finding in findings
        if nominal or finding.code not in _ABOUT_LABELS
    ]


def _facts(finding: AgreementFinding) -> dict[str, int | float]:
    """The evidence that the code's sentence needs; what it counts, as whole numbers."""
    declared = WARNINGS[finding.code].facts
    return {
        name: round(finding.evidence[name]) if kind == "count" else finding.evidence[name]
        for name, kind in declared.items()
    }
