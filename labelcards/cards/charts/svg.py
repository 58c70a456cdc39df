"""SVG that belongs to its page: colors from the style sheet, the page's font, a title and a description, unique ids."""

from __future__ import annotations

import re
import textwrap

from markupsafe import Markup

from labelcards.cards.escape import md

__all__ = ["FALLBACK", "PAINT", "clip", "framed", "standalone", "wrapped"]

PAINT: dict[str, str] = {
    "ink": "#1c2127",
    "quiet": "#5b6570",
    "hairline": "#d5dae0",
    "accent": "#0d5f78",
    "accent-soft": "#a9cbd6",
    "second": "#b4531a",
    "second-soft": "#e9c3a6",
    "ground": "#ffffff",
    "surface": "#f5f7f8",
}
"""Names of the style sheet's chart colors (``--lc-<name>``) and the value a file viewed on its own falls back to."""

FALLBACK = {name: f"var(--lc-{name},{color})" for name, color in PAINT.items()}
"""The same as CSS, for ``fill`` and ``stroke``."""

_SIZE = re.compile(r'<svg class="lc-svg"')


def clip(text: str, width: int) -> str:
    """``text`` in at most ``width`` characters, with an ellipsis when it was longer."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """``text`` in at most ``lines`` lines of ``width`` characters; the last one ends in an ellipsis when it is cut."""
    return textwrap.wrap(" ".join(text.split()), width, max_lines=lines, placeholder=" …", break_long_words=True)


def framed(body: str, *, name: str, width: float, height: float, title: str, description: str) -> Markup:
    """``body`` (SVG elements, already escaped) as one accessible image.

    Args:
        name: unique on the page; the start of every id.
        title: what it shows; read first by a screen reader.
        description: what a reader who cannot see it should know.
    """
    return Markup(  # noqa: S704 - title and description are escaped, the body is drawn here
        f'<svg class="lc-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'style="max-width:{width:g}px;--lc-width:{width:g}px" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="inherit" focusable="false">'
        f'<title id="{name}-title">{md(title)}</title><desc id="{name}-desc">{md(description)}</desc>'
        f"{body}</svg>"
    )


def standalone(svg: Markup) -> str:
    """The image as a file of its own: white ground, a common font."""
    head = '<svg class="lc-svg" style="background:#fff" font-size="12"'
    text = str(svg).replace('font-family="inherit" focusable="false"', 'font-family="system-ui, sans-serif"', 1)
    text = re.sub(r' style="max-width:[0-9.]+px;--lc-width:[0-9.]+px"', "", text, count=1)
    return _SIZE.sub(head, text, count=1) + "\n"
