"""A person or organization of a manifest, and the one-line text that manifests are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from labelcards.documents.document import Part

__all__ = ["Line", "Party"]


def _line(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("must be one line without control characters")
    return text.strip()


Line = Annotated[str, AfterValidator(_line)]
"""One line of text."""


class Party(Part):
    """A person or organization named on the cards, with how to reach them.

    Attributes:
        kind: which of the two; catalogs tell them apart.
        contact: a mail address, a web address, or words.
        url: their page.
    """

    name: Line
    kind: Literal["organization", "person"] = "organization"
    role: Line | None = None
    contact: Line | None = None
    url: Line | None = None
