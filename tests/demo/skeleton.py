"""What is left of a text of the demo when names are removed."""

from __future__ import annotations

from labelcards.demo.grammar import FilledText

__all__ = ["skeleton"]


def skeleton(filled: FilledText) -> str:
    """The text with every personal value replaced by its entity type: what is left when names are removed."""
    pieces: list[str] = []
    position = 0
    for span in filled.spans:
        pieces += [filled.text[position : span.start], f"<{span.entity}>"]
        position = span.end
    pieces.append(filled.text[position:])
    return "".join(pieces)
