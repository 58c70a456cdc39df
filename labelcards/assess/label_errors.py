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

from labelcards.assess.consensus import QuestionConsensus
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.audit_sample import stratified_error_rate
from labelcards.metrics.consensus import Flags, Floats
from labelcards.metrics.counted import counted
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.gold import balanced_accuracy, score_labels
from labelcards.metrics.ratings import Codes
from labelcards.metrics.shares import mean_of, share_of

__all__ = ["DEFAULT_FILTER", "Filter", "Flagged", "error_rate", "flag_labels", "label_error_figures", "strata"]

Filter = Literal[
    "prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given", "low_self_confidence"
]
"""cleanlab's rules for what to flag."""

DEFAULT_FILTER: Filter = "prune_by_noise_rate"

LEAST_PROBABILITY = 1e-6
"""Of a label that the model rules out, so that one such label does not decide whether the model is informative."""


@dataclass(frozen=True, slots=True, eq=False)
class Flagged:
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

    @property
    def ranked(self) -> Codes:
        """Positions of the flagged items, the worst score first, equal scores in item order."""
        flagged = np.flatnonzero(self.issue)
        return flagged[np.argsort(self.score[flagged], kind="stable")]


def flag_labels(labels: Codes, probabilities: Floats, *, filter_by: Filter = DEFAULT_FILTER) -> Flagged | Undefined:
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
    return Flagged(issue, score, np.where(known, scaled.argmax(axis=1), -1).astype(np.intp), filter_by)


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


def strata(decided: QuestionConsensus, flagged: Flagged) -> Codes:
    """(N,) stratum of each item for an audit: 2·label + flagged; -1 for an item without a final label."""
    return np.where(decided.final >= 0, 2 * decided.final + flagged.issue, -1).astype(np.intp)


def error_rate(decided: QuestionConsensus, flagged: Flagged, audit: pd.DataFrame) -> Result:
    """Error rate of the final labels from audited items.

    Args:
        decided: the question.
        flagged: the flags that the audit sample was stratified by.
        audit: one row per checked item: ``item_id`` and ``correct`` (bool), for a sample drawn at random within each of
            `strata` (`labelcards.metrics.audit_sample.draw_sample`).

    Returns:
        share of items whose final label is wrong; strata that no item of the sample belongs to are merged with the same
        flag of other labels, so only a flag value that was not sampled at all leaves it undefined.
    """
    codes = strata(decided, flagged)
    positions = pd.Index(decided.coded.items).get_indexer(pd.Index(audit["item_id"]))
    correct = audit["correct"].to_numpy(dtype=np.bool_)
    valid = (positions >= 0) & (codes[positions] >= 0)
    positions, correct = positions[valid], correct[valid]
    size = 2 * max(decided.ratings.K, 1)
    checked = np.bincount(codes[positions], minlength=size)
    merged = np.where(checked[np.maximum(codes, 0)] > 0, codes, size + flagged.issue)
    merged = np.where(codes >= 0, merged, -1)
    merged = _join_unchecked(merged, checked, flagged.issue, size)
    counts = np.bincount(merged[merged >= 0], minlength=size + 2)
    checked = np.bincount(merged[positions], minlength=size + 2)
    wrong = np.bincount(merged[positions], ~correct, minlength=size + 2)
    return stratified_error_rate(counts, checked, np.round(wrong))


def _join_unchecked(merged: Codes, checked: Codes, issue: Flags, size: int) -> Codes:
    """Where a label's stratum was not sampled, put all labels of the same flag into one stratum."""
    for flag in (0, 1):
        if (merged == size + flag).any():
            same = (merged >= 0) & (issue == bool(flag))
            merged = np.where(same, size + flag, merged)
    return merged.astype(np.intp)


def label_error_figures(
    decided: QuestionConsensus, flagged: Flagged | Undefined, audit: pd.DataFrame | None = None
) -> FigureTree:
    """``questions.<q>.label_errors``: flagged items in all and per label; the audited error rate if there is one."""
    names = decided.coded.labels
    if isinstance(flagged, Undefined):
        return {name: figure(name, flagged) for name in ("flagged", "flagged_share")}
    settled = decided.final >= 0
    total = Estimate(
        float(flagged.issue.sum()), int(settled.sum()), f"cleanlab {flagged.filter}", None, None, "a count"
    )
    per_label: FigureTree = {}
    for code, label in enumerate(names):
        here = decided.final == code
        per_label[label] = {
            "flagged": figure("flagged", counted(int((flagged.issue & here).sum()))),
            "flagged_share": figure("flagged_share", share_of(flagged.issue & here, here, nothing="no item")),
        }
    tree: FigureTree = {
        "flagged": figure("flagged", total),
        "flagged_share": figure("flagged_share", share_of(flagged.issue, settled, nothing="no item has a label")),
        "per_label": per_label,
    }
    if audit is not None:
        tree["error_rate"] = figure("audited_error_rate", error_rate(decided, flagged, audit))
    return tree
