"""What a question's figures must be read with: the warnings of the documents, page by page, each once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from labelcards.cards.figures.book import Book

__all__ = ["Caution", "cautions"]


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning: its reason code, which names the remedy, its level and its sentence."""

    code: str
    level: str
    text: str


def cautions(
    book: Book, question: str, branches: Collection[str], *, document: str = "quality", but: Collection[str] = ()
) -> tuple[Caution, ...]:
    """The warnings about branches of a question, warnings before notes, a sentence said once.

    Args:
        book: the documents.
        question: its key.
        branches: names below ``questions.<question>``.
        document: whose warnings.
        but: codes that the page says elsewhere.
    """
    found: dict[str, Caution] = {}
    for name, warned in book.warnings():
        about = warned.about
        if name != document or len(about) < 3 or about[:2] != ("questions", question) or about[2] not in branches:
            continue
        if warned.code not in but:
            text = book.text(warned)
            found.setdefault(text, Caution(warned.code, warned.level, text))
    return tuple(found.values())
