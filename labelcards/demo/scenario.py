"""A scenario: one kind of trouble a customer writes about, and the sentences that tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["TOPICS", "URGENCIES", "Scenario", "TopicText"]

TOPICS = ("billing", "delivery", "returns", "account_access", "product_fault")
"""The labels of the question ``topic``, in declared order."""

URGENCIES = ("low", "normal", "high", "urgent")
"""The labels of the question ``urgency``, in ascending order."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of trouble.

    Attributes:
        key: its name, unique over all topics.
        urgency: relative weights of the four urgencies.
        subjects, openings, details, requests: templates; a ticket takes one opening, up to three details, one request.
        rival: the topic a careful reader could also choose, or None.
        pull: how strongly the text pulls towards the rival, 0 … 1.
        products: the products it can happen to; all of them when empty.
        cues: for some urgencies, sentences that fit this kind of trouble and replace the topic's.
        crosses: whether it begins with a story of the rival topic and only the request tells what it is about.
    """

    key: str
    urgency: tuple[float, float, float, float]
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    details: tuple[str, ...]
    requests: tuple[str, ...]
    rival: str | None = None
    pull: float = 0.05
    products: tuple[str, ...] = ()
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    crosses: bool = False


@dataclass(frozen=True, slots=True)
class TopicText:
    """All the text of one topic.

    Attributes:
        topic: the label.
        scenarios: its kinds of trouble.
        cues: for each urgency, sentences that say how pressing it is.
        identity: sentences with personal slots that fit the topic.
        asides: one-line mentions of this topic inside a ticket about something else.
    """

    topic: str
    scenarios: tuple[Scenario, ...]
    cues: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    identity: tuple[str, ...]
    asides: tuple[str, ...]
