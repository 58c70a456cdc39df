"""Altair specifications to SVG, repainted with the style sheet's colors so that light, dark and print just work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from labelcards.cards.charts.svg import FALLBACK, PAINT, framed

if TYPE_CHECKING:
    import altair as alt

__all__ = ["CONFIG", "drawn"]

_ROOT = re.compile(r"<svg\b[^>]*\bviewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"[^>]*>(.*)</svg>\s*\Z", re.DOTALL)
_SEMANTICS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_FONT = re.compile(r' font-family="[^"]*"')
_ID = re.compile(r'(id="|url\(#|href="#)([A-Za-z0-9_-]+)')

_AXIS: dict[str, Any] = {
    "domain": False,
    "gridColor": PAINT["hairline"],
    "gridWidth": 1,
    "labelColor": PAINT["quiet"],
    "labelFontSize": 12,
    "labelPadding": 6,
    "ticks": False,
    "titleColor": PAINT["quiet"],
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "titlePadding": 10,
}

CONFIG: dict[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": _AXIS,
    "legend": {"labelColor": PAINT["quiet"], "titleColor": PAINT["quiet"]},
}
"""Hairline grid, no frame, quiet labels."""


def drawn(chart: alt.TopLevelMixin, *, name: str, title: str, description: str) -> Markup:
    """The chart as inline SVG.

    Deterministic: vl-convert lays out with its own fonts and without a browser; ids are renamed after ``name``.
    """
    import vl_convert  # noqa: PLC0415 - 30 MB that only charts need

    spec = chart.to_dict(validate=False)  # half of the time; tests/cards/charts/test_charts.py validates
    spec["config"] = CONFIG
    svg = str(vl_convert.vegalite_to_svg(spec))
    found = _ROOT.search(svg)
    if found is None:  # pragma: no cover - vl-convert always writes a view box
        raise RuntimeError("vl-convert wrote no SVG")
    body = _FONT.sub("", _SEMANTICS.sub("", found[3]))
    body = _ID.sub(lambda match: f"{match[1]}{name}-{match[2]}", body)
    for paint, color in PAINT.items():
        body = body.replace(f'"{color}"', f'"{FALLBACK[paint]}"')
    return framed(body, name=name, width=float(found[1]), height=float(found[2]), title=title, description=description)
