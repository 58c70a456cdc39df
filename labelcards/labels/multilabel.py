"""Multi-label answers: sets of names, joined by ``|`` in tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from labelcards.labels.categorical import label_scores, parse_name, read_label
from labelcards.labels.kind import EMPTY_SET, SEPARATOR, Form, LabelKind, Members, Task
from labelcards.labels.limits import why_too_many
from labelcards.labels.nominal import Nominal
from labelcards.labels.reading import LabelDomain, Misfit, Reader
from labelcards.labels.verdict import Decision, Scores
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import Distance, MatrixDistance, jaccard_distances, masi_distances
from labelcards.metrics.consensus.gold import GoldJudgements, accuracy
from labelcards.metrics.consensus.sets import dawid_skene_sets
from labelcards.metrics.consensus.vote import majority_vote
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["Multilabel"]


class Multilabel(LabelKind):
    """Sets of names.

    Domain: sets of the declared labels. The empty set, "none of them", is an answer with the text ``[]``, which no
    label may have; an empty text means that there is no answer. Equality: equal sets. Distance: MASI, a second alpha
    Jaccard, so that sets that share a part are closer than sets that share nothing, and two empty sets are equal.
    Missing: no answer.
    """

    name: ClassVar[str] = "multilabel"
    lists_labels: ClassVar[bool] = True
    separator: ClassVar[str | None] = SEPARATOR
    deciders: ClassVar[tuple[str, ...]] = ("dawid_skene", "majority")
    task: ClassVar[Task | None] = "multi-label"
    form: ClassVar[Form] = "set"
    coefficients: ClassVar[tuple[str, ...]] = (
        "percent",
        "alpha",
        "alpha_jaccard",
        "majority_share",
        "fleiss_kappa",
        "cohen_kappa",
    )
    compared: ClassVar[tuple[str, ...]] = ("percent", "alpha")

    def parse(self, text: str) -> str:
        """The names of the set, sorted, each once, joined by ``|``; ``[]`` for none."""
        if text.strip() == EMPTY_SET:
            return EMPTY_SET
        names = [parse_name(part) for part in text.split(SEPARATOR) if part.strip()]
        if not names:
            raise ValueError("the answer is missing")
        return self.joined(names)

    def reader(self, allowed: LabelDomain) -> Reader:
        """The set of the labels named; a whole text that is an alias means its label, ``[]`` else the empty set."""
        single = read_label(Nominal(), allowed)

        def read(text: str) -> str | Misfit:
            whole = single(text)
            if isinstance(whole, str):
                return whole
            if text.strip() == EMPTY_SET:
                return EMPTY_SET
            chosen: list[str] = []
            for part in text.split(SEPARATOR):
                if part.strip():
                    label = single(part)
                    if isinstance(label, Misfit):
                        return label
                    chosen.append(label)
            return self.joined(chosen) if chosen else whole

        return read

    def parts(self, answer: str) -> tuple[str, ...]:
        """The names in the set; none of the empty set."""
        return () if answer == EMPTY_SET else tuple(answer.split(SEPARATOR))

    def joined(self, labels: Sequence[str]) -> str:
        """The set, sorted; ``[]`` for none."""
        return SEPARATOR.join(sorted(set(labels) - {EMPTY_SET})) or EMPTY_SET

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Text order."""
        return tuple(sorted(set(labels)))

    def members(self, labels: Sequence[str]) -> Members:
        """The distinct names in all sets, in text order."""
        names = tuple(sorted({name for label in labels for name in self.parts(label)}))
        return names, self.holds(labels, names)

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """MASI or Jaccard distance of the sets."""
        if of == "alpha_jaccard":
            return MatrixDistance(self.distance_table(labels, np.zeros(0, dtype=np.intp)), "jaccard")
        return MatrixDistance(masi_distances(self.members(labels)[1]), "masi")

    def why_no_distance(self, K: int) -> str | None:
        """The distance is a table of K × K numbers."""
        return why_too_many(K)

    def distance_table(self, labels: Sequence[str], given: Codes) -> Floats:
        """Jaccard distances."""
        return jaccard_distances(self.members(labels)[1])

    def consensus(
        self, ratings: Ratings, answers: Sequence[str], declared: Sequence[str], *, only: str = ""
    ) -> Decision:
        """Dawid–Skene for every listed label, and the vote for whole sets."""
        methods = {}
        if only != "majority":
            methods["dawid_skene"] = dawid_skene_sets(ratings, self.holds(answers, declared))
        if only != "dawid_skene":
            methods["majority"] = majority_vote(ratings)
        return Decision(methods)

    def scores(self, scored: GoldJudgements, answers: Sequence[str], *, seed: int = 0) -> Scores:
        """Share of equal sets; per label: is it in the given set, against is it in the gold set."""
        names, member = self.members(answers)
        inside = member.astype(np.intp)
        per_label = {
            name: label_scores(GoldJudgements(scored.item, column[scored.given], column[scored.truth], 2), 1)
            for name, column in zip(names, inside.T, strict=True)
        }
        return Scores({"accuracy": accuracy(scored)}, per_label)
