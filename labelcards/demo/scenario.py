"""A scenario: one kind of trouble a customer writes about, and the sentences that tell it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeVar, get_args

from pydantic import Field

from labelcards.demo.grammar import Template
from labelcards.documents.document import Part

__all__ = ["URGENCIES", "Crossing", "PerUrgency", "Scenario", "Templates", "TopicText"]

T = TypeVar("T")

Urgency = Literal["low", "normal", "high", "urgent"]
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
"""The labels of the question ``urgency``, in ascending order."""

PerUrgency = Annotated[dict[Urgency, T], Field(min_length=len(URGENCIES))]
"""Something for each of the four urgencies."""

Templates = Annotated[tuple[Template, ...], Field(min_length=1)]
"""Sentences to choose from."""


class Scenario(Part):
    """One kind of trouble.

    Attributes:
        key: its name, unique over all topics.
        urgency: relative weights of the four urgencies.
        subjects, openings, details, requests: a ticket takes one opening, up to three details, one request.
        rival: the topic a careful reader could also choose, or None.
        pull: how strongly the text pulls towards the rival, 0 … 1.
        products: the products it can happen to; all of them when empty.
        cues: for some urgencies, sentences that fit this kind of trouble and replace the topic's.
    """

    crosses: ClassVar[bool] = False
    """Whether it begins with a story of the rival topic and only the request tells what it is about."""

    key: str
    urgency: PerUrgency[float]
    subjects: Templates
    openings: Templates
    details: Templates
    requests: Templates
    rival: str | None = None
    pull: Annotated[float, Field(ge=0, le=1)] = 0.05
    products: tuple[str, ...] = ()
    cues: dict[Urgency, Templates] = Field(default_factory=dict)


class Crossing(Part):
    """Stories of one topic and the requests that make another one of them.

    Attributes:
        stories: scenarios of another topic, whose openings and details come first.
        requests: what is wanted after all; it is clear from each that the story is over or only the reason.
        asked: the topic of the requests; that of the file when empty.
    """

    stories: tuple[str, ...]
    requests: Templates
    asked: str = ""


class TopicText(Part):
    """All the text of one topic: one file.

    Attributes:
        share: of the tickets.
        scenarios: its kinds of trouble.
        cues: for each urgency, sentences that say how pressing it is.
        identity: sentences with personal slots that fit the topic.
        asides: one-line mentions of this topic inside a ticket about something else.
        crossings: other topics' stories that end in a request of this one.
    """

    share: Annotated[float, Field(gt=0)]
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]
    cues: PerUrgency[Templates]
    identity: Templates
    asides: Templates
    crossings: tuple[Crossing, ...] = ()
