"""Annotators or labels that changed places: what a shuffled column does to a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import AnswerPair, AnswerRows
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import binomial_tail

__all__ = ["doubled_signs", "label_exchange_signs", "person_signs"]

Codes = npt.NDArray[np.intp]

NEARLY_ALL = 0.95
LEAST = 20
DOUBT = 1e-4
MOST_ITEMS = 100_000
"""So many items, evenly spaced, tell whose answers are whose."""
MOST_PEOPLE = 2_000
"""Annotators beyond which pairs of them are not counted."""


def label_exchange_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``labels-exchanged``: two labels or more, of which each became nearly always another one of them."""
    if not pair.kind.exclusive or pair.changed.sum() < LEAST:
        return
    K = len(pair.labels)
    flow = np.zeros((K, K), dtype=np.int64)
    np.add.at(flow, (pair.old.label[pair.same[0]], pair.new.label[pair.same[1]]), 1)
    seen = flow.sum(axis=1)
    goes = {
        code: int(flow[code].argmax())
        for code in np.flatnonzero(seen >= LEAST).tolist()
        if flow[code].max() >= NEARLY_ALL * seen[code] and flow[code].argmax() != code
    }
    while any(target not in goes for target in goes.values()):
        goes = {code: target for code, target in goes.items() if target in goes}
    if len(goes) > 1 and len(set(goes.values())) == len(goes):
        moved = sum(int(flow[code, target]) for code, target in goes.items())
        yield signed(
            "labels-exchanged",
            pair.question,
            old=tuple(pair.labels[code] for code in goes),
            new=tuple(pair.labels[target] for target in goes.values()),
            answers=int(seen[list(goes)].sum()),
            share=moved / int(seen[list(goes)].sum()),
        )


def person_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``annotators-exchanged`` (both are in both versions) and ``annotator-renamed`` (one left, the other came).

    An annotator's new answers equal another's old ones on at least 95% of 20 common items or more; far more often than
    they equal their own old ones, and than the answers of any two annotators are equal (binomial).
    """
    M = len(pair.annotators)
    if not pair.kind.categorical or M > MOST_PEOPLE:
        return
    equal, common = _across(pair)
    apart = ~np.eye(M, dtype=np.bool_)
    usual = equal[apart].sum() / max(1, common[apart].sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        alike = apart & (common >= LEAST) & (equal >= NEARLY_ALL * common)
    here = [np.bincount(side.annotator, minlength=M) > 0 for side in (pair.old, pair.new)]
    found: dict[str, list[tuple[int, int]]] = {"annotators-exchanged": [], "annotator-renamed": []}
    tests = max(1, int((common[apart] >= LEAST).sum()))
    for new, old in np.argwhere(alike).tolist():
        n = common[new, old]
        if here[0][new]:
            own = equal[new, new] / max(1, common[new, new])
            p = binomial_tail(equal[new, old], n, max(own, usual)) if common[new, new] >= LEAST else 1.0
            code = "annotators-exchanged"
        elif not here[1][old]:
            p, code = binomial_tail(equal[new, old], n, usual), "annotator-renamed"
        else:
            continue
        if float(p) * tests <= DOUBT:
            found[code].append((new, old))
    for code, pairs in found.items():
        if pairs:
            answers = int(sum(common[new, old] for new, old in pairs))
            share = float(sum(equal[new, old] for new, old in pairs) / answers)
            ids = [str(pair.annotators[new]) for new in dict.fromkeys(new for new, _ in pairs)]
            facts: dict[str, Any] = {"annotators": len(ids), "answers": answers, "share": share, "usual": float(usual)}
            yield signed(code, pair.question, ids=ids, **facts)


def _across(pair: AnswerPair) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(M, M) on how many shared items a new annotator's answer equals an old one's, and how many both answered."""
    M = len(pair.annotators)
    step = -(-int(pair.shared.sum()) // MOST_ITEMS) if pair.shared.any() else 1
    chosen = np.zeros(len(pair.items), dtype=np.bool_)
    chosen[np.flatnonzero(pair.shared)[:: max(1, step)]] = True
    old, new = (
        (side.item[mask], side.annotator[mask], side.label[mask])
        for side in (pair.old, pair.new)
        for mask in [chosen[side.item]]
    )
    order = np.argsort(old[0], kind="stable")
    ranked = old[0][order]
    low, high = np.searchsorted(ranked, new[0], "left"), np.searchsorted(ranked, new[0], "right")
    sizes = high - low
    mine = np.repeat(np.arange(len(sizes)), sizes)
    theirs = order[np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(low, sizes)]
    key = new[1][mine] * M + old[1][theirs]
    same = new[2][mine] == old[2][theirs]
    return (
        np.bincount(key[same], minlength=M * M).reshape(M, M),
        np.bincount(key, minlength=M * M).reshape(M, M),
    )


def doubled_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``rows-doubled``: answers that stand twice with item, annotator, label and time, more often than before."""
    counts = [_doubled(side) for side in (pair.old, pair.new)]
    n = len(pair.old), len(pair.new)
    if counts[1] < 3 or not n[0]:
        return
    rate = (counts[0] + 1) / (n[0] + 1)
    p = float(binomial_tail(counts[1], n[1], min(1.0, 2 * rate)))
    if p <= DOUBT:
        yield signed("rows-doubled", pair.question, doubled=counts[1], before=counts[0], answers=n[1])


def _doubled(rows: AnswerRows) -> int:
    """In the order of the contract, equal rows stand together."""
    equal = np.ones(max(len(rows) - 1, 0), dtype=np.bool_)
    for column in (rows.item, rows.annotator, rows.time, rows.label):
        equal &= column[1:] == column[:-1]
    return int(equal.sum())
