"""What the theme's pages lack for readers who cannot see or point; found by axe-core, which the tests run."""

from __future__ import annotations

__all__ = ["mended"]

_MENDS = (
    # a dialog needs a name
    (
        '<div class="md-search" data-md-component="search" role="dialog">',
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Search">',
    ),
    # the version selector is called what it shows, so that it can be spoken
    ('"select.version": "Select version"', '"select.version": ""'),
)


def mended(page: str) -> str:
    """The HTML of a page with these places put right; a theme that has put them right itself is left alone."""
    for before, after in _MENDS:
        page = page.replace(before, after)
    return page
