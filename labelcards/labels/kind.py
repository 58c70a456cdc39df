"""What a label is: which answers are valid, when two are equal, how far apart two are, and what "missing" means."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from labelcards.labels.reading import LabelDomain, Misfit, Reader, as_answer
from labelcards.labels.verdict import Decision, Scores
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import Distance, WeightScheme
from labelcards.metrics.consensus.gold import GoldJudgements, accuracy
from labelcards.metrics.consensus.vote import majority_vote
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["EMPTY_SET", "SEPARATOR", "Form", "LabelKind", "Mask", "Members", "Scale", "Task", "is_missing"]

SEPARATOR = "|"
"""Joins the parts of one answer in a cell of a table: the names of a set, the entries of a list in JSON or Parquet."""

EMPTY_SET = "[]"
"""In a cell: an answer of which nothing is part, as an empty list in JSON or Parquet; an empty cell is no answer."""

Mask = npt.NDArray[np.bool_]

Members = tuple[tuple[str, ...], Mask]
"""L names and (K, L): which of the K answers contain which name."""

Scale = Literal["number", "level"]
"""What differences of answers mean: a number of units, or only which answer is higher."""

Form = Literal["choice", "set", "scale", "number"]
"""How a labelling tool asks: one of several labels, any of several, a step on a scale, a number."""

Task = Literal["multi-class", "multi-label", "regression"]
"""What a model learns from the answers: one of several classes, each label's presence, or a number."""


def is_missing(text: str | None) -> bool:
    """No answer: absent, or nothing but white space. Every kind means the same by it."""
    return text is None or not text.strip()


