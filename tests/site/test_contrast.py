"""The style sheet's colors meet WCAG 2.2 AA in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import labelcards.site.settings as site_settings
from labelcards.cards.charts.svg import PAINT

CSS = (Path(site_settings.__file__).parent / "assets" / "labelcards.css").read_text(encoding="utf-8")
TEXT = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("quiet", "ground"),
    ("quiet", "surface"),
    ("accent", "ground"),
    ("accent", "surface"),
    ("accent", "info-ground"),
    ("good", "good-ground"),
    ("bad", "bad-ground"),
    ("bad", "ground"),
    ("warn", "warn-ground"),
    ("second", "ground"),
]
GRAPHICS = [("accent", "ground"), ("second", "ground"), ("good", "ground"), ("bad", "ground"), ("quiet", "ground")]


def _colors(scheme: str) -> dict[str, str]:
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', CSS, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--lc-([a-z-]+): (#[0-9a-f]{6});", block[1]))


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_has_contrast(scheme: str, front: str, back: str) -> None:
    """Text has a contrast of at least 4.5 to its ground."""
    colors = _colors(scheme)
    assert _contrast(colors[front], colors[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(("front", "back"), GRAPHICS)
def test_marks_have_contrast(scheme: str, front: str, back: str) -> None:
    """Dots and ribbons have a contrast of at least 3 to their ground."""
    colors = _colors(scheme)
    assert _contrast(colors[front], colors[back]) >= 3


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_text_on_shaded_cells_has_contrast(scheme: str) -> None:
    """On every shade of the confusion matrix the numbers keep a contrast of at least 4.5."""
    colors = _colors(scheme)
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', CSS, re.DOTALL)
    assert block is not None
    shades = dict(re.findall(r"--lc-(heat(?:-second)?): (\d+ \d+ \d+);", block[1]))
    levels = [float(level) for level in re.findall(r"--lc-level: ([0-9.]+);", CSS)]
    assert len(shades) == 2
    assert len(levels) == 11
    ground = [int(colors["ground"][i : i + 2], 16) for i in (1, 3, 5)]
    for shade in shades.values():
        for level in levels:
            mixed = [round(g + (int(c) - g) * level) for g, c in zip(ground, shade.split(), strict=True)]
            assert _contrast(colors["ink"], "#" + "".join(f"{c:02x}" for c in mixed)) >= 4.5


def test_chart_colors_are_the_style_sheets() -> None:
    """A chart viewed on its own has the colors of the light scheme."""
    colors = _colors("default")
    assert {name: colors[name] for name in PAINT} == PAINT
