"""What customers write about: ``data/topics/<number>-<topic>.toml``, one file per topic, in declared order.

A new topic is one more file. It may hold crossings in both directions: requests of its own that follow another topic's
story, and, with ``asked``, another topic's requests that follow one of its stories.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labelcards.demo.scenario import Crossing, Scenario, TopicText
from labelcards.demo.text_file import names, read

__all__ = ["CROSSINGS", "TOPICS", "TOPIC_OF", "TOPIC_TEXTS"]

_URGENCY = {"low": 1.6, "normal": 5, "high": 3, "urgent": 0.5}
_PULL = 0.7


def _topic(name: str) -> str:
    """``billing`` for ``topics/1-billing.toml``."""
    return name.partition("-")[2].removesuffix(".toml")


TOPIC_TEXTS: Mapping[str, TopicText] = {_topic(name): read(name, TopicText) for name in names("topics")}
"""Topic → its text, in declared order."""

TOPICS = tuple(TOPIC_TEXTS)
"""The labels of the question ``topic``, in declared order."""

_STORIES = {scenario.key: (topic, scenario) for topic, text in TOPIC_TEXTS.items() for scenario in text.scenarios}


class _CrossedStory(Scenario):
    """A story of the rival topic that ends in a request of another one."""

    crosses = True


def _crossed(asked: str, crossing: Crossing) -> Iterator[Scenario]:
    for story in crossing.stories:
        told, scenario = _STORIES[story]
        yield _CrossedStory(
            key=f"{story}_then_{asked}",
            urgency=_URGENCY,
            subjects=scenario.subjects,
            openings=scenario.openings,
            details=scenario.details,
            requests=crossing.requests,
            rival=told,
            pull=_PULL,
            products=scenario.products,
        )


def _crossings() -> dict[str, tuple[Scenario, ...]]:
    made: dict[str, list[Scenario]] = {topic: [] for topic in TOPICS}
    for topic, text in TOPIC_TEXTS.items():
        for crossing in text.crossings:
            asked = crossing.asked or topic
            made[asked] += _crossed(asked, crossing)
    return {topic: tuple(scenarios) for topic, scenarios in made.items()}


CROSSINGS: Mapping[str, tuple[Scenario, ...]] = _crossings()
"""Topic → scenarios that tell of another topic first; the rule is that what is asked for counts."""

TOPIC_OF: Mapping[str, str] = {
    scenario.key: topic for topic, text in TOPIC_TEXTS.items() for scenario in (*text.scenarios, *CROSSINGS[topic])
}
"""Key of a scenario → what its tickets are about."""
