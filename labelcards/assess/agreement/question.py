"""How far annotators agree on one question: the ``agreement`` branch of ``quality.json``, and its warnings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from labelcards.assess.agreement.breakdown import (
    balance,
    per_annotation_group,
    per_annotator,
    per_item_group,
    per_label,
    per_pair,
    two_way,
)
from labelcards.assess.agreement.overall import LabelledRatings, Results, overall_agreement
from labelcards.assess.agreement.warnings import agreement_warnings, machine_warnings
from labelcards.assess.agreement.weighted import weighted_agreement
from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.dataset.version.coding import CodedQuestion, Mask
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.warning_record import WarningRecord
from labelcards.labels.kind import LabelKind
from labelcards.metrics.agreement.annotator_pairs import PairRows, pair_rows
from labelcards.metrics.agreement.balance import agreement_findings
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.removal import Removals, removals
from labelcards.metrics.annotators.codes import repeats_an_item
from labelcards.metrics.intervals.uncertainty import IntervalMethod, IntervalPlan
from labelcards.metrics.ratings import Ratings

__all__ = ["agreement_figures", "question_agreement", "question_warnings"]


def agreement_figures(
    version: LabelVersion,
    decided: QuestionConsensus,
    *,
    seed: int = 0,
    replicates: int = 1000,
    interval: IntervalMethod = "jackknife",
) -> FigureTree:
    """``questions.<q>.agreement`` of a label version: overall and by everything the manifest groups by.

    Args:
        version: gives the item columns declared with ``group: true``.
        decided: the question's coded annotations, without ground truth.
        seed, replicates: of the bootstrap intervals, when ``interval`` asks for them.
        interval: how to make intervals; see `labelcards.metrics.intervals.uncertainty`.

    Raises:
        ToolError: Krippendorff's alpha differs from the ``krippendorff`` package's.
    """
    columns = [name for name in version.manifest.items.named(group=True) if name in version.items.columns]
    once = decided.coded.once
    return question_agreement(
        decided.coded.of_people,
        decided.kind,
        groups={name: version.items[name] for name in columns},
        batches=_rows(decided.column("batch"), once),
        months=_months(_rows(decided.column("submitted_at"), once)),
        plan=IntervalPlan(interval, replicates=replicates, seed=seed),
    )


def _rows(values: pd.Series[Any], kept: Mask | None) -> pd.Series[Any]:
    return values if kept is None else values[kept].reset_index(drop=True)


def _months(times: pd.Series[pd.Timestamp]) -> pd.Series[Any]:
    """(R,) the month of each time as ``YYYY-MM``; NA where there is none."""
    moments = times.to_numpy("datetime64[us]")
    codes, months = pd.factorize(moments.astype("datetime64[M]").astype(np.int64))
    names = pd.Index([str(np.datetime64(int(month), "M")) for month in months], dtype="str")
    return pd.Series(pd.Categorical.from_codes(np.where(np.isnat(moments), -1, codes), categories=names))


def question_agreement(
    coded: CodedQuestion,
    kind: LabelKind,
    *,
    groups: Mapping[str, pd.Series[str]] | None = None,
    batches: pd.Series[str] | None = None,
    months: pd.Series[Any] | None = None,
    plan: IntervalPlan | None = None,
) -> FigureTree:
    """Agreement of coded annotations as a tree of figures.

    Args:
        coded: the annotations of one question.
        kind: what its labels are.
        groups: item column → (N,) values in the order of ``coded.items``; NA: in no group.
        batches, months: (R,) values in the order of ``coded.ratings``; NA: in none.
        plan: how to make intervals; the jackknife when absent.

    Returns:
        ``overall.<metric>``, and where they apply ``balance.<metric>`` (what label shares and
        annotators do to kappa), ``two_way.<metric>`` (the values of ``overall`` with intervals over items and
        annotators), ``weighted.<scheme>.<metric>`` (ordered labels), ``per_label.<label>.<metric>``,
        ``per_annotator.<annotator>.…``,
        ``per_pair.<annotator>.<annotator>.…`` (at most 300 pairs, the most overlapping),
        ``per_group.<column>.<value>.…``, ``per_batch.<batch>.…``, ``per_month.<YYYY-MM>.…``.

    Raises:
        ToolError: Krippendorff's alpha differs from the ``krippendorff`` package's.
    """
    plan = plan or IntervalPlan()
    labelled = LabelledRatings(coded.ratings, kind, coded.labels)
    rows = pair_rows(coded.ratings)
    tree: FigureTree = {"overall": _leaves(overall_agreement(labelled, plan, rows=rows))}
    if len(coded.ratings):
        tree["per_label"] = _branches(per_label(labelled, plan))
        removed = _removed(coded.ratings)
        tree["weighted"] = _branches(weighted_agreement(labelled, plan, rows))
        tree["two_way"] = _leaves(two_way(labelled, removed, plan))
        tree["balance"] = _leaves(balance(labelled, removed, rows))
        tree["per_annotator"] = _branches(per_annotator(labelled, removed, coded.annotators, plan))
        del removed
        tree["per_pair"] = _pairs(labelled, rows, coded.annotators, plan)
    del rows
    tree["per_group"] = {
        crossed(column): {
            crossed(group): _leaves(found) for group, found in per_item_group(labelled, values, plan).items()
        }
        for column, values in sorted((groups or {}).items())
    }
    for name, values in (("per_batch", batches), ("per_month", months)):
        if values is not None:
            tree[name] = _branches(per_annotation_group(labelled, values, plan))
    return {name: branch for name, branch in tree.items() if branch}


def _removed(ratings: Ratings) -> Removals | str:
    if repeats_an_item(ratings):
        return "an annotator labelled an item twice"
    return removals(ratings, count_vectors(ratings))


def _leaves(results: Results) -> FigureTree:
    return {key: figure(key, result) for key, result in sorted(results.items())}


def _branches(results: Mapping[str, Results]) -> FigureTree:
    return {name: _leaves(found) for name, found in results.items()}


def _pairs(labelled: LabelledRatings, rows: PairRows | None, names: tuple[str, ...], plan: IntervalPlan) -> FigureTree:
    tree: dict[str, FigureTree] = {}
    if rows is not None:
        for (first, second), results in per_pair(labelled, rows, names, plan).items():
            tree.setdefault(first, {})[second] = _leaves(results)
    return {**tree}


def question_warnings(decided: QuestionConsensus) -> list[WarningRecord]:
    """What limits the agreement figures of the question: overlap, balance, separate or single annotators, models."""
    about = ("questions", decided.question, "agreement")
    found = agreement_warnings(agreement_findings(decided.ratings), about, nominal=decided.kind.categorical)
    return [*found, *machine_warnings(decided.column("source"), about)]
