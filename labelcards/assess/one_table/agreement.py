"""Agreement of one table of annotations, without a manifest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.assess.agreement.breakdown import per_label
from labelcards.assess.agreement.overall import LabelledRatings, Results, overall_agreement
from labelcards.assess.agreement.warnings import agreement_warnings
from labelcards.assess.one_table.layout import Layout, LongForm, TableColumns, long_form
from labelcards.dataset.files.table_file import FileTable
from labelcards.documents.figures import Figure, figure
from labelcards.documents.table_agreement import TableAgreement
from labelcards.documents.warning_record import WarningRecord
from labelcards.errors import LISTED, InputError, Problem
from labelcards.labels.kind import LabelKind
from labelcards.labels.registry import CATEGORIES, kind_named, levels
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

__all__ = ["table_agreement"]

MOST_CATEGORIES = 50
"""Numbers with more distinct values are not also treated as categories."""


def table_agreement(
    file: FileTable,
    columns: TableColumns | None = None,
    *,
    level: str = "nominal",
    layout: Layout = "auto",
    weights: WeightScheme | None = None,
    plan: IntervalPlan | None = None,
) -> tuple[TableAgreement, list[WarningRecord]]:
    """All agreement coefficients of a table that suit the level of its labels.

    Args:
        file: text columns; see `labelcards.dataset.files.table_file`.
        columns: those that the user named; see `labelcards.assess.one_table.layout` for what is guessed.
        level: one of `labelcards.labels.registry.levels`. Ordinal labels are in numeric order when they are numbers,
            in the table's order in a contingency table, and in text order otherwise.
        layout: how the table is laid out.
        weights: of the weighted coefficients; ordered levels only, quadratic when absent.
        plan: how to make intervals.

    Returns:
        The figures, and what to know before trusting them, not yet in words. Where an annotator labels an item more
        than once the last row counts; ``repeated`` says how many did not.

    Raises:
        InputError: the table or the arguments do not fit; no problem quotes a value.
    """
    plan = plan or IntervalPlan("jackknife")
    kind = _checked_level(file, level, weights)
    form = long_form(file, columns or TableColumns(), layout)
    filled = form.frame[form.frame["label"].notna()]
    labelled, repeated = _coded(file, form, filled, kind)
    used = (weights or kind.weights[0]) if kind.weights else None
    ratings = labelled.ratings
    few = len(labelled.labels) <= MOST_CATEGORIES
    found = per_label(_categories(labelled), plan) if few else {}
    measured = TableAgreement(
        items=int(form.frame["item"].nunique()),
        annotators=len(active_annotators(ratings)),
        annotations=len(ratings),
        missing=len(form.frame) - len(filled),
        repeated=repeated,
        layout=form.layout,
        level=level,
        weights=used or "identity",
        metrics=_figures(_metrics(labelled, plan, used)),
        per_label={name: _figures(results) for name, results in found.items()},
    )
    return measured, agreement_warnings(agreement_findings(ratings), ("metrics",), nominal=kind.categorical)


def _checked_level(file: FileTable, level: str, weights: WeightScheme | None) -> LabelKind:
    known = levels()
    if level not in known:
        remedy = f"Use {', '.join(known[:-1])} or {known[-1]}."
        raise InputError([Problem(file.file, "unknown-level", "The level is unknown.", remedy)])
    kind = kind_named(level)
    if not kind.weights and weights not in (None, "identity"):
        message = f"Weights need labels in an order, and {level} ones have none."
        raise InputError([Problem(file.file, "weights-need-order", message, "Give --level ordinal.")])
    return kind


def _coded(file: FileTable, form: LongForm, filled: pd.DataFrame, kind: LabelKind) -> tuple[LabelledRatings, int]:
    answers = pd.Series(kind.canonical(list(filled["label"])), index=filled.index, dtype=object)
    _refuse(file, form, filled[answers.isna()], kind)
    counted = filled.assign(label=answers).drop_duplicates(["item", "annotator"], keep="last")
    labels = form.labels or kind.order(counted["label"])
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
    return LabelledRatings(ratings, kind, tuple(labels)), len(filled) - len(counted)


def _refuse(file: FileTable, form: LongForm, words: pd.DataFrame, kind: LabelKind) -> None:
    """Refuse labels that are no answers of the kind."""
    if words.empty:
        return
    number = kind.scale == "number"
    code, what = ("bad-number", "not a number") if number else ("bad-answer", f"not {kind.name}")
    columns = words["annotator"] if form.layout == "wide" else pd.Series(form.column, index=words.index)
    problems = [
        Problem(file.file, code, f"The label is {what}.", "Correct it, or use --level nominal.", row, column)
        for row, column in zip(words["row"][:LISTED].astype(int), columns[:LISTED], strict=True)
    ]
    if len(words) > LISTED:
        message = f"{len(words) - LISTED:,} more labels are {'not numbers' if number else what}."
        problems.append(Problem(file.file, code, message, "Correct them, or use --level nominal."))
    raise InputError(problems)


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
