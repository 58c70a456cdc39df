"""Which tickets belong to which version, and which of them are gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from labelcards.demo import VERSIONS
from labelcards.demo.idiom import IDIOM
from labelcards.demo.streams import stream
from labelcards.demo.tickets import Ticket
from labelcards.demo.topics import TOPICS

__all__ = ["choose_gold", "choose_tickets"]

_SHARE = {"1.0.0": 1 / 4, "1.1.0": 7 / 12, "2.0.0": 1.0}
_GOLD_SHARE = {"1.0.0": 1 / 12, "1.1.0": 2 / 15, "2.0.0": 1 / 5}
_OVERSAMPLED = {"1.0.0": 0.32, "1.1.0": 0.42, "2.0.0": 0.17}
"""Version → what a Southern return counts when gold tickets are spread: the less, the more of them are chosen."""


def choose_tickets(seed: int, count: int) -> Mapping[str, tuple[int, ...]]:
    """Version → positions of its tickets in labelling order; each version begins with its parent's."""
    order = [int(place) for place in stream(seed, "selection").permutation(count)]
    return {version: tuple(order[: round(count * _SHARE[version])]) for version in VERSIONS}


def choose_gold(
    seed: int, tickets: Sequence[Ticket], chosen: Mapping[str, tuple[int, ...]]
) -> Mapping[str, tuple[int, ...]]:
    """Version → positions of its gold tickets, evenly over topic and customer region, Southern returns more often.

    A later version keeps the gold of the earlier ones.
    """
    rng = stream(seed, "gold")
    kept: list[int] = []
    result: dict[str, tuple[int, ...]] = {}
    for version in VERSIONS:
        filled = Counter(_cell(tickets[place]) for place in kept)
        ranked: list[tuple[float, float, int]] = []
        for place in (place for place in chosen[version] if place not in kept):
            cell = _cell(tickets[place])
            filled[cell] += 1
            weight = _OVERSAMPLED[version] if cell == (IDIOM.topic, IDIOM.region) else 1.0
            ranked.append((filled[cell] * weight, float(rng.random()), place))
        wanted = max(0, round(len(tickets) * _GOLD_SHARE[version]) - len(kept))
        kept += [place for _, _, place in sorted(ranked)[:wanted]]
        result[version] = tuple(kept)
    return result


def _cell(ticket: Ticket) -> tuple[str, str]:
    return TOPICS[ticket.topic], ticket.customer.region
