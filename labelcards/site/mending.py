"""What the theme's pages lack for readers who cannot see or point; found by axe-core, which the tests run."""

from __future__ import annotations

import re

__all__ = ["compact", "mended"]

_AS_IT_IS = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_INDENTATION = re.compile(r"\s*\n\s*")

_MENDS = (
    # a dialog needs a name
    (
        '<div class="md-search" data-md-component="search" role="dialog">',
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Search">',
    ),
    # the version selector is called what it shows, so that it can be spoken
    ('"select.version": "Select version"', '"select.version": ""'),
    # pictures of the documentation come when they are scrolled to
    ('<img alt="', '<img loading="lazy" alt="'),
)


def mended(page: str) -> str:
    """The HTML of a page with these places put right; a theme that has put them right itself is left alone."""
    for before, after in _MENDS:
        page = page.replace(before, after)
    return page


def compact(page: str) -> str:
    """The same page without indentation and empty lines, which browsers show as nothing; code keeps its own."""
    parts = _AS_IT_IS.split(page)
    return "".join(_INDENTATION.sub("\n", text) + held for text, held in zip(parts[::3], [*parts[1::3], ""], strict=True))
