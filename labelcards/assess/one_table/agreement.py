"""Agreement of one table of annotations, without a manifest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.assess.agreement.breakdown import per_label
from labelcards.assess.agreement.overall import LabelledRatings, Results, overall_agreement
from labelcards.assess.agreement.warnings import agreement_warnings
from labelcards.documents.figures import Figure, figure
from labelcards.documents.table_agreement import TableAgreement
from labelcards.documents.warning_record import WarningRecord
from labelcards.errors import InputError, Problem
from labelcards.inspection.answers import QuestionReading
from labelcards.inspection.table_reading import TableReading
from labelcards.labels.registry import CATEGORIES
from labelcards.metrics.agreement.annotator_pairs import cohen_kappa
from labelcards.metrics.agreement.balance import agreement_findings
from labelcards.metrics.agreement.coefficients import ChanceCorrection, ChanceModel
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.distances import WeightScheme
from labelcards.metrics.agreement.measures import agreement, why_no_agreement
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings

__all__ = ["coded_question", "table_agreement"]

MOST_CATEGORIES = 50
"""Numbers with more distinct values are not also treated as categories."""

NEED_NAMES = ("cohen_kappa", "conger_kappa", "scott_pi")
"""Coefficients of particular annotators begin with one of these."""


def table_agreement(
    question: QuestionReading,
    reading: TableReading,
    *,
    weights: WeightScheme | None = None,
    plan: IntervalPlan | None = None,
) -> tuple[TableAgreement, list[WarningRecord]]:
    """All agreement coefficients that suit the answers of one question of a table.

    Args:
        question: the answers; see `labelcards.inspection`.
        reading: the table they come from.
        weights: of the weighted coefficients; ordered labels only, the kind's usual ones when absent.
        plan: how to make intervals.

    Returns:
        The figures, and what to know before trusting them, not yet in words. Where an annotator labels an item more
        than once the last row counts; ``repeated`` says how many did not.

    Raises:
        InputError: weights that need an order were asked for, and the labels have none.
    """
    plan = plan or IntervalPlan("jackknife")
    kind = question.kind
    if not kind.weights and weights not in (None, "identity"):
        message = f"Weights need labels in an order, and {kind.name} ones have none."
        raise InputError([Problem(reading.file, "weights-need-order", message, "Give --level ordinal.")])
    labelled, repeated = coded_question(question)
    used = (weights or kind.weights[0]) if kind.weights else None
    ratings = labelled.ratings
    few = len(labelled.labels) <= MOST_CATEGORIES
    found = per_label(_categories(labelled), plan) if few else {}
    results = _metrics(labelled, plan, used)
    measured = TableAgreement(
        question=question.name,
        items=int(question.frame["item"].nunique()),
        annotators=0 if reading.anonymous else len(active_annotators(ratings)),
        annotations=len(ratings),
        missing=question.blank + sum(question.missing.values()),
        repeated=repeated,
        layout=reading.layout,
        level=kind.name,
        weights=used or "identity",
        metrics=_figures(_nameless(results) if reading.anonymous else results),
        per_label={name: _figures(_nameless(r) if reading.anonymous else r) for name, r in found.items()},
    )
    return measured, agreement_warnings(agreement_findings(ratings), ("metrics",), nominal=kind.categorical)


def _nameless(results: Results) -> Results:
    """Results without those that need to know who labelled: coefficients of pairs of annotators."""
    return {
        key: Undefined("the table does not say who labelled") if key.startswith(NEED_NAMES) else result
        for key, result in results.items()
    }


def coded_question(question: QuestionReading) -> tuple[LabelledRatings, int]:
    """The annotations of a question as codes, each annotator's last one of an item, and how many were not the last."""
    filled = question.frame[question.frame["label"].notna()]
    counted = filled.drop_duplicates(["item", "annotator"], keep="last")
    labels = tuple(question.kind.order(counted["label"])) if not question.kind.exclusive else question.labels
    item, items = pd.factorize(counted["item"])
    who, annotators = pd.factorize(counted["annotator"], sort=True)
    code = pd.Index(labels).get_indexer(pd.Index(counted["label"]))
    ratings = Ratings(
        item.astype(np.intp),
        who.astype(np.intp),
        code.astype(np.intp),
        len(items),
        len(annotators),
        len(labels),
    )
    return LabelledRatings(ratings, question.kind, labels), len(filled) - len(counted)


def _categories(labelled: LabelledRatings) -> LabelledRatings:
    return LabelledRatings(labelled.ratings, CATEGORIES, labelled.labels)


def _metrics(labelled: LabelledRatings, plan: IntervalPlan, scheme: WeightScheme | None) -> Results:
    results = overall_agreement(labelled, plan, scheme)
    if not labelled.kind.categorical and len(labelled.labels) <= MOST_CATEGORIES:
        results = {**overall_agreement(_categories(labelled), plan), **results}
    if scheme is not None and labelled.ordered and len(labelled.labels) <= MOST_CATEGORIES:
        results.update(_weighted(labelled, plan, scheme))
    return dict(sorted(results.items()))


def _weighted(labelled: LabelledRatings, plan: IntervalPlan, scheme: WeightScheme) -> Results:
    """The coefficients that have no weighted key of their own, with ``_weighted`` after their name."""
    ratings, K, weights = labelled.ratings, len(labelled.labels), labelled.weights(scheme)
    chances: dict[str, ChanceModel] = {"percent": "none", "fleiss_kappa": "pooled", "brennan_prediger": "uniform"}
    results: Results = {
        f"{name}_weighted": agreement(ratings, ChanceCorrection(chance, K, weights), plan)
        for name, chance in chances.items()
    }
    active = active_annotators(ratings)
    results["conger_kappa_weighted"] = conger_kappa(ratings, weights, plan)
    if len(active) == 2:
        results["cohen_kappa_weighted"] = cohen_kappa(ratings, int(active[0]), int(active[1]), weights, plan)
        why = why_no_agreement(ratings)
        pooled = ChanceCorrection("pooled", K, weights)
        results["scott_pi_weighted"] = Undefined(why) if why else agreement(ratings, pooled, plan)
    return results


def _figures(results: Results) -> dict[str, Figure]:
    return {key: figure(key, result) for key, result in results.items()}