class LabelKind(ABC):
    """One kind of label. An answer is always text; equal answers are equal texts once parsed.

    A kind states below what is true of its answers; nobody else asks which kind a question has. The defaults are those
    of answers that are equal or different and about which nothing more is known.

    Attributes:
        name: as a manifest writes it.
        lists_labels: whether a manifest lists the labels that answers are made of. Numbers have bounds instead.
        exclusive: whether an answer is exactly one of the listed labels, so that labels divide the items among them.
        categorical: whether answers are equal or different, right or wrong, and votes can be counted; False for
            numbers, which are near or far.
        scale: what differences of answers mean; None for answers without an order.
        separator: joins the labels of an answer that holds several; None for kinds whose answers hold one.
        weights: agreement weights that make sense for its labels, the usual one first; empty when labels have no
            order.
        coefficients: the agreement coefficients that suit its answers, as keys of metrics; `suitable` in
            `labelcards.labels.coefficients` makes them.
        compared: those of them that two versions are compared by.
        deciders: the methods of consensus that a manifest can choose from, the usual one first: its label is final
            where neither a reviewer nor the manifest decided otherwise.
        task: what a model learns; None when nothing that the Hugging Face Hub or the baseline has a name for.
        form: how a labelling tool asks.
    """

    name: ClassVar[str]
    lists_labels: ClassVar[bool] = False
    exclusive: ClassVar[bool] = False
    categorical: ClassVar[bool] = True
    scale: ClassVar[Scale | None] = None
    separator: ClassVar[str | None] = None
    weights: ClassVar[tuple[WeightScheme, ...]] = ()
    coefficients: ClassVar[tuple[str, ...]] = ("percent",)
    compared: ClassVar[tuple[str, ...]] = ("percent",)
    deciders: ClassVar[tuple[str, ...]] = ("majority",)
    task: ClassVar[Task | None] = None
    form: ClassVar[Form] = "choice"

    @property
    def has_label_rates(self) -> bool:
        """Whether figures per label exist: how often it is given, how well annotators agree on it."""
        return self.lists_labels

    @property
    def classified(self) -> bool:
        """Whether a classifier predicts the answer, with a probability for each listed label: all the baseline can."""
        return self.task == "multi-class"

    # text

    @abstractmethod
    def parse(self, text: str) -> str:
        """The canonical text of a present answer.

        Raises:
            ValueError: it is not an answer of this kind; the message does not quote it.
        """

    def reader(self, allowed: LabelDomain) -> Reader:
        """What a manifest's question makes of an answer: its canonical text, or why it is not allowed."""
        invalid = Misfit(
            "bad-answer", f"The answer is not one that '{allowed.question}' can have.", "Correct it in the raw file."
        )
        return lambda text: as_answer(self.parse, text) or invalid

    def canonical(self, texts: Sequence[str]) -> list[str | None]:
        """The answers (R,) when no manifest says which are allowed; None for what is not an answer of this kind."""
        return [as_answer(self.parse, text) for text in texts]

    def parts(self, answer: str) -> tuple[str, ...]:
        """The labels that a canonical answer holds: itself, unless answers of this kind hold several."""
        return (answer,)

    def joined(self, labels: Sequence[str]) -> str:
        """The answer that holds ``labels``; a kind whose answers hold one takes the first, and has none without."""
        return labels[0] if labels else ""

    def renamed(self, answer: str, names: Mapping[str, str]) -> str:
        """The answer with old names of labels replaced by new ones."""
        return self.joined([names.get(part, part) for part in self.parts(answer)])

    # all answers together

    @abstractmethod
    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Distinct answers in the kind's own order, when none was declared."""

    def answers(self, declared: Sequence[str], seen: Iterable[str]) -> tuple[str, ...]:
        """The K answers that codes mean: the declared labels where each is an answer, else the answers seen."""
        return tuple(declared) if self.exclusive else self.order(seen)

    def members(self, labels: Sequence[str]) -> Members:
        """The labels that figures per label are about, and which answers contain them; none where there are none."""
        return (), np.zeros((len(labels), 0), dtype=np.bool_)

    def holds(self, answers: Sequence[str], labels: Sequence[str]) -> Mask:
        """(A, L) whether each answer is, or holds, each of the labels; answers need not be distinct."""
        column = {label: position for position, label in enumerate(labels)}
        row: dict[str, int] = {}
        code = np.array([row.setdefault(answer, len(row)) for answer in answers], dtype=np.intp)
        table = np.zeros((len(row), len(labels)), dtype=np.bool_)
        for position, answer in enumerate(row):
            table[position, [column[part] for part in self.parts(answer) if part in column]] = True
        return np.asarray(table[code])

    def values(self, labels: Sequence[str]) -> Floats:
        """(K,) positions of the answers on the scale that agreement weights use; K zeros when there is none."""
        return np.zeros(len(labels))

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """How far apart the K answers are, for Krippendorff's alpha.

        Args:
            labels: the K answers.
            given: (R,) codes of the annotations, where they are known: numbers are centered among them.
            of: the coefficient, for kinds that have several.

        Raises:
            LookupError: this kind has no such alpha.
        """
        raise LookupError(f"{self.name} answers have no {of}")

    def why_no_distance(self, K: int) -> str | None:
        """Why there is no distance for so many distinct answers, or None when there is one."""
        return None

    def distance_table(self, labels: Sequence[str], given: Codes) -> Floats:
        """(K, K) how far apart two answers are, from 0, when ``given`` (R,) are all annotations there are."""
        return 1.0 - np.eye(len(labels))

    # deciding and judging

    @property
    def deciding(self) -> str:
        """The method of consensus whose label is final where neither a reviewer nor the manifest says otherwise."""
        return self.deciders[0]

    def consensus(
        self, ratings: Ratings, answers: Sequence[str], declared: Sequence[str], *, only: str = ""
    ) -> Decision:
        """Every method that suits the kind, `deciders`; ``majority`` is one where answers are categorical.

        Args:
            ratings: the annotations.
            answers: what their K codes mean.
            declared: the labels that the manifest lists.
            only: one of the methods, when the others are of no use.
        """
        return Decision({"majority": majority_vote(ratings)})

    def scores(self, scored: GoldJudgements, answers: Sequence[str], *, seed: int = 0) -> Scores:
        """How judgements compare with gold: right or wrong, near or far, and per label where there are label rates.

        Args:
            scored: given and true codes.
            answers: what the K codes mean.
            seed: of intervals that are drawn.
        """
        return Scores({"accuracy": accuracy(scored)})
