"""The demo must not be too easy: two topics meet in many tickets, and the baseline does not read them all."""

from __future__ import annotations

import re

import numpy as np
import pytest

from labelcards.assess.model.baseline import fit_predict, label_of
from labelcards.demo.records import Story
from labelcards.demo.topics import CROSSINGS, TOPIC_TEXTS, TOPICS
from tests.demo.skeleton import skeleton


def _crosses(key: str) -> bool:
    return "_then_" in key


def test_every_pair_of_topics_meets() -> None:
    """For each two topics there is a story of one that ends in a request of the other, with the story as the rival."""
    pairs = {(scenario.rival, asked) for asked, scenarios in CROSSINGS.items() for scenario in scenarios}
    assert pairs == {(told, asked) for told in TOPICS for asked in TOPICS if told != asked}
    keys = [scenario.key for scenarios in CROSSINGS.values() for scenario in scenarios]
    keys += [scenario.key for text in TOPIC_TEXTS.values() for scenario in text.scenarios]
    assert len(set(keys)) == len(keys)


def test_what_is_asked_for_decides(story: Story) -> None:
    """A ticket that begins with another topic carries one of its own topic's requests, and that topic is the truth."""
    asked = {scenario.key: topic for topic, scenarios in CROSSINGS.items() for scenario in scenarios}
    found = [ticket for ticket in story.tickets if _crosses(ticket.scenario)]
    assert 0.15 <= len(found) / len(story.tickets) <= 0.3
    for ticket in found:
        assert TOPICS[ticket.topic] == asked[ticket.scenario]
        assert ticket.rival not in (None, ticket.topic)


def test_danger_and_leaks_have_urgent_sentences_of_their_own(story: Story) -> None:
    """Water is mentioned as the danger only where something leaks, and sparks or fire never there."""
    for ticket in story.tickets:
        text = ticket.body.text.lower()
        if re.search(r"water reaches the sockets|floor is under water", text):
            assert ticket.scenario == "leak"
        if re.search(r"catches fire|pull the plug", text):
            assert ticket.scenario == "danger"


@pytest.mark.parametrize(("chapter", "lowest", "highest"), [(0, 0.58, 0.88), (1, 0.76, 0.92), (2, 0.85, 0.955)])
def test_the_baseline_finds_it_hard(story: Story, chapter: int, lowest: float, highest: float) -> None:
    """Even trained on the truth, the baseline misses gold topics, above all where two of them meet."""
    version = story.chapters[chapter]
    gold = list(version.gold)
    train = sorted(set(version.tickets) - set(gold))
    texts = [f"{skeleton(ticket.subject)}\n{skeleton(ticket.body)}" for ticket in story.tickets]
    truth = np.array([ticket.topic for ticket in story.tickets])
    scores = fit_predict([texts[row] for row in train], truth[train], [texts[row] for row in gold], len(TOPICS))
    assert isinstance(scores, np.ndarray)
    hit = label_of(scores) == truth[gold]
    crossing = np.array([_crosses(story.tickets[row].scenario) for row in gold])
    assert lowest <= hit.mean() <= highest
    assert hit[crossing].mean() < hit[~crossing].mean() - 0.1
