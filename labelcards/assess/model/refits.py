"""Model lift over other trainings: the baseline trained again without each part of the items, for several seeds."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from labelcards.assess.model.baseline import label_of, predict_gold_without
from labelcards.assess.model.gold_predictions import final_codes, texts_by_item
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import UPPER

__all__ = ["FOLDS", "MOST_ITEMS", "refit_lift"]

FOLDS = 5
"""Parts of the items; each model is trained without one of them."""

MOST_ITEMS = 20_000
"""More items than this are not trained on again and again: their models hardly differ, and take long."""

Hits = npt.NDArray[np.float64]


def refit_lift(
    new: LabelVersion,
    old: LabelVersion,
    consensus: tuple[pd.DataFrame, pd.DataFrame],
    question: str,
    *,
    seeds: int,
    seed: int,
) -> Result:
    """Mean gain in accuracy on the new version's gold items, over ``seeds`` x `FOLDS` trainings of each version.

    A part of the items is left out of both versions' trainings alike. The variance is that over gold items, of the gain
    averaged over trainings, plus that over the J trainings, s² (1/J + 1/(P - 1)): they share most of their items, so
    s²/J alone would promise too much. The interval is Student's with Satterthwaite's degrees of freedom. It says how
    the gain would vary with other gold items *and* with other items to train on; the plain lift takes the trainings as
    given.

    Args:
        consensus: the two versions' consensus tables, the new one first.
        seeds: how often the items are dealt into parts.
        seed: the first of them.

    Returns:
        the gain in [-1, 1] with a 95% interval; ``n`` is the number of gold items. Undefined without gold, or when a
        training has too little.

    Source: the corrected resampled t interval of Nadeau and Bengio 2003, doi:10.1023/A:1024068626366.
    """
    if max(len(new.items), len(old.items)) > MOST_ITEMS:
        return Undefined(f"more than {MOST_ITEMS:,} items to train on repeatedly")
    gold = new.gold.loc[new.gold["question"] == question].sort_values("item_id")
    if gold.empty:
        return Undefined("no gold labels")
    gains: list[Hits] = []
    for one in range(seed, seed + seeds):
        sides = [
            _hits(side, table, gold, scored=new, seed=one) for side, table in zip((new, old), consensus, strict=True)
        ]
        for side in sides:
            if isinstance(side, Undefined):
                return side
        after, before = (np.asarray(side) for side in sides)
        gains.append(after - before)
    return _estimate(np.stack(gains))


def _hits(
    version: LabelVersion, consensus: pd.DataFrame, gold: pd.DataFrame, *, scored: LabelVersion, seed: int
) -> Hits | Undefined:
    """(P, G) whether each training's model is right on each item of ``gold``, one question's, that has a text."""
    question = str(gold["question"].iloc[0])
    labels = version.manifest.questions[question].label_ids
    codes = final_codes(version, consensus, question)
    text_of = texts_by_item(scored)
    if isinstance(text_of, Undefined):
        return text_of
    known = gold[gold["item_id"].isin(text_of.keys())]
    if known.empty:
        return Undefined("no gold item has a text")
    ids = known["item_id"].tolist()
    parts = _parts(version.items["item_id"], seed)
    found = predict_gold_without(version, codes, ids, [text_of[item] for item in ids], len(labels), parts=parts)
    if isinstance(found, Undefined):
        return found
    truth = known["label"].to_numpy()
    names = np.asarray(labels, dtype=object)
    return np.stack([names[label_of(probabilities)] == truth for probabilities in found]).astype(np.float64)


def _parts(item_ids: Iterable[str], seed: int) -> npt.NDArray[np.intp]:
    """Part of each item: it depends on the item and the seed alone, so that versions leave out the same items."""
    return np.array([zlib.crc32(f"{seed}:{item}".encode()) % FOLDS for item in item_ids], dtype=np.intp)


def _estimate(gains: Hits) -> Result:
    """From (S, P, G) gains: mean, and the interval over gold items and trainings."""
    seeds, parts, n = gains.shape
    value = float(gains.mean())
    if n < 2:
        return Estimate(value, n, why_no_interval="one gold item")
    if gains.min() == gains.max():
        return Estimate(value, n, why_no_interval="all trainings and gold items agree")
    items = float(gains.mean(axis=(0, 1)).var(ddof=1)) / n
    each, count = gains.mean(axis=2).ravel(), seeds * parts
    trainings = float(each.var(ddof=1)) * (1 / count + 1 / (parts - 1))
    degrees = (items + trainings) ** 2 / (items**2 / (n - 1) + trainings**2 / (count - 1))
    half = float(stats.t.ppf(UPPER, degrees)) * math.sqrt(items + trainings)
    method = f"corrected resampled t over gold items and {seeds} x {parts} trainings, 95%"
    return Estimate(value, n, method, max(value - half, -1.0), min(value + half, 1.0))
