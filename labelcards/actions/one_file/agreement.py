"""``labelcards agreement``: one table in, agreement out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.assess.one_table.agreement import table_agreement
from labelcards.assess.one_table.layout import Layout
from labelcards.cards.warning_text import json_warnings
from labelcards.dataset.files.table_file import read_table
from labelcards.metrics.agreement.distances import WeightScheme
from labelcards.metrics.intervals.uncertainty import IntervalMethod

__all__ = ["run"]


def run(
    table: Path,
    *,
    item: str | None,
    annotator: str | None,
    label: str | None,
    level: str,
    layout: Layout,
    weights: WeightScheme | None,
    interval: IntervalMethod,
    seed: int,
) -> dict[str, Any]:
    """Read the table and measure agreement; see `labelcards.assess.one_table.agreement`.

    Returns:
        its result, with ``warnings`` as plain dicts that have the sentence as ``text``.
    """
    result = table_agreement(
        read_table(table),
        item=item,
        annotator=annotator,
        label=label,
        level=level,
        layout=layout,
        weights=weights,
        interval=interval,
        seed=seed,
    )
    return {**result, "warnings": json_warnings(result["warnings"])}
