"""Findings about agreement as warnings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from labelcards.catalog.warnings import WARNINGS, warned
from labelcards.dataset.contract.suggestions import ACCEPTED, EDITED, MACHINE_SOURCES, MODEL
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.agreement.balance import AgreementFinding

__all__ = ["agreement_warnings", "machine_warnings"]

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


def machine_warnings(sources: pd.Series[Any], about: FigurePath) -> list[WarningRecord]:
    """That a model made or suggested some of the labels, so that annotators agree with it as well as with each other.

    Args:
        sources: (R,) ``source`` of the annotations.
        about: path of the agreement branch.
    """
    count = {source: int(sources.eq(source).fillna(False).sum()) for source in MACHINE_SOURCES}
    labels = sum(count.values())
    if not labels:
        return []
    shares = {"labels": labels, "annotations": len(sources), "share": labels / len(sources)}
    parts = {"accepted": count[ACCEPTED], "edited": count[EDITED], "made": count[MODEL]}
    return [warned("model-suggested", about, **shares, **parts)]


def _facts(finding: AgreementFinding) -> dict[str, int | float]:
    """The evidence that the code's sentence needs; what it counts, as whole numbers."""
    declared = WARNINGS[finding.code].facts
    return {
        name: round(finding.evidence[name]) if kind == "count" else finding.evidence[name]
        for name, kind in declared.items()
    }
