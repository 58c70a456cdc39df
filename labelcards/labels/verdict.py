"""What a kind of label says about items and judgements: which answer wins, and how good answers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelcards.metrics.consensus.consensus import Consensus
from labelcards.metrics.consensus.dawid_skene import DawidSkene
from labelcards.metrics.estimate import Result

__all__ = ["Decision", "Scores"]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """One answer per item, by every method that suits a kind.

    Attributes:
        methods: name → result.
        model: the fitted Dawid–Skene model, where an answer is one of the listed labels: what each annotator confuses.
        answers: what label codes of the results mean: the answers that were given, in their order, and after these the
            numbers that a method made; empty where results hold given answers only.
    """

    methods: Mapping[str, Consensus]
    model: DawidSkene | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Judgements against gold.

    Attributes:
        overall: metric key → result.
        per_label: label → metric key → result; empty for kinds without label rates.
    """

    overall: Mapping[str, Result]
    per_label: Mapping[str, Mapping[str, Result]] = field(default_factory=dict)
