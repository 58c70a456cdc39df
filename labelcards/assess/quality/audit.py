"""The audited sample: which items a reviewer should judge, and what the judgments say about all labels.

The number of flagged items is not an error rate. A random sample is drawn more densely where errors are likely (flagged
or disputed items), and every judged item carries its stratum and how many items that had when the sample was drawn, so
that the estimate stays right when flags change later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.items.audit_sample import allocate, draw_sample, stratified_error_rate
from labelcards.metrics.ratings import Codes

__all__ = ["DRAW_COLUMNS", "audit_population", "draw_audit", "error_rate"]

DRAW_COLUMNS = ("item_id", "stratum", "stratum_items")
SUSPECT_RATE, OTHER_RATE = 0.4, 0.05
"""Expected error rates of suspect and other items; they steer how many of each are drawn, not the estimate."""

LEAST_CHECKS = 2
"""Per stratum: a single check has no variance."""


def draw_audit(consensus: pd.DataFrame, size: int, seed: int, *, by_label: bool = True) -> pd.DataFrame:
    """Draw the items to be judged, at random within strata of final label × suspicion.

    An item is suspect when it is flagged as a probable label error; where no flags could be computed, when its
    annotators disagree. When ``size`` is too small for two checks in every stratum, labels and then suspicion are left
    out of the stratification.

    Args:
        consensus: the rows of one question of ``consensus.parquet``: ``item_id, final, disputed, flagged``.
        size: how many items to draw; at most all that have a final label.
        seed: equal seeds draw equal samples.
        by_label: whether labels make strata; not for numbers and sets, which have too many.

    Returns:
        `DRAW_COLUMNS`, one row per drawn item, sorted by item id; ``stratum`` is for the record and not for the
        reviewer, because it tells the label.
    """
    settled = consensus[consensus["final"].notna()].sort_values("item_id", ignore_index=True)
    suspect = _suspect(settled)
    codes, names = _strata(settled["final"], suspect, size, by_label=by_label)
    sizes = np.bincount(codes, minlength=len(names))
    flagged = np.bincount(codes, suspect, minlength=len(names)) / np.maximum(sizes, 1)
    expected = OTHER_RATE + (SUSPECT_RATE - OTHER_RATE) * flagged
    counts = allocate(sizes, expected, size, at_least=LEAST_CHECKS)
    rows = draw_sample(codes, counts, np.random.default_rng(seed))
    return pd.DataFrame(
        {
            "item_id": settled["item_id"].to_numpy()[rows],
            "stratum": np.array(names, dtype=object)[codes[rows]],
            "stratum_items": sizes[codes[rows]],
        },
        columns=list(DRAW_COLUMNS),
    )


def _suspect(settled: pd.DataFrame) -> Flags:
    flagged = settled["flagged"].astype("boolean")
    column = settled["disputed"] if flagged.isna().all() else flagged.fillna(False)
    return column.to_numpy(dtype=np.bool_)


def _strata(
    final: pd.Series[str], suspect: Flags, size: int, *, by_label: bool
) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], list[str]]:
    """(n,) stratum codes and their names: the finest division that ``size`` can fill."""
    kind = np.where(suspect, "suspect", "other").astype(object)
    divisions = [final.to_numpy(dtype=object) + " · " + kind] if by_label and len(final) else []
    for division in [*divisions, kind]:
        names, codes = np.unique(division.astype(str), return_inverse=True)
        if LEAST_CHECKS * len(names) <= size:
            return codes.astype(np.intp), [str(name) for name in names]
    return np.zeros(len(final), dtype=np.intp), ["all"]


def error_rate(decided: QuestionConsensus, audit: pd.DataFrame) -> Result:
    """Error rate of the final labels, estimated from judged items.

    Args:
        decided: the question.
        audit: its rows of the table ``audit``; an item without a final label leaves the sample. Rows without a stratum
            are taken for a simple random sample of all items with a final label.

    Returns:
        the share of the items of this version whose final label differs from the judged one, with an interval for these
        items (`stratified_error_rate`); ``n`` = judged items.
    """
    strata = _audited(decided, audit)
    if not len(strata.checked):
        return Undefined("no item with a final label was judged")
    return stratified_error_rate(strata.sizes, strata.checked, strata.wrong)


def audit_population(decided: QuestionConsensus, audit: pd.DataFrame) -> int:
    """How many items the audited error rate is about: those of all strata with a judgment."""
    return int(_audited(decided, audit).sizes.sum())


@dataclass(frozen=True, slots=True, eq=False)
class _AuditedStrata:
    """(S,) items, judged items, and wrong ones of these; empty when nothing was judged."""

    sizes: Floats
    checked: Codes
    wrong: Floats


def _audited(decided: QuestionConsensus, audit: pd.DataFrame) -> _AuditedStrata:
    positions = pd.Index(decided.coded.items).get_indexer(pd.Index(audit["item_id"]))
    used = (positions >= 0) & (decided.final[positions] >= 0)
    judged, positions = audit[used], positions[used]
    names = np.array(decided.answers, dtype=object)
    wrong = names[decided.final[positions]] != judged["label"].to_numpy(dtype=object)
    strata, first, codes = np.unique(
        judged["stratum"].fillna("").to_numpy(dtype=str), return_index=True, return_inverse=True
    )
    checked = np.bincount(codes, minlength=len(strata)).astype(np.intp)
    settled = float((decided.final >= 0).sum())
    sizes = pd.to_numeric(judged["stratum_items"]).fillna(settled).to_numpy(dtype=np.float64)[first]
    errors = np.bincount(codes, wrong, minlength=len(strata)).astype(np.float64)
    return _AuditedStrata(np.maximum(sizes, checked).astype(np.float64), checked, errors)
