"""How one person answers both questions about one ticket under one version of the guidelines.

Three things go wrong. A *slip* has nothing to do with the ticket. A *borderline* ticket is filed under its rival
topic when the guidelines leave the case open. And whoever does not know the Southern "go home" reads a return as a
delivery. Urgency is read off a scale with noise; under vague guidelines the tone of the writer leaks into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from labelcards.demo.annotators import Annotator
from labelcards.demo.idiom import IDIOM
from labelcards.demo.scenario import URGENCIES
from labelcards.demo.streams import stream
from labelcards.demo.tickets import Ticket
from labelcards.demo.topics import TOPICS

__all__ = ["GUIDELINES", "Guideline", "Judge"]

_MOST_TEMPTED = 0.9


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a version of the guidelines achieves.

    Attributes:
        vagueness: 0 … 1, how often it leaves a borderline topic open.
        slips: factor on everybody's slips.
        blindness: probability that the blind region reads "go home" as a delivery.
        others_blind: the same probability for other regions but the South.
        noise: standard deviation of the perceived urgency, in steps of the scale.
        tone: how far the writer's tone shifts the perceived urgency, in steps.
    """

    vagueness: float
    slips: float
    blindness: float
    others_blind: float
    noise: float
    tone: float


GUIDELINES: Mapping[str, Guideline] = {
    "1.0.0": Guideline(vagueness=0.98, slips=3.0, blindness=0.9, others_blind=0.15, noise=0.48, tone=0.5),
    "1.1.0": Guideline(vagueness=0.215, slips=0.9, blindness=0.84, others_blind=0.04, noise=0.3, tone=0.14),
    "2.0.0": Guideline(vagueness=0.21, slips=1.1, blindness=0.05, others_blind=0.02, noise=0.33, tone=0.06),
}
"""Guideline version → its effect."""


class Judge:
    """Answers for the whole team; everybody has habits about each kind of trouble.

    A person who once files "cancel my plan" under account access does so again: the leaning is drawn once per
    person and scenario.
    """

    def __init__(self, seed: int, name: str) -> None:
        self.seed = seed
        self.rng = stream(seed, f"judgement {name}")
        self._leanings: dict[tuple[str, str], float] = {}

    def answer(self, person: Annotator, ticket: Ticket, guideline: Guideline) -> tuple[int, int]:
        """Positions of the chosen topic and urgency."""
        return self._topic(person, ticket, guideline), self._urgency(person, ticket, guideline)

    def _leaning(self, person: Annotator, ticket: Ticket) -> float:
        """0 … 2, mean 1: this person's habit about this kind of trouble."""
        key = (person.annotator_id, ticket.scenario)
        if key not in self._leanings:
            self._leanings[key] = float(2 * stream(self.seed, f"leaning {key[0]} {key[1]}").beta(0.9, 0.9))
        return self._leanings[key]

    def _topic(self, person: Annotator, ticket: Ticket, guideline: Guideline) -> int:
        slip, blind, rival, other = self.rng.random(4)
        if slip < min(person.slip * guideline.slips, 0.75):
            return int(other * len(TOPICS))
        if ticket.idiom and person.region != IDIOM.region:
            if blind < (guideline.blindness if person.region == IDIOM.unknown_in else guideline.others_blind):
                return TOPICS.index(IDIOM.read_as)
        elif ticket.rival is not None:
            tempted = ticket.pull * guideline.vagueness * (1.45 - person.judgement) * self._leaning(person, ticket)
            if rival < min(tempted, _MOST_TEMPTED):
                return ticket.rival
        return ticket.topic

    def _urgency(self, person: Annotator, ticket: Ticket, guideline: Guideline) -> int:
        slip, other = self.rng.random(2)
        noise = float(self.rng.normal(0, guideline.noise))
        if slip < min(person.slip * guideline.slips, 0.75):
            return int(other * len(URGENCIES))
        shift = person.severity * guideline.noise / 0.4 + guideline.tone * ticket.tone
        return int(np.clip(np.rint(ticket.urgency + noise + shift), 0, len(URGENCIES) - 1))
