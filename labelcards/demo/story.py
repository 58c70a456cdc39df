"""The story of the three label versions, told by simulating what a labelling team does.

1.0.0  a pilot on a quarter of the tickets, with guidelines of a few lines
1.1.0  the guidelines are rewritten; the pilot is labelled again, and more tickets with it
2.0.0  weak annotators are withdrawn, the rest is labelled, likely errors are relabelled, disputes are adjudicated

Nothing here looks at the truth of a ticket that is not gold: who is withdrawn, what is relabelled and what is
adjudicated follows from gold checks, speed and votes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from labelcards.demo.adjudication import adjudicate, undecided
from labelcards.demo.annotators import Annotator, make_annotators
from labelcards.demo.judgement import GUIDELINES
from labelcards.demo.questions import QUESTIONS
from labelcards.demo.records import Adjudication, Annotation, Chapter, Story
from labelcards.demo.review import Review, certainty, review_team
from labelcards.demo.rounds import Round, batch_count, label_round
from labelcards.demo.schedule import next_working_day, working_day
from labelcards.demo.selection import choose_gold, choose_tickets
from labelcards.demo.streams import stream
from labelcards.demo.tickets import Ticket, make_tickets

__all__ = ["tell"]

_PER_TICKET = 3
_KNOWN_IN_PILOT = 0.6
_RELABEL_SHARE = {"topic": 0.1, "urgency": 0.08}
_RELABEL_VOTES = 2
_DISPUTED_BELOW = {"topic": 0.98, "urgency": 0.97}
_PILOT_START = datetime(2025, 9, 8, 8, 0, tzinfo=UTC)
_SECOND_START = datetime(2025, 10, 13, 8, 0, tzinfo=UTC)
_THIRD_START = datetime(2026, 1, 7, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all chapters share."""

    seed: int
    tickets: tuple[Ticket, ...]
    team: tuple[Annotator, ...]
    chosen: Mapping[str, tuple[int, ...]]
    gold: Mapping[str, tuple[int, ...]]

    @property
    def everybody(self) -> tuple[int, ...]:
        return tuple(range(len(self.team)))

    @property
    def seniors(self) -> tuple[int, ...]:
        return tuple(place for place in self.everybody if self.team[place].experience == "senior")

    def adjudicate(self, name: str, cases: Sequence[tuple[int, str]], rows: Iterable[Annotation]) -> list[Adjudication]:
        ready = {place: max(row.submitted_at for row in votes) for place, votes in _by_ticket(rows).items()}
        return adjudicate(
            cases, seed=self.seed, name=name, tickets=self.tickets, team=self.team, judges=self.seniors, ready=ready
        )

    def chapter(self, version: str, rows: Iterable[Annotation], decisions: Sequence[Adjudication] = ()) -> Chapter:
        annotations = tuple(sorted(rows, key=lambda row: (row.submitted_at, row.ticket, row.person)))
        present = {row.person for row in annotations} | {decision.person for decision in decisions}
        return Chapter(
            version=version,
            tickets=tuple(sorted(self.chosen[version])),
            gold=tuple(sorted(self.gold[version])),
            team=tuple(sorted(present)),
            annotations=annotations,
            adjudications=tuple(decisions),
        )


def _by_ticket(annotations: Iterable[Annotation]) -> dict[int, list[Annotation]]:
    grouped: dict[int, list[Annotation]] = defaultdict(list)
    for row in annotations:
        grouped[row.ticket].append(row)
    return grouped


def _pilot(setting: _Setting) -> Chapter:
    known = setting.gold["1.0.0"][: round(len(setting.gold["1.0.0"]) * _KNOWN_IN_PILOT)]
    plan = Round(
        name="pilot",
        needed=dict.fromkeys(setting.chosen["1.0.0"], _PER_TICKET),
        seen={},
        checks=frozenset(known),
        team=setting.team,
        active=setting.everybody,
        guideline=GUIDELINES["1.0.0"],
        first_day=_PILOT_START,
    )
    return setting.chapter("1.0.0", label_round(setting.seed, plan, setting.tickets))


def _second(setting: _Setting, pilot: Chapter) -> Chapter:
    """Everything again under the new guidelines; some disputes about the topic are adjudicated."""
    order = [int(place) for place in stream(setting.seed, "second order").permutation(setting.chosen["1.1.0"])]
    plan = Round(
        name="second",
        needed=dict.fromkeys(order, _PER_TICKET),
        seen={},
        checks=frozenset(setting.gold["1.1.0"]),
        team=setting.team,
        active=setting.everybody,
        guideline=GUIDELINES["1.1.0"],
        first_day=_SECOND_START,
        first_batch=batch_count(len(pilot.tickets)) + 1,
    )
    rows = label_round(setting.seed, plan, setting.tickets)
    decisions = setting.adjudicate("second", _objections(rows, setting.seniors), rows)
    return setting.chapter("1.1.0", rows, decisions)


