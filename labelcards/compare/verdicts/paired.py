"""Metrics measured on the tables of both versions: each item is its own control where both have it."""

from __future__ import annotations

from collections.abc import Iterator

from labelcards.compare.verdicts.agreement import agreement_metrics, dispute_metric, label_agreement_metrics
from labelcards.compare.verdicts.annotators import annotator_accuracy, check_pass_rate
from labelcards.compare.verdicts.final_labels import (
    accuracy_metrics,
    flag_metric,
    label_share_metrics,
)
from labelcards.compare.verdicts.gaps import group_gaps
from labelcards.compare.verdicts.metric_pair import MetricPair
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.documents.policy import GroupPolicy
from labelcards.metrics.intervals.uncertainty import IntervalPlan

__all__ = ["paired_metrics"]


def paired_metrics(
    pair: QuestionPair, plan: IntervalPlan, policy: GroupPolicy, *, flags: bool = True
) -> Iterator[MetricPair]:
    """Agreement, accuracy, dispute, suspected errors, label shares and group gaps of one question.

    Args:
        pair: the question in both versions.
        plan: how intervals of either version's agreement are made.
        policy: the bars for groups.
        flags: whether dispute and suspected errors, which were found with each version's own labels, are comparable.
    """
    yield from agreement_metrics(pair, plan)
    yield from label_agreement_metrics(pair, plan)
    if pair.kind.categorical:
        yield from accuracy_metrics(pair)
        yield from filter(None, [annotator_accuracy(pair), check_pass_rate(pair)])
    if flags:
        yield from filter(None, [dispute_metric(pair), flag_metric(pair)])
    yield from label_share_metrics(pair)
    yield from group_gaps(pair.old, pair.new, pair.question, policy)
