"""What became of the raw rows before anonymization: used, or left out with a reason."""

from __future__ import annotations

from labelcards.dataset.version.reading import ReadReport
from labelcards.documents.figures import CatalogEntry, Figure, FigureTree, figure
from labelcards.metrics.estimate import Estimate

__all__ = ["INTAKE_CATALOG", "intake_figures"]


def _count(title: str, definition: str) -> CatalogEntry:
    return CatalogEntry(
        title=title,
        definition=definition,
        unit="count",
        low="0",
        high="no bound",
        direction="neither",
        source="counted while reading the raw files",
    )


INTAKE_CATALOG: dict[str, CatalogEntry] = {
    "intake_read": _count(
        "Rows read", "Records of the raw files; one per judgement where a row answers several questions."
    ),
    "intake_used": _count("Rows used", "Rows of the label version."),
    "intake_left_out": _count(
        "Rows left out", "Rows read and not used, by reason; read is the sum of used and left out."
    ),
    "intake_dropped_columns": _count(
        "Columns dropped", "Columns of the raw files that the manifest does not declare; nothing of them is kept."
    ),
}


def intake_figures(report: ReadReport) -> FigureTree:
    """Table → ``read``, ``used``, ``left_out.<reason>`` and ``dropped_columns``."""
    tree: FigureTree = {}
    for name, table in report.tables.items():
        branch: FigureTree = {
            "read": _leaf("intake_read", table.rows_read),
            "used": _leaf("intake_used", table.rows_used),
            "dropped_columns": _leaf("intake_dropped_columns", len(table.dropped_columns)),
        }
        if table.left_out:
            branch["left_out"] = {
                reason: _leaf("intake_left_out", count) for reason, count in sorted(table.left_out.items())
            }
        tree[name] = branch
    return tree


def _leaf(metric: str, count: int) -> Figure:
    return figure(metric, Estimate(float(count), count, why_no_interval="counted, not sampled"))
