"""A sign in a comparison: something the tables of two versions show about how the newer one was made."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from labelcards.documents.document import Part
from labelcards.documents.warning_record import Fact, Level

__all__ = ["Sign", "SignConcern", "SignInWords"]

SignConcern = Literal["mechanical", "integrity"]
"""Figures move for a reason that is no better labelling; or something happened to the tables that nobody meant."""


class Sign(Part):
    """A code and its facts, as a warning is.

    Made by `labelcards.catalog.signs.signed`, which knows the codes; worded by `labelcards.cards.sign_text`.

    Attributes:
        code: stable reason code, e.g. ``votes-per-item``.
        concern: which list it stands in.
        level: ``note`` for what a reader must know, ``warning`` for what a reviewer must explain.
        question: the question; empty for the items and annotators of a whole version.
        facts: what the code's sentence needs, by name; counts, shares, p-values and names of labels.
        mapping: old label → the labels that took its place, as a version manifest declares it; empty for most codes.
        internal: up to five ids of items or annotators, to look them up; for internal output, never for the public.
    """

    code: str
    concern: SignConcern
    level: Level = "warning"
    question: str = ""
    facts: dict[str, Fact] = Field(default_factory=dict)
    mapping: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    internal: tuple[str, ...] = ()

    @property
    def for_public(self) -> Sign:
        """The same without ids."""
        return self.model_copy(update={"internal": ()})


class SignInWords(Sign):
    """A sign with its sentence, for whoever reads no templates.

    Attributes:
        text: one or two plain sentences, without ids.
    """

    text: str
