"""What happened while a version was anonymized, and the figures and warnings that tell it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from labelcards.catalog.warnings import warned
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate

__all__ = ["Ledger", "ledger_figures", "ledger_warnings"]


@dataclass
class Ledger:
    """What happened to the rows and texts.

    Attributes:
        read: table → rows of the raw table.
        withheld: table → places of the rows with something withheld.
        values: (table, column) → values that could not be generalized.
        reasons: why texts were withheld, and how many.
        found: entity type → findings.
        texts: texts searched, repetitions counted.
        residual_texts, residual_findings: what the second search found.
        suspects: (table, column) → different values of a kept column that look personal.
        raw: kind → raw values that are gone; stays in memory, for the fingerprints.
    """

    read: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, set[int]] = field(default_factory=dict)
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    residual_texts: int = 0
    residual_findings: int = 0
    suspects: dict[tuple[str, str], int] = field(default_factory=dict)
    raw: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def ledger_figures(ledger: Ledger, used: Mapping[str, int]) -> FigureTree:
    """Rows, texts, findings and residual findings; ``used`` is table → rows of the clean table."""

    def leaf(metric: str, value: int, n: int) -> Figure:
        return figure(metric, Estimate(float(value), n, why_no_interval="a count"))

    rows: FigureTree = {
        name: {
            "read": leaf("privacy_rows_read", read, read),
            "used": leaf("privacy_rows_used", used[name], read),
            "withheld": leaf("privacy_rows_withheld", len(ledger.withheld[name]), read),
        }
        for name, read in ledger.read.items()
    }
    texts = ledger.texts
    tree: FigureTree = {
        "rows": rows,
        "texts": leaf("privacy_texts", texts, texts),
        "findings": {
            entity_type: {"count": leaf("privacy_findings", count, texts)}
            for entity_type, count in sorted(ledger.found.items())
        },
        "residual": {
            "texts": leaf("privacy_residual_texts", ledger.residual_texts, texts),
            "findings": leaf("privacy_residual_findings", ledger.residual_findings, texts),
        },
    }
    return tree


def ledger_warnings(ledger: Ledger) -> list[WarningRecord]:
    """What was withheld, and what looks personal in a kept column; never with a value."""
    warnings = [
        warned("values-withheld", ("rows", table, "withheld"), values=count, column=column)
        for (table, column), count in sorted(ledger.values.items())
    ]
    warnings += [
        warned(f"text-{reason}", ("rows", "items", "withheld"), texts=count)
        for reason, count in sorted(ledger.reasons.items())
    ]
    warnings += [
        warned("looks-personal", ("rows", table, "used"), values=count, column=column)
        for (table, column), count in sorted(ledger.suspects.items())
    ]
    return warnings