def _third_round(setting: _Setting, parent: Chapter, review: Review, first_batch: int) -> Round:
    """What is missing: the rest of the tickets, and a new vote for each one that was withdrawn."""
    kept = _by_ticket(row for row in parent.annotations if row.person not in review.withdrawn)
    seen = {place: frozenset(row.person for row in rows) for place, rows in kept.items()}
    missing = {place: _PER_TICKET - len(seen.get(place, ())) for place in setting.chosen["2.0.0"]}
    gone = review.withdrawn - review.retrained
    return Round(
        name="third",
        needed={place: count for place, count in missing.items() if count > 0},
        seen=seen,
        checks=frozenset(setting.gold["2.0.0"]),
        team=tuple(
            person.retrained() if place in review.retrained else person for place, person in enumerate(setting.team)
        ),
        active=tuple(place for place in setting.everybody if place not in gone),
        guideline=GUIDELINES["2.0.0"],
        first_day=_THIRD_START,
        first_batch=first_batch,
    )


def _doubtful(rows: Iterable[Annotation], review: Review, size: int, settled: set[int]) -> list[int]:
    """The tickets whose votes leave most doubt about either question, a share of ``size`` for each; topics first.

    Tickets that were adjudicated are ``settled``.
    """
    grouped = _by_ticket(row for row in rows if row.ticket not in settled)
    chosen: dict[int, None] = {}
    for question in QUESTIONS:
        doubts = sorted((certainty(votes, question, review.accuracy)[1], place) for place, votes in grouped.items())
        chosen |= dict.fromkeys(place for _, place in doubts[: round(size * _RELABEL_SHARE[question])])
    return list(chosen)


def _outvoted(rows: Sequence[Annotation], question: str, seniors: Sequence[int]) -> bool:
    """Whether juniors outvoted a senior, who may then ask for a decision."""
    votes = {row.person: row.answer(question) for row in rows}
    label = max(sorted(set(votes.values())), key=list(votes.values()).count)
    sides = [(person in seniors, vote == label) for person, vote in votes.items()]
    return (True, False) in sides and (True, True) not in sides


def _objections(rows: Iterable[Annotation], seniors: Sequence[int]) -> list[tuple[int, str]]:
    """Tickets whose topic has no majority or one against a senior."""
    return [
        (place, "topic")
        for place, votes in sorted(_by_ticket(rows).items())
        if undecided(votes, "topic") or _outvoted(votes, "topic", seniors)
    ]


def _disputes(rows: Iterable[Annotation], places: Iterable[int], review: Review) -> list[tuple[int, str]]:
    """(ticket, question) pairs of ``places`` without a majority or with a doubtful one."""
    votes_of = _by_ticket(rows)
    return [
        (place, question)
        for place, votes in ((place, votes_of[place]) for place in sorted(places))
        for question in QUESTIONS
        if undecided(votes, question) or certainty(votes, question, review.accuracy)[1] < _DISPUTED_BELOW[question]
    ]


def _settle(
    setting: _Setting, rows: Iterable[Annotation], fresh: Iterable[Annotation], settled: Iterable[Adjudication]
) -> list[Adjudication]:
    """Decisions about tickets with ``fresh`` annotations, made while the round goes on; once decided is enough."""
    places = {row.ticket for row in fresh} - {decision.ticket for decision in settled}
    votes = [row for row in rows if row.ticket in places]
    return setting.adjudicate("third", _objections(votes, setting.seniors), votes)


def _third(setting: _Setting, parent: Chapter, pilot_batches: int) -> Chapter:
    """Withdraw, label the rest, relabel what is doubtful, adjudicate what stays disputed."""
    review = review_team(parent.annotations, setting.tickets, len(setting.team))
    first_batch = pilot_batches + batch_count(len(parent.tickets)) + 1
    plan = _third_round(setting, parent, review, first_batch)
    rows = [row for row in parent.annotations if row.person not in review.withdrawn]
    fresh = label_round(setting.seed, plan, setting.tickets)
    rows += fresh
    settled = [*parent.adjudications, *_settle(setting, rows, fresh, parent.adjudications)]
    review = review_team(rows, setting.tickets, len(setting.team))
    doubtful = _doubtful(rows, review, len(setting.tickets), {decision.ticket for decision in settled})
    seen = {place: frozenset(row.person for row in votes) for place, votes in _by_ticket(rows).items()}
    again = Round(
        name="relabel",
        needed=dict.fromkeys(doubtful, _RELABEL_VOTES),
        seen=seen,
        checks=frozenset(),
        team=plan.team,
        active=setting.seniors,
        guideline=GUIDELINES["2.0.0"],
        first_day=working_day(next_working_day(max(row.submitted_at for row in rows)), 2),
        letter="r",
    )
    rows += label_round(setting.seed, again, setting.tickets)
    settled += setting.adjudicate("relabel", _disputes(rows, doubtful, review), rows)
    return setting.chapter("2.0.0", rows, settled)


def tell(seed: int, items: int) -> Story:
    """Simulate all three versions of a data set with ``items`` tickets."""
    tickets = make_tickets(seed, items)
    chosen = choose_tickets(seed, items)
    setting = _Setting(seed, tickets, make_annotators(seed), chosen, choose_gold(seed, tickets, chosen))
    pilot = _pilot(setting)
    second = _second(setting, pilot)
    third = _third(setting, second, batch_count(len(pilot.tickets)))
    return Story(tickets, setting.team, (pilot, second, third))
