"""A decision tree: questions go down the page, ``yes`` leads right, ``no`` leads down."""

from __future__ import annotations

from markupsafe import Markup

from labelcards.cards.charts.svg import FALLBACK, framed, wrapped
from labelcards.cards.escape import md
from labelcards.documents.guidelines import DecisionStep

__all__ = ["decision_tree"]

BOX, TALL, STEP_X, ROW, LEAF = 306.0, 100.0, 354.0, 126.0, 34.0
CHARACTERS, LINES = 42, 5


class _Canvas:
    """Collects pieces and remembers how far they reach."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.boxes: list[str] = []
        self.columns = 0
        self.rows = 0

    def place(self, node: DecisionStep | str, column: int, row: int) -> int:
        """Draw ``node`` with its box at (column, row); the first row below everything drawn."""
        self.columns, self.rows = max(self.columns, column + 1), max(self.rows, row + 1)
        x, y = column * STEP_X + 1, row * ROW + 1
        if isinstance(node, str):
            self.boxes.append(_leaf(node, x, y + (TALL - LEAF) / 2))
            return row + 1
        self.boxes.append(_question(node.question, x, y))
        self._arrow(x + BOX, y + TALL / 2, x + STEP_X, y + TALL / 2, "yes")
        below = self.place(node.yes, column + 1, row)
        self._arrow(
            x + 28,
            y + TALL,
            x + 28,
            below * ROW + (1 if isinstance(node.no, DecisionStep) else (TALL - LEAF) / 2),
            "no",
        )
        return self.place(node.no, column, below)

    def _arrow(self, x0: float, y0: float, x1: float, y1: float, text: str) -> None:
        level = y0 == y1
        tip = f"M{x1:g},{y1:g}l-6,-4v8Z" if level else f"M{x1:g},{y1:g}l-4,-6h8Z"
        beside = f'x="{x0 + 8:g}" y="{y0 + 17:g}"'
        place = f'x="{(x0 + x1) / 2:g}" y="{y0 - 7:g}" text-anchor="middle"' if level else beside
        self.lines.append(
            f'<path d="M{x0:g},{y0:g}L{x1:g},{y1:g}" stroke="{FALLBACK["quiet"]}" fill="none"/>'
            f'<path d="{tip}" fill="{FALLBACK["quiet"]}"/>'
            f'<text {place} font-size="12" fill="{FALLBACK["quiet"]}">{text}</text>'
        )


def _question(text: str, x: float, y: float) -> str:
    lines = wrapped(text, CHARACTERS, LINES)
    top = y + TALL / 2 - (len(lines) - 1) * 8.5 + 4.5
    words = "".join(
        f'<text x="{x + 14:g}" y="{top + 17 * i:g}" font-size="13" fill="{FALLBACK["ink"]}">{md(line)}</text>'
        for i, line in enumerate(lines)
    )
    return (
        f'<g><title>{md(text)}</title><rect x="{x:g}" y="{y:g}" width="{BOX:g}" height="{TALL:g}" rx="6" '
        f'fill="{FALLBACK["surface"]}" stroke="{FALLBACK["hairline"]}"/>{words}</g>'
    )


def _leaf(text: str, x: float, y: float) -> str:
    line = (wrapped(text, CHARACTERS - 3, 1) or [""])[0]
    return (
        f'<g><title>{md(text)}</title><rect x="{x:g}" y="{y - 1:g}" width="{BOX:g}" height="{LEAF:g}" rx="17" '
        f'fill="{FALLBACK["ground"]}" stroke="{FALLBACK["accent"]}" stroke-width="1.5"/>'
        f'<text x="{x + 18:g}" y="{y + 20.5:g}" font-size="13" font-weight="600" fill="{FALLBACK["accent"]}">'
        f"{md(line)}</text></g>"
    )


def decision_tree(tree: DecisionStep, *, name: str, subject: str) -> Markup:
    """The drawing of a tree of at least one question."""
    canvas = _Canvas()
    rows = canvas.place(tree, 0, 0)
    return framed(
        "".join(canvas.lines) + "".join(canvas.boxes),
        name=name,
        width=(canvas.columns - 1) * STEP_X + BOX + 2,
        height=rows * ROW - ROW + TALL + 2,
        title=f"{subject}: decision tree",
        description=f"It starts with: {tree.question} The numbered steps below hold the same tree.",
    )
