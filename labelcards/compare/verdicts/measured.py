"""Every metric of two sides: from their documents, and paired where both tables are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from labelcards.catalog.places import family_of, rests_on_annotators
from labelcards.compare.tables.alignment import Alignment
from labelcards.compare.verdicts.bars import above_the_bars
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair, p_of_interval, unpaired_difference
from labelcards.compare.verdicts.paired import paired_metrics
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.compare.verdicts.unpaired import selected_figures, unpaired_metrics
from labelcards.documents.figures import Figure
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.uncertainty import IntervalPlan

__all__ = ["measured_metrics", "question_pairs"]

_OTHERS = "others annotated, and the interval takes the annotators as given"
_ROUNDING = 2e-6

Pairs = Mapping[str, QuestionPair]


def question_pairs(aligned: Alignment) -> dict[str, QuestionPair]:
    """The questions that both tables have; none when a table is missing."""
    old, new = aligned.old, aligned.new
    if old.labels is None or new.labels is None:
        return {}
    return {question: QuestionPair(old, new, question) for question in aligned.maps}


def measured_metrics(aligned: Alignment, pairs: Pairs, plan: IntervalPlan | None = None) -> Iterator[MetricPair]:
    """Distinct paths: what tables tell of a metric goes before what the two documents tell.

    Args:
        aligned: both sides.
        pairs: the questions of both tables.
        plan: how intervals of either version's agreement are made.
    """
    before = selected_figures(aligned.old.documents, aligned.renamings())
    after = selected_figures(aligned.new.documents)
    documented = {
        one.path: one
        for one in above_the_bars(unpaired_metrics(before, after, aligned.incomparable), aligned.old, aligned.new)
    }
    found = {path: _of_given_annotators(one, pairs) for path, one in documented.items()}
    for one in _lift(aligned):
        found[one.path] = one
    for question, pair in pairs.items():
        same = not aligned.scheme_changed(question)
        for one in paired_metrics(pair, plan or IntervalPlan(), aligned.policy, flags=same):
            found[one.path] = _published(one, documented.get(one.path)) if same else one
    yield from found.values()


def _of_given_annotators(one: MetricPair, pairs: Pairs) -> MetricPair:
    """Not comparable where others answered, as the documents' intervals do not know that."""
    pair = pairs.get(one.question)
    if pair is None or pair.ratings.pools is None or not rests_on_annotators(one.path) or one.whole.p is None:
        return one
    return replace(one, whole=replace(one.whole, why=_OTHERS))


def _published(one: MetricPair, documented: MetricPair | None) -> MetricPair:
    """The whole as its own pages show it; the difference is ours where it is that of the published figures."""
    if documented is None or documented.whole.old is None or documented.whole.new is None:
        return one
    old, new = documented.whole.old, documented.whole.new
    ours = one.whole.difference
    if isinstance(ours, Estimate) and old.value is not None and new.value is not None:
        if abs(new.value - old.value - ours.value) > _ROUNDING:
            difference = unpaired_difference(old, new)
            return replace(one, whole=FigureContrast(old, new, difference, paired=False, p=p_of_interval(difference)))
        return replace(one, whole=replace(one.whole, old=old, new=new))
    return replace(one, whole=replace(one.whole, old=old, new=new))


def _lift(aligned: Alignment) -> Iterator[MetricPair]:
    """What a model gains, which the stage ``changes`` measured if the old side is the new one's parent."""
    document = aligned.new.documents.get("changes")
    if document is None or document.parameters.get("parent") != aligned.old.declared.version:
        return
    for question in sorted(document.branch("questions")):
        for score in sorted(document.branch("questions", question, "lift")):
            leaf = document.find("questions", question, "lift", score)
            if leaf is None or leaf.value is None or leaf.low is None:
                continue
            path = ("changes", "questions", question, "lift", score)
            yield MetricPair(path, "lift", family_of(path) or "detail", _gain(leaf))


def _gain(leaf: Figure) -> FigureContrast:
    gain = Estimate(leaf.value or 0.0, leaf.n or 0, leaf.method or "", leaf.low, leaf.high)
    return FigureContrast(None, None, gain, paired=True, p=p_of_interval(gain))
