"""What nominal and ordinal labels share: an answer is exactly one of the labels that a manifest lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar
from unicodedata import normalize

import numpy as np

from labelcards.labels.kind import LabelKind, Members, Task, is_missing
from labelcards.labels.numbers import as_number, number_text
from labelcards.labels.reading import LabelDomain, Misfit, Reader, as_answer
from labelcards.labels.spelling import is_truth, tidy
from labelcards.labels.verdict import Decision, Scores
from labelcards.metrics.consensus.consensus import Consensus
from labelcards.metrics.consensus.dawid_skene import dawid_skene, one_coin
from labelcards.metrics.consensus.gold import (
    GoldJudgements,
    accuracy,
    balanced_accuracy,
    f1,
    macro_f1,
    precision,
    recall,
)
from labelcards.metrics.consensus.mace import mace
from labelcards.metrics.consensus.median import lower_median
from labelcards.metrics.consensus.vote import majority_vote, weighted_vote
from labelcards.metrics.estimate import Result
from labelcards.metrics.ratings import Ratings

__all__ = ["CategoricalKind", "label_scores", "parse_name", "read_label"]

_METHODS: dict[str, Callable[[Ratings], Consensus]] = {
    "dawid_skene_unsmoothed": lambda ratings: dawid_skene(ratings, smoothing=0.0).consensus,
    "mace": mace,
    "majority": majority_vote,
    "median": lower_median,
    "one_coin": one_coin,
    "weighted": weighted_vote,
}


def parse_name(text: str) -> str:
    """A label name: Unicode NFC, white space as single blanks, so that equal looking names are equal."""
    if is_missing(text):
        raise ValueError("the answer is missing")
    return tidy(text)


def label_scores(scored: GoldJudgements, code: int) -> dict[str, Result]:
    """Precision, recall and F1 of one label."""
    return {"precision": precision(scored, code), "recall": recall(scored, code), "f1": f1(scored, code)}


class CategoricalKind(LabelKind):
    """One of the listed labels. A text that is not one of them, nor an alias of one, is no answer."""

    lists_labels: ClassVar[bool] = True
    exclusive: ClassVar[bool] = True
    deciders: ClassVar[tuple[str, ...]] = (
        "dawid_skene",
        "dawid_skene_unsmoothed",
        "mace",
        "majority",
        "one_coin",
        "weighted",
    )
    task: ClassVar[Task | None] = "multi-class"
    coefficients: ClassVar[tuple[str, ...]] = (
        "percent",
        "alpha",
        "majority_share",
        "fleiss_kappa",
        "gwet_ac1",
        "brennan_prediger",
        "cohen_kappa",
        "conger_kappa",
        "scott_pi",
    )
    compared: ClassVar[tuple[str, ...]] = ("percent", "alpha", "fleiss_kappa", "gwet_ac1")

    def parse(self, text: str) -> str:
        """The name in NFC without surrounding white space."""
        return parse_name(text)

    def reader(self, allowed: LabelDomain) -> Reader:
        """The label of which the text is the name or an alias."""
        return read_label(self, allowed)

    def members(self, labels: Sequence[str]) -> Members:
        """Each label contains itself."""
        return tuple(labels), np.eye(len(labels), dtype=np.bool_)

    def consensus(
        self, ratings: Ratings, answers: Sequence[str], declared: Sequence[str], *, only: str = ""
    ) -> Decision:
        """Votes, and models of annotators who confuse labels."""
        wanted = (only,) if only else self.deciders
        model = dawid_skene(ratings) if "dawid_skene" in wanted else None
        methods = {name: _METHODS[name](ratings) for name in wanted if name != "dawid_skene"}
        if model is not None:
            methods["dawid_skene"] = model.consensus
        return Decision(dict(sorted(methods.items())), model)

    def scores(self, scored: GoldJudgements, answers: Sequence[str], *, seed: int = 0) -> Scores:
        """Accuracy, balanced accuracy and macro F1; precision, recall and F1 of each label."""
        overall = {
            "accuracy": accuracy(scored),
            "balanced_accuracy": balanced_accuracy(scored, seed=seed),
            "f1_macro": macro_f1(scored, seed=seed),
        }
        return Scores(overall, {label: label_scores(scored, code) for code, label in enumerate(answers)})


def read_label(kind: LabelKind, allowed: LabelDomain) -> Reader:
    """The reader of single labels; spellings are compared as ``kind`` parses them."""
    known = {_spelt(kind, label): label for label in allowed.labels}
    known |= {_spelt(kind, alias): label for alias, label in allowed.aliases.items()}
    known |= {spelling: label for spelling, label in _other_spellings(allowed.labels).items() if spelling not in known}
    folded = {spelling.casefold() for spelling in known}
    unknown = Misfit(
        "unknown-label",
        f"The answer is none of the labels of '{allowed.question}' ({allowed.listing}) and no alias of one.",
        "Correct it, or declare it: under `labels` of this version, or in dataset.yaml as an alias or, for all "
        "versions, as a label.",
    )
    other_case = Misfit(
        "unknown-label",
        f"The answer differs from a label of '{allowed.question}' ({allowed.listing}) in upper and lower case.",
        "Correct it, or declare the spelling as an alias in dataset.yaml.",
    )

    def read(text: str) -> str | Misfit:
        spelling = _spelt(kind, text)
        found = known.get(spelling) or known.get(_plain(spelling))
        if found is not None:
            return found
        return other_case if spelling.casefold() in folded else unknown

    return read


def _other_spellings(labels: Sequence[str]) -> dict[str, str]:
    """Where all labels are numbers, or all say true or false: the form in which equal ones are equal texts → label."""
    if not all(as_number(label) is not None for label in labels) and not all(map(is_truth, labels)):
        return {}
    found = {_plain(label): label for label in labels}
    return found if len(found) == len(labels) else {}


def _plain(text: str) -> str:
    number = as_number(text)
    if number is not None:
        return number_text(number)
    return text.casefold() if is_truth(text) else text


def _spelt(kind: LabelKind, text: str) -> str:
    """The text as the kind spells it; as it stands where it is no answer of the kind, such as the alias ``n/a``."""
    parsed = as_answer(kind.parse, text)
    return normalize("NFC", text.strip()) if parsed is None else parsed
