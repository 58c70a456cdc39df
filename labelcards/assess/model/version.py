"""The figures of ``model.json``: how well predictions fit gold, overall and for each group of items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from labelcards.assess.bias.axes import GroupAxis, axes_of, crossed_axes
from labelcards.assess.bias.comparison import BiasFinding, GroupComparison, findings, grow, settled
from labelcards.assess.bias.intersections import unshadowed
from labelcards.assess.model.gold_comparison import GoldComparison, predicted_of
from labelcards.assess.model.groups import group_and_gap_figures
from labelcards.assess.model.numbers import number_figures, step_figures
from labelcards.assess.model.rates import error_rates
from labelcards.catalog.warnings import warned
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figure_path import is_crossed
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.params import ModelParams
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.consensus.gold import accuracy, balanced_accuracy, confusion, f1, macro_f1, precision, recall
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.groups.share_gap import share_gap
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.intervals.shares import mean_of

__all__ = ["model_figures", "predicted_figures"]

COUNTED = "counted, not sampled"


def model_figures(
    version: LabelVersion,
    predictions: pd.DataFrame,
    params: ModelParams | None = None,
    *,
    branch: str = "questions",
    train_items: Mapping[str, int] | None = None,
    intersections: bool = True,
) -> tuple[FigureTree, list[WarningRecord], list[WarningRecord]]:
    """All figures about predictions for the gold items of a label version.

    Args:
        version: whose gold is the truth and whose item columns with ``group: true`` divide.
        predictions: ``question, item_id, label`` and optionally ``confidence``, the probability the model gave to the
            label; made without training on the gold items. Rows of items without gold do not count.
        params: seed and the bars for groups.
        branch: where in ``model.json`` the figures stand: ``questions`` for the baseline, ``predictions`` for
            somebody's own model.
        train_items: question → items the model was trained on, when known.
        intersections: whether pairs of item columns are crossed.

    Returns:
        the tree of figures; what to know before trusting them; the findings: groups with more errors than the rest
        after correction. Questions without predicted gold items are absent.
    """
    params = params or ModelParams()
    axes = axes_of(version.items, version.manifest.items)
    crossed = crossed_axes(axes) if intersections else ()
    questions: FigureTree = {}
    notes: list[WarningRecord] = []
    found: list[WarningRecord] = []
    for name, declared in version.manifest.questions.items():
        prefix = (branch, name)
        if not declared.label_kind.categorical:
            tree, more = number_figures(version, name, predictions, (axes, crossed), params, prefix=prefix)
            if tree:
                questions[name] = tree
                found += more
            continue
        predicted = predicted_of(version, name, predictions)
        if len(predicted):
            tree, more = predicted_figures(
                predicted, (axes, crossed), params, prefix=prefix, trained=(train_items or {}).get(name)
            )
            if declared.label_kind.scale == "level":
                more += step_figures(tree, predicted, (axes, crossed), params, prefix=prefix)
            questions[name] = tree
            found += more
            notes += _notes(predicted, version, params, prefix)
    return ({branch: questions} if questions else {}), notes, found


def predicted_figures(
    predicted: GoldComparison,
    axes: tuple[Sequence[GroupAxis], Sequence[GroupAxis]],
    params: ModelParams,
    *,
    prefix: tuple[str, ...],
    trained: int | None = None,
) -> tuple[FigureTree, list[WarningRecord]]:
    """The figures of one question's predictions, and the groups that have more errors than the rest.

    Args:
        predicted: predictions beside the truth.
        axes: the axes of the items, and their intersections.
        params: seed and the bars for groups.
        prefix: where the tree will stand, for the findings.
        trained: items the model was trained on, when known.
    """
    tree: FigureTree = {
        "overall": _overall(predicted, params),
        "per_label": _per_label(predicted),
        "confusion": _confusion(predicted),
        "data": _data(predicted, trained),
    }
    groups: FigureTree = {}
    gaps: FigureTree = {}
    for family in axes:
        for axis in family:
            groups[axis.name], gaps[axis.name] = group_and_gap_figures(
                predicted, axis, params.minimum_cell, params.seed
            )
    if groups:
        tree |= {"per_group": groups, "gap": gaps}
    return tree, _errors(tree, predicted, axes, params, prefix)


def _overall(predicted: GoldComparison, params: ModelParams) -> FigureTree:
    leaves: FigureTree = {"accuracy": figure("accuracy", accuracy(predicted.scored))}
    if predicted.exclusive:
        leaves["balanced_accuracy"] = figure("balanced_accuracy", balanced_accuracy(predicted.scored, seed=params.seed))
        leaves["f1_macro"] = figure("f1_macro", macro_f1(predicted.scored, seed=params.seed))
    if predicted.confidence is not None:
        surplus = predicted.confidence - (predicted.scored.given == predicted.scored.truth)
        leaves["overconfidence"] = figure("overconfidence", mean_of(surplus, nothing="no predicted gold item"))
    return leaves


def _per_label(predicted: GoldComparison) -> FigureTree:
    tree: FigureTree = {}
    for label in predicted.labels:
        binary = predicted.binary(label)
        tree[label] = {
            "precision": figure("precision", precision(binary, 1)),
            "recall": figure("recall", recall(binary, 1)),
            "f1": figure("f1", f1(binary, 1)),
        }
    return tree


def _confusion(predicted: GoldComparison) -> FigureTree:
    """Counts by gold and predicted answer; for sets only those that occur."""
    table = confusion(predicted.scored)
    tree: FigureTree = {}
    for row, truth in enumerate(predicted.answers):
        cells: FigureTree = {
            given: {
                "count": figure("count", Estimate(float(table[row, column]), len(predicted), why_no_interval=COUNTED))
            }
            for column, given in enumerate(predicted.answers)
            if predicted.exclusive or table[row, column]
        }
        if cells:
            tree[truth] = cells
    return tree


def _data(predicted: GoldComparison, trained: int | None) -> FigureTree:
    n = len(predicted)
    leaves: FigureTree = {"gold_items": figure("gold_items", Estimate(float(n), n, why_no_interval=COUNTED))}
    if trained is not None:
        leaves["train_items"] = figure("train_items", Estimate(float(trained), trained, why_no_interval=COUNTED))
    return leaves


def _errors(
    tree: FigureTree,
    predicted: GoldComparison,
    axes: tuple[Sequence[GroupAxis], Sequence[GroupAxis]],
    params: ModelParams,
    prefix: tuple[str, ...],
) -> list[WarningRecord]:
    """Compare each group's error rate with the rest; adds ``per_group.<col>.<val>.error_rate`` to the tree."""
    found: list[WarningRecord] = []
    told: dict[tuple[str, ...], Estimate] = {}
    for family in axes:
        comparisons = [
            _error(predicted, axis, g, params.minimum_cell) for axis in family for g in range(len(axis.values))
        ]
        judged = settled(
            [each for each in comparisons if not is_crossed(each.path[1]) or isinstance(each.rate, Estimate)]
        )
        grow(tree, judged)
        found += findings(unshadowed(judged, told, params), prefix, params)
        judged = settled(error_rates(predicted, family, params.minimum_cell))
        grow(tree, judged)
        found += findings(unshadowed(judged, told, params), prefix, params)
    return found


