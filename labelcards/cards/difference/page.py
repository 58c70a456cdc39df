"""A difference between two versions as a comment for a pull request, as a page, and as an erratum."""

from __future__ import annotations

from html import unescape
from pathlib import Path

from labelcards.cards.difference.view import difference_view
from labelcards.cards.environment import environment, render
from labelcards.documents.difference import DifferenceDocument

__all__ = ["MOST_BYTES", "comment", "page", "with_erratum"]

MOST_BYTES = 60_000
"""GitHub and GitLab cut longer comments."""

_CAPS = (100, 40, 15, 6, 2, 0)
_ON_A_PAGE = 500
_TEMPLATE = "diff/comment.md.jinja"


def comment(document: DifferenceDocument, templates: Path | None = None) -> str:
    """The difference as Markdown for a pull request: summary first, details folded, at most `MOST_BYTES` long."""
    jinja = environment(templates)
    text = ""
    for cap in _CAPS:
        text = render(jinja, _TEMPLATE, view=difference_view(document, cap), complete=cap == _CAPS[0])
        if len(text.encode("utf-8")) <= MOST_BYTES:
            break
    return text


def page(document: DifferenceDocument, templates: Path | None = None, *, embedded: bool = False) -> str:
    """The difference as one HTML page that needs no other file; ``embedded`` adds links to the site around it."""
    view = difference_view(document, _ON_A_PAGE)
    return render(environment(templates), "diff/page.html.jinja", view=view, embedded=embedded).lstrip()


def with_erratum(document: DifferenceDocument) -> DifferenceDocument:
    """The document with a text for the Datasheet when something that was published changed; a person signs it off."""
    if document.advice.level != "major":
        return document
    text = render(environment(), "diff/erratum.txt.jinja", view=difference_view(document, 5))
    return document.model_copy(update={"erratum": unescape(text).strip()})
