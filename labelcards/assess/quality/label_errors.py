"""Labels that are probably wrong: confident learning on out-of-sample probabilities (cleanlab).

C. G. Northcutt, L. Jiang and I. L. Chuang (2021), "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR
70, 1373–1411, doi:10.1613/jair.1.12125. The filter is named with every figure: on one and the same file the filters of
cleanlab flag between 226 and 706 items.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from labelcards.assess.quality.audit import audit_population, error_rate
from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.consensus.gold import balanced_accuracy, score_labels
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import mean_of, share_of
from labelcards.metrics.ratings import Codes

__all__ = ["DEFAULT_FILTER", "Filter", "LabelErrorFlags", "flag_labels", "label_error_figures"]

Filter = Literal[
    "prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given", "low_self_confidence"
]
"""cleanlab's rules for what to flag."""

DEFAULT_FILTER: Filter = "prune_by_noise_rate"

LEAST_PROBABILITY = 1e-6
"""Of a label that the model rules out, so that one such label does not decide whether the model is informative."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelErrorFlags:
    """What confident learning says about each item.

    Attributes:
        issue: (N,) whether the label is probably wrong; False for an item without a label.
        score: (N,) label quality in [0, 1]: the probability of the given label out of sample; NaN without a label.
        suggested: (N,) the most probable label code; -1 without a label.
        filter: the rule that flagged.
    """

    issue: Flags
    score: Floats
    suggested: Codes
    filter: Filter


def flag_labels(
    labels: Codes, probabilities: Floats, *, filter_by: Filter = DEFAULT_FILTER
) -> LabelErrorFlags | Undefined:
    """Flag the labels that out-of-sample probabilities speak against.

    Args:
        labels: (N,) label codes, -1 for none.
        probabilities: (N, K) out-of-sample probabilities; rows are scaled to sum 1.
        filter_by: cleanlab's rule, see ``Filter``.

    Returns:
        the flags; Undefined when fewer than two labels occur, or when the probabilities say no more about the labels
        than chance does (neither balanced accuracy nor log-likelihood is significantly better): such a model would
        flag a large part of any data set.

    Raises:
        ValueError: unknown filter, or shapes that do not fit.
    """
    if filter_by not in get_args(Filter):
        raise ValueError("unknown filter")
    if probabilities.ndim != 2 or len(labels) != len(probabilities):
        raise ValueError("labels are (N,), probabilities (N, K)")
    known = labels >= 0
    present = np.unique(labels[known])
    if len(present) < 2:
        return Undefined("fewer than two labels occur", int(known.sum()))
    totals = probabilities.sum(axis=1, keepdims=True)
    scaled = np.divide(probabilities, totals, out=np.full_like(probabilities, 1 / len(present)), where=totals > 0)
    if not _informative(labels[known], scaled[known]):
        return Undefined("the model predicts these labels no better than chance", int(known.sum()))
    issue = np.zeros(len(labels), dtype=np.bool_)
    score = np.full(len(labels), np.nan)
    issue[known], score[known] = _cleanlab(labels[known], scaled[known], filter_by)
    return LabelErrorFlags(issue, score, np.where(known, scaled.argmax(axis=1), -1).astype(np.intp), filter_by)


def _informative(labels: Codes, probabilities: Floats) -> bool:
    """Whether recall averaged over labels beats 1 / their number, or the log-likelihood that of the label shares."""
    K = probabilities.shape[1]
    counts = np.bincount(labels, minlength=K)
    recalled = balanced_accuracy(score_labels(probabilities.argmax(axis=1).astype(np.intp), labels, K))
    if isinstance(recalled, Estimate) and recalled.low is not None and recalled.low > 1 / np.count_nonzero(counts):
        return True
    given = np.log(np.maximum(probabilities[np.arange(len(labels)), labels], LEAST_PROBABILITY))
    gain = mean_of(given - np.log(counts[labels] / len(labels)))
    return isinstance(gain, Estimate) and gain.low is not None and gain.low > 0


def _cleanlab(labels: Codes, probabilities: Floats, filter_by: Filter) -> tuple[Flags, Floats]:
    from cleanlab.filter import find_label_issues  # noqa: PLC0415  (slow import)
    from cleanlab.rank import get_label_quality_scores  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # e.g. on labels with few items: the figures say n
        issue = find_label_issues(labels, probabilities, filter_by=filter_by, n_jobs=1, verbose=False)
    return np.asarray(issue, dtype=np.bool_), np.asarray(get_label_quality_scores(labels, probabilities))


def label_error_figures(
    decided: QuestionConsensus,
    flagged: LabelErrorFlags | Undefined,
    audit: pd.DataFrame | None = None,
    *,
    model: str = "",
) -> FigureTree:
    """``questions.<q>.label_errors``: flagged items in all and per label; the audited error rate if there is one.

    Args:
        decided: the question.
        flagged: what `flag_labels` says.
        model: whose probabilities flagged, for the method's name; the baseline's when empty.
        audit: the question's rows of the table ``audit``; None or no rows for a version without an audit.
    """
    tree = _undefined(flagged) if isinstance(flagged, Undefined) else _flag_figures(decided, flagged, model)
    if audit is not None and len(audit):
        tree["error_rate"] = figure("audited_error_rate", error_rate(decided, audit))
        tree["audit_population"] = figure("audit_population", counted(audit_population(decided, audit)))
    return tree


def _undefined(flagged: Undefined) -> FigureTree:
    return {name: figure(name, flagged) for name in ("flagged", "flagged_share")}


def _flag_figures(decided: QuestionConsensus, flagged: LabelErrorFlags, model: str) -> FigureTree:
    names = decided.coded.labels
    settled = decided.final >= 0
    method = f"cleanlab {flagged.filter}" + (f", {model}" if model else "")
    total = Estimate(float(flagged.issue.sum()), int(settled.sum()), method, None, None, "a count")
    per_label: FigureTree = {}
    for code, label in enumerate(names):
        here = decided.final == code
        per_label[label] = {
            "flagged": figure("flagged", counted(int((flagged.issue & here).sum()))),
            "flagged_share": figure("flagged_share", share_of(flagged.issue & here, here, nothing="no item")),
        }
    return {
        "flagged": figure("flagged", total),
        "flagged_share": figure("flagged_share", share_of(flagged.issue, settled, nothing="no item has a label")),
        "per_label": per_label,
    }