def _error(predicted: GoldComparison, axis: GroupAxis, g: int, minimum: int) -> GroupComparison:
    wrong = predicted.scored.given != predicted.scored.truth
    inside = axis.codes[predicted.scored.item] == g
    a, n, b, m = (int(x.sum()) for x in (wrong & inside, inside, wrong & ~inside, ~inside))
    finding = BiasFinding("model-group-error", axis.names(g), higher_only=True)
    path = ("per_group", axis.name, axis.values[g], "error_rate")
    if min(n, m) < minimum:
        few = Undefined(f"fewer than {minimum} gold items in the group or its rest", n)
        return GroupComparison(path, "error_rate", few, few, float("nan"), finding)
    gap = share_gap(a, n, b, m)
    return GroupComparison(path, "error_rate", wilson(a, n), gap.difference, gap.p, finding)


def _notes(
    predicted: GoldComparison, version: LabelVersion, params: ModelParams, prefix: tuple[str, ...]
) -> list[WarningRecord]:
    """What is missing: labels without gold, gold items without a prediction."""
    notes = []
    gold = int((version.gold["question"] == predicted.question).sum())
    if gold > len(predicted):
        about = (*prefix, "data", "gold_items")
        notes.append(warned("gold-without-prediction", about, missing=gold - len(predicted), items=gold))
    counts = np.array([int((predicted.binary(label).truth == 1).sum()) for label in predicted.labels])
    thin = tuple(label for label, count in zip(predicted.labels, counts, strict=True) if count < params.minimum_cell)
    if thin:
        notes.append(warned("thin-gold", (*prefix, "per_label"), minimum=params.minimum_cell, labels=thin))
    return notes
