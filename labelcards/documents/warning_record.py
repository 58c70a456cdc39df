"""A warning in a document: a code and its facts. What it says in words stands in ``templates/warnings``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from labelcards.documents.document import Part
from labelcards.documents.figure_path import PathText

__all__ = ["Fact", "Level", "WarningInWords", "WarningRecord"]

Fact = str | int | float | tuple[str, ...] | tuple[int, ...]
"""A name, a count or a number; or the names, or the counts, of several."""

Level = Literal["note", "warning"]


class WarningRecord(Part):
    """Something a reader of the figures must know before trusting them.

    Made by `labelcards.catalog.warnings.warned`, which knows the codes; worded by `labelcards.cards.warning_text`.

    Attributes:
        code: stable reason code, e.g. ``prevalence-paradox``.
        about: path of the figure, or of the branch of figures, without the document; empty for all of them.
        level: ``"note"`` or ``"warning"``.
        facts: what the code's sentence needs, by name; never words of it.
    """

    code: str
    about: PathText
    level: Level = "warning"
    facts: dict[str, Fact] = Field(default_factory=dict)


class WarningInWords(WarningRecord):
    """A warning with its sentence, for whoever reads no templates.

    Attributes:
        text: one or two plain sentences, with names of the data as they are.
    """

    text: str

    def __repr__(self) -> str:
        """The level and the sentence."""
        return f"{self.level}: {self.text}"

    __str__ = __repr__
