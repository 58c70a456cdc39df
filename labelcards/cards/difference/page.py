"""A difference between two versions as a comment for a pull request, as a page, and as an erratum."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from labelcards.cards.difference.audience import for_public
from labelcards.cards.difference.view import difference_view
from labelcards.cards.environment import environment, render
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.site_publication import Audience

__all__ = ["MOST_BYTES", "comment", "page", "with_erratum"]

MOST_BYTES = 60_000
"""GitHub and GitLab cut longer comments."""

_CAPS = (100, 40, 15, 6, 2, 0)
_ON_A_PAGE = 500
_GAPS = re.compile(r"\n{3,}")
_TEMPLATE = "diff/comment.md.jinja"


def comment(document: DifferenceDocument, templates: Path | None = None, audience: Audience = "public") -> str:
    """The difference as Markdown for a pull request: summary first, details folded, at most `MOST_BYTES` long.

    A comment is as public as its repository, so it holds counts only, unless ``audience`` is ``internal``; what one
    annotator did is said without saying who.
    """
    jinja = environment(templates)
    shown = for_public(document, review=True) if audience == "public" else document
    text = ""
    for cap in _CAPS:
        view = difference_view(shown, cap, templates)
        text = _GAPS.sub("\n\n", render(jinja, _TEMPLATE, view=view, complete=cap == _CAPS[0]))
        if len(text.encode("utf-8")) <= MOST_BYTES:
            break
    return text


def page(
    document: DifferenceDocument,
    templates: Path | None = None,
    *,
    embedded: bool = False,
    audience: Audience = "public",
) -> str:
    """The difference as one HTML page that needs no other file; ``embedded`` adds links to the site around it.

    It holds counts only, unless ``audience`` is ``internal``.
    """
    shown = for_public(document) if audience == "public" else document
    view = difference_view(shown, _ON_A_PAGE, templates)
    return render(environment(templates), "diff/page.html.jinja", view=view, embedded=embedded).lstrip()


def with_erratum(document: DifferenceDocument) -> DifferenceDocument:
    """The document with a text for the Datasheet when something that was published changed; a person signs it off."""
    if document.advice.level != "major":
        return document
    text = render(environment(), "diff/erratum.txt.jinja", view=difference_view(document, 5))
    return document.model_copy(update={"erratum": unescape(text).strip()})
