"""Agreement on one question in two versions: on shared items, what the change of items adds, and as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.documents.figures import Figure, figure
from labelcards.labels.coefficients import Coefficients, suitable
from labelcards.metrics.agreement.coefficients import Alpha, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, count_vectors
from labelcards.metrics.agreement.decomposition import Decomposition, RatingsPair, agreement_decomposition
from labelcards.metrics.agreement.item_shares import SpecificAgreement, Unanimity
from labelcards.metrics.agreement.measures import agreement_of_vectors, why_no_agreement
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.intervals.variance_parts import DifferenceTest
from labelcards.metrics.ratings import Ratings

__all__ = ["agreement_metrics", "dispute_metric", "label_agreement_metrics"]


def agreement_metrics(pair: QuestionPair, plan: IntervalPlan) -> Iterator[MetricPair]:
    """Every coefficient that versions with labels of the kind are compared by."""
    found = [suitable(pair.kind, each.labels, each.ratings.label, wanted=pair.kind.compared) for each in pair.coded]
    for name in pair.kind.compared:
        path = ("quality", "questions", pair.question, "agreement", "overall", name)
        yield _metric(pair, path, name, found, plan)


def label_agreement_metrics(pair: QuestionPair, plan: IntervalPlan) -> Iterator[MetricPair]:
    """Agreement on each label against all others, where an answer is one label."""
    labels = pair.new.manifest.questions[pair.question].label_ids
    if not pair.kind.exclusive or any(why_no_agreement(each.ratings) for each in pair.coded):
        return
    size = sum(len(each.ratings) for each in pair.coded) * len(labels)
    if pair.ratings.pools is not None and size > _MOST_CELLS:
        return
    for label in labels:
        ratings = _one_label(pair, label)
        for name, coefficient in _OF_A_LABEL.items():
            path = ("quality", "questions", pair.question, "agreement", "per_label", label, name)
            old, new = (figure(name, agreement_of_vectors(each, coefficient, plan)) for each in ratings.vectors)
            if old.value is None and new.value is None:
                continue
            parts = agreement_decomposition(ratings, coefficient, coefficient)
            shared = _shared_figures(ratings, (coefficient, coefficient), name, plan)
            made = replace(_made(path, name, parts, (old, new), shared), family="detail")
            yield replace(made, composition=None) if pair.same_items else made


_OF_A_LABEL: Mapping[str, VectorCoefficient] = MappingProxyType(
    {"alpha": Alpha(), "specific_agreement": SpecificAgreement()}
)
_MOST_CELLS = 20_000_000
"""Annotations times labels; beyond, deleting every annotator from every label takes minutes."""


def _one_label(pair: QuestionPair, label: str) -> RatingsPair:
    """The annotations as this label or another."""
    ratings, vectors = [], []
    for coded in pair.coded:
        member = np.array([each == label for each in coded.labels], dtype=np.bool_)
        vectors.append(count_vectors(coded.ratings).collapsed(member))
        code = member.astype(np.intp)[coded.ratings.label] if len(member) else coded.ratings.label
        ratings.append(replace(coded.ratings, label=code, K=2) if pair.ratings.pools is not None else coded.ratings)
    return replace(pair.ratings, old=ratings[0], new=ratings[1], known=(vectors[0], vectors[1]))


def _metric(
    pair: QuestionPair, path: tuple[str, ...], name: str, found: list[Coefficients], plan: IntervalPlan
) -> MetricPair:
    held = [each.of_vectors.get(name) for each in found]
    whys = [
        each.refused.get(name) or why_no_agreement(coded.ratings) for each, coded in zip(found, pair.coded, strict=True)
    ]
    whole = [
        figure(name, _value(coded.ratings, coefficient, why, plan))
        for coded, coefficient, why in zip(pair.coded, held, whys, strict=True)
    ]
    old, new = held
    if old is None or new is None or any(whys):
        side, why = next((s, w) for s, w in zip(("old", "new"), whys, strict=True) if w) if any(whys) else ("new", "")
        none = DifferenceTest(Undefined(f"{side} version: {why}"), np.nan)
        return MetricPair(path, name, "headline", FigureContrast.of(whole[0], whole[1], none))
    parts = agreement_decomposition(pair.ratings, old, new)
    made = _made(path, name, parts, (whole[0], whole[1]), _shared_figures(pair.ratings, (old, new), name, plan))
    return replace(made, composition=None) if pair.same_items else made


def _made(
    path: tuple[str, ...],
    name: str,
    parts: Decomposition,
    whole: tuple[Figure, Figure],
    shared: tuple[Figure, Figure],
) -> MetricPair:
    return MetricPair(
        path,
        name,
        "headline",
        FigureContrast.of(*whole, parts.whole),
        FigureContrast.of(*shared, parts.shared),
        parts.composition.difference,
    )


def _value(ratings: Ratings, coefficient: VectorCoefficient | None, why: str | None, plan: IntervalPlan) -> Result:
    if why or coefficient is None:
        return Undefined(why or "")
    return agreement_of_vectors(count_vectors(ratings), coefficient, plan)


def _shared_figures(
    ratings: RatingsPair, coefficients: tuple[VectorCoefficient, VectorCoefficient], name: str, plan: IntervalPlan
) -> tuple[Figure, Figure]:
    """Both values on the items that both versions count."""
    vectors = [each.at_least(one.least) for each, one in zip(ratings.vectors, coefficients, strict=True)]
    cells = [each.of_item[items] for each, items in zip(vectors, ratings.shared, strict=True)]
    both = (cells[0] >= 0) & (cells[1] >= 0)
    old, new = (
        figure(name, agreement_of_vectors(_with(each, cell[both]), one, plan))
        for each, cell, one in zip(vectors, cells, coefficients, strict=True)
    )
    return old, new


def _with(vectors: CountVectors, cell: np.ndarray) -> CountVectors:
    return vectors.reweighted(np.bincount(cell, minlength=vectors.U).astype(np.float64))


@dataclass(frozen=True, slots=True)
class _VoteNumbers:
    """How many annotations shared items have: the usual number in either version, and whether all items have it."""

    old: int
    new: int
    even: bool


def dispute_metric(pair: QuestionPair) -> MetricPair | None:
    """Share of disputed items, at as many annotations per item in both versions; None without any to compare.

    Items annotated less often are disputed less often, whatever their labels are worth. So the smaller of the two usual
    numbers of annotations is taken, and of items with more of them all draws of so many.
    """
    numbers = _numbers(pair)
    if numbers is None:
        return None
    votes = min(numbers.old, numbers.new)
    coefficient = Unanimity(votes)
    parts = agreement_decomposition(pair.ratings, coefficient, coefficient)
    shared = _shared_figures(pair.ratings, (coefficient, coefficient), "disputed_share", IntervalPlan())
    path = ("quality", "questions", pair.question, "consensus", "disputed_share")
    made = _made(path, "disputed_share", _disputes(parts), _whole(pair), _figures_of_dispute(shared))
    if numbers.even:
        return replace(made, composition=None) if pair.same_items else made
    why = f"items have {numbers.old} annotations in the old version and {numbers.new} in the new one"
    if numbers.old == numbers.new:
        why = "items differ in how many annotations they have"
    n = made.shared.difference.n if made.shared else 0
    whole = replace(made.whole, difference=Undefined(why, n), p=None)
    return replace(made, whole=whole, composition=Undefined(why, n))


def _numbers(pair: QuestionPair) -> _VoteNumbers | None:
    usual, even = [], True
    for ratings, items in zip((pair.ratings.old, pair.ratings.new), pair.ratings.shared, strict=True):
        made = np.bincount(ratings.item, minlength=ratings.N)
        several = made[items][made[items] >= 2]
        if not len(several):
            return None
        usual.append(int(np.bincount(several).argmax()))
        even = even and bool((made[made >= 2] == usual[-1]).all())
    return _VoteNumbers(usual[0], usual[1], even and usual[0] == usual[1])


def _whole(pair: QuestionPair) -> tuple[Figure, Figure]:
    """The published shares; where there are none, none."""
    found = []
    for side in (pair.old, pair.new):
        document = side.documents.get("quality")
        held = document.find("questions", pair.question, "consensus", "disputed_share") if document else None
        found.append(held or Figure(metric="disputed_share", why="the version has no quality.json"))
    return found[0], found[1]


def _disputes(parts: Decomposition) -> Decomposition:
    """One minus unanimity."""
    return Decomposition(
        1 - parts.old, 1 - parts.new, *(_turned(each) for each in (parts.shared, parts.composition, parts.whole))
    )


def _turned(found: DifferenceTest) -> DifferenceTest:
    one = found.difference
    if not isinstance(one, Estimate):
        return found
    low, high = (None if end is None else -end for end in (one.high, one.low))
    return DifferenceTest(replace(one, value=-one.value, low=low, high=high), found.p)


def _figures_of_dispute(sides: tuple[Figure, Figure]) -> tuple[Figure, Figure]:
    old, new = (
        each
        if each.value is None
        else each.model_copy(
            update={
                "value": round(1 - each.value, 6),
                "low": None if each.high is None else round(1 - each.high, 6),
                "high": None if each.low is None else round(1 - each.low, 6),
            }
        )
        for each in sides
    )
    return old, new
