"""What the team lead can see without knowing the truth: gold checks, speed, and how sure the votes are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from labelcards.demo.questions import LABELS, QUESTIONS
from labelcards.demo.records import Annotation
from labelcards.demo.tickets import Ticket

__all__ = ["Review", "certainty", "review_team"]

_FEWEST_CHECKS = 16
_PASS_BAR = 0.71
_TOO_FAST = 0.4


@dataclass(frozen=True, slots=True)
class Review:
    """The lead's view of the team after a round.

    Attributes:
        accuracy: (question, person) → share of gold checks passed, shrunk towards the team's.
        withdrawn: people whose annotations are taken out.
        retrained: those among them who were merely too fast and stay after training.
    """

    accuracy: Mapping[tuple[str, int], float]
    withdrawn: frozenset[int]
    retrained: frozenset[int]


def _passes(annotations: Iterable[Annotation], tickets: Sequence[Ticket]) -> dict[tuple[str, int], list[bool]]:
    passes: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for row in annotations:
        if row.source == "gold_check":
            for question in QUESTIONS:
                hit = row.answer(question) == tickets[row.ticket].truth(question)
                passes[question, row.person].append(hit)
    return passes


def review_team(annotations: Sequence[Annotation], tickets: Sequence[Ticket], team_size: int) -> Review:
    """Accuracy on gold checks per person, and who falls below the bar of 71% over both questions.

    Gold checks have a known answer, so this uses nothing that a real lead would not have.
    """
    passes = _passes(annotations, tickets)
    accuracy: dict[tuple[str, int], float] = {}
    for question in QUESTIONS:
        pooled = [hit for (name, _), hits in passes.items() if name == question for hit in hits]
        mean = (sum(pooled) + 1) / (len(pooled) + 2)
        for person in range(team_size):
            hits = passes.get((question, person), [])
            accuracy[question, person] = float(np.clip((sum(hits) + 4 * mean) / (len(hits) + 4), 0.3, 0.98))
    seconds: dict[int, list[float]] = defaultdict(list)
    for row in annotations:
        seconds[row.person].append((row.submitted_at - row.started_at).total_seconds())
    pace = {person: float(np.median(times)) for person, times in seconds.items()}
    usual = float(np.median(list(pace.values())))
    failed: set[int] = set()
    for person in pace:
        hits = [hit for question in QUESTIONS for hit in passes.get((question, person), [])]
        if len(hits) >= _FEWEST_CHECKS and sum(hits) / len(hits) < _PASS_BAR:
            failed.add(person)
    too_fast = frozenset(person for person in failed if pace[person] < _TOO_FAST * usual)
    return Review(accuracy, withdrawn=frozenset(failed), retrained=too_fast)


def certainty(
    rows: Sequence[Annotation], question: str, accuracy: Mapping[tuple[str, int], float]
) -> tuple[int, float]:
    """The likeliest label of one ticket and its probability, votes weighed by gold-check accuracy.

    Each voter is right with their accuracy and otherwise picks any other label; all labels are equally likely before.
    """
    K = len(LABELS[question])
    score = np.zeros(K)
    for row in rows:
        right = accuracy[question, row.person]
        score += np.log((1 - right) / (K - 1))
        score[row.answer(question)] += np.log(right) - np.log((1 - right) / (K - 1))
    share = np.exp(score - score.max())
    share /= share.sum()
    best = int(share.argmax())
    return best, float(share[best])
