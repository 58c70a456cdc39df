"""One label per item of a question by every method, and what is final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion, DuplicatePolicy, code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.labels.kind import LabelKind
from labelcards.metrics.consensus.consensus import Consensus, Flags, Floats
from labelcards.metrics.consensus.crowdlab import crowdlab
from labelcards.metrics.consensus.dawid_skene import DawidSkene
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Codes, Ratings

__all__ = [
    "CONSENSUS_COLUMNS",
    "QuestionConsensus",
    "consensus_table",
    "decide_question",
    "with_crowdlab",
]

CONSENSUS_COLUMNS = (
    "question",
    "item_id",
    "annotations",
    "majority",
    "majority_share",
    "dawid_skene",
    "confidence",
    "tied",
    "disputed",
    "adjudicated",
    "final",
)


@dataclass(frozen=True, slots=True, eq=False)
class QuestionConsensus:
    """Everything the quality figures of one question rest on.

    Annotations with source ``ground_truth`` (a reviewer's answer stored among the annotations) are left out throughout:
    they would be scored against themselves.

    Attributes:
        question: its name.
        kind: what is true of its labels.
        coded: the annotations as codes; unlike `code_question`, answers that are not single labels include those that
            only gold or adjudications have. ``coded.rows`` are positions in ``annotations``.
        annotations: the version's annotations without ground truth, all questions, rows renumbered.
        gold: (N,) gold label codes, -1 where there is none.
        adjudicated: (N,) decided label codes, -1 where there is none.
        methods: name → result, for the methods that suit the kind.
        final: (N,) the adjudicated label where there is one, else that of the method that decides; -1 for neither.
        deciding: the name of that method.
        answers: what codes of ``methods`` and ``final`` mean: ``coded.labels``, then numbers that a method made.
        model: the fitted Dawid–Skene model of a question about single labels.
    """

    question: str
    kind: LabelKind
    coded: CodedQuestion
    annotations: pd.DataFrame
    gold: Codes
    adjudicated: Codes
    methods: Mapping[str, Consensus]
    final: Codes
    deciding: str
    answers: tuple[str, ...]
    model: DawidSkene | None = None

    @property
    def ratings(self) -> Ratings:
        """The annotations as codes."""
        return self.coded.ratings

    def column(self, name: str) -> pd.Series[Any]:
        """(R,) a column of the annotations, in the order of the ratings."""
        column, rows = self.annotations[name], self.coded.rows
        return column if len(rows) == len(column) else column.iloc[rows]

    @property
    def reference(self) -> Consensus:
        """The method that decides where no reviewer did."""
        return self.methods[self.deciding]

    @property
    def per_item(self) -> Codes:
        """(N,) how many annotations each item has."""
        return np.bincount(self.ratings.item, minlength=self.ratings.N).astype(np.intp)

    @property
    def disputed(self) -> Flags:
        """(N,) items whose annotations do not all have the same label."""
        one = np.zeros(self.ratings.N, dtype=np.intp)
        one[self.ratings.item] = self.ratings.label
        differ = np.zeros(self.ratings.N, dtype=np.bool_)
        differ[self.ratings.item[self.ratings.label != one[self.ratings.item]]] = True
        return differ

    def members(self) -> dict[str, Flags]:
        """Label → (K,) whether each answer is, or as a set contains, it."""
        names, member = self.kind.members(self.coded.labels)
        return dict(zip(names, member.T, strict=True))


def decide_question(
    version: LabelVersion,
    question: str,
    *,
    duplicates: DuplicatePolicy = "last",
    probabilities: Floats | None = None,
) -> QuestionConsensus:
    """Code a question and run every consensus method that suits its kind.

    Args:
        version: the label version.
        question: a declared question.
        duplicates: what to do when an annotator labels an item twice.
        probabilities: (N, K) out-of-sample model probabilities in the order of the declared labels; with them CROWDLAB
            runs too. Used for kinds that a classifier predicts.
    """
    declared = version.manifest.questions[question]
    kind = declared.label_kind
    counted = version.counted
    coded = _complete(counted, question, code_question(counted, question, duplicates))
    gold = _item_labels(counted.gold, question, coded)
    adjudicated = _item_labels(counted.adjudications, question, coded)
    found = kind.consensus(coded.ratings, coded.labels, declared.label_ids)
    decided = QuestionConsensus(
        question=question,
        kind=kind,
        coded=coded,
        annotations=counted.annotations,
        gold=gold,
        adjudicated=adjudicated,
        methods=found.methods,
        final=np.where(adjudicated >= 0, adjudicated, found.methods[declared.deciding].label),
        deciding=declared.deciding,
        answers=found.answers or coded.labels,
        model=found.model,
    )
    return decided if probabilities is None else with_crowdlab(decided, probabilities)


def with_crowdlab(decided: QuestionConsensus, probabilities: Floats) -> QuestionConsensus:
    """The same with CROWDLAB among the methods, which needs a model's (N, K) out-of-sample probabilities.

    Unchanged for kinds that no classifier predicts, and where CROWDLAB is undefined. Final labels stay.
    """
    if not decided.kind.classified:
        return decided
    together = crowdlab(decided.ratings, probabilities)
    if isinstance(together, Undefined):
        return decided
    return replace(decided, methods=dict(sorted({**decided.methods, "crowdlab": together.consensus}.items())))


def _complete(version: LabelVersion, question: str, coded: CodedQuestion) -> CodedQuestion:
    """Add the labels of gold and adjudications to the vocabulary of a question that does not list its answers."""
    declared = version.manifest.questions[question]
    seen = set(coded.labels)
    for table in (version.gold, version.adjudications):
        seen |= set(table.loc[table["question"] == question, "label"])
    labels = declared.label_kind.answers(declared.label_ids, seen)
    if labels == coded.labels:
        return coded
    position = {label: code for code, label in enumerate(labels)}
    recode = np.array([position[label] for label in coded.labels], dtype=np.intp)
    old = coded.ratings
    recoded = recode[old.label] if len(old) else old.label
    ratings = Ratings(old.item, old.annotator, recoded, old.N, old.M, len(labels))
    return replace(coded, ratings=ratings, labels=labels)


def _item_labels(table: pd.DataFrame, question: str, coded: CodedQuestion) -> Codes:
    """(N,) codes of the labels a table of one row per item and question gives."""
    rows = table[table["question"] == question]
    codes = np.full(len(coded.items), -1, dtype=np.intp)
    positions = pd.Index(coded.items).get_indexer(pd.Index(rows["item_id"]))
    labels = pd.Index(coded.labels).get_indexer(pd.Index(rows["label"]))
    codes[positions[positions >= 0]] = labels[positions >= 0]
    return codes


def consensus_table(decided: QuestionConsensus) -> pd.DataFrame:
    """One row per item of the version, sorted by item id: ``CONSENSUS_COLUMNS``.

    ``majority`` (ties to the first label), ``dawid_skene``, ``adjudicated`` and ``final`` are labels, NA where there is
    none; ``majority_share`` and ``confidence`` (of the method that decides) are rounded to 6 decimals, NA without
    annotations. ``final`` is the adjudicated label, else that of the method that decides.
    """
    N = decided.ratings.N
    missing = np.full(N, -1, dtype=np.intp)
    vote, fitted = decided.methods.get("majority"), decided.methods.get("dawid_skene")
    annotated = decided.per_item > 0
    share = vote.confidence if vote else decided.reference.confidence
    table = pd.DataFrame(
        {
            "question": pd.Series(decided.question, index=range(N), dtype="str"),
            "item_id": pd.Series(decided.coded.items, dtype="str"),
            "annotations": decided.per_item.astype(np.int64),
            "majority": _named(vote.label if vote else missing, decided.answers),
            "majority_share": pd.Series(np.round(share, 6)).where(annotated),
            "dawid_skene": _named(fitted.label if fitted else missing, decided.answers),
            "confidence": pd.Series(np.round(decided.reference.confidence, 6)).where(annotated),
            "tied": (vote or decided.reference).tied,
            "disputed": decided.disputed,
            "adjudicated": _named(decided.adjudicated, decided.answers),
            "final": _named(decided.final, decided.answers),
        }
    )
    return table.sort_values("item_id", kind="stable", ignore_index=True)[list(CONSENSUS_COLUMNS)]


def _named(codes: Codes, labels: tuple[str, ...]) -> pd.Series[str]:
    names = np.array([*labels, None], dtype=object)
    return pd.Series(names[codes], dtype="str")
