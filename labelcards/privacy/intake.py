"""What became of the raw rows before anonymization: used, or left out with a reason."""

from __future__ import annotations

from labelcards.dataset.version.reading import ReadReport
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.metrics.estimate import Estimate

__all__ = ["intake_figures"]


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
