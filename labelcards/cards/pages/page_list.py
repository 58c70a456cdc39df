"""The pages of a card, and which of them an audience gets."""

from __future__ import annotations

__all__ = ["PAGES", "pages_for"]

PAGES = (
    "index",
    "quality",
    "labels",
    "annotators",
    "bias",
    "privacy",
    "datasheet",
    "model-card",
    "guidelines",
    "changes",
    "evidence",
    "files",
    "glossary",
    "crosswalk",
)
"""The pages in reading order; each has a template ``pages/<name>.md.jinja``."""

INSIDERS = frozenset({"annotators"})
"""Pages about single people: only in internal cards."""


def pages_for(audience: str) -> tuple[str, ...]:
    """The pages that a card for ``audience`` has."""
    return tuple(page for page in PAGES if audience != "public" or page not in INSIDERS)
