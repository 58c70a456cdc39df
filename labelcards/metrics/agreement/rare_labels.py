"""Whether so few items have a label other than the most frequent one that a coefficient hangs on single items.

Alpha and the kappas divide by the disagreement that chance would bring. Where nearly everything has one label, that is
nearly nothing, and the value rests on the few items to which most annotators give another label. Single dissenting
annotations are no such items: at a prevalence of 1% most of them are slips.

A sample that happens to hold none or one of these items says nothing of those it missed, and neither does a jackknife,
which only leaves out what is there. So, as Wilson's interval of a share does, z²/2 items are thought to be there in
addition: once items on which everybody gives the rarer label, once items that split the annotators. The interval is the
hull of those with and without them (`labelcards.metrics.intervals.uncertainty`).

Source: Agresti and Coull 1998, doi:10.1080/00031305.1998.10480550 (the z²/2 added cases of a score interval); simulated
in `tests/metrics/rare_label_coverage.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.ratings import Codes

__all__ = ["FEW_ITEMS", "LabelMinority", "unseen_pairs", "unseen_vectors", "vector_minority"]

FEW_ITEMS = 10
"""With fewer items of other labels than these, single items move alpha and kappa."""

_LARGEST_SHARE = 0.2
_MOST = 0.5
_MOST_TIED = 20


@dataclass(frozen=True, slots=True)
class LabelMinority:
    """The items of other labels than the most frequent one.

    Attributes:
        top: the most frequent label.
        share: its share of the annotations.
        others: the most frequent ones of the rest; several when they are equally frequent.
        items: how many items have two annotations or more.
        minority: how many of these get another label than ``top`` by more than half of their annotations.
    """

    top: int
    share: float
    others: tuple[int, ...]
    items: float
    minority: float

    @property
    def few(self) -> bool:
        """Whether one label has most annotations, and the minority is fewer than ten items and at most a fifth."""
        return self.share > _MOST and self.minority < FEW_ITEMS and self.minority <= _LARGEST_SHARE * self.items


def vector_minority(vectors: CountVectors) -> LabelMinority:
    """The minority of count vectors; those with one annotation do not count."""
    paired = vectors.at_least(2)
    top, share, others = _ranked(np.asarray(paired.weights @ paired.counts, dtype=np.float64))
    of_top = paired.counts[:, [top]].toarray().ravel()
    minority = float(paired.weights[2 * of_top < paired.sizes].sum())
    return LabelMinority(top, share, others, float(paired.weights.sum()), minority)


def _ranked(used: Floats) -> tuple[int, float, tuple[int, ...]]:
    """The most frequent of the labels ``used`` (K,) times, its share, and the most frequent of the others."""
    top = int(np.argmax(used))
    rest = np.delete(np.arange(len(used)), top)
    most = used[rest].max(initial=0.0)
    share = float(used[top]) / max(float(used.sum()), 1.0)
    return top, share, tuple(int(code) for code in rest[used[rest] == most][:_MOST_TIED])


def unseen_pairs(first: Codes, second: Codes, times: Floats, K: int) -> tuple[Codes, Codes] | None:
    """As `unseen_vectors`, for two annotators: the pairs of labels of items that were missed.

    Args:
        first, second: (U,) labels of the two.
        times: (U,) how many items have these.
        K: how many labels there are.
    """
    if K < 2:
        return None
    used = np.bincount(np.concatenate([first, second]), np.tile(times, 2), minlength=K)
    top, share, others = _ranked(np.asarray(used, dtype=np.float64))
    minority = float(times[(first != top) & (second != top)].sum())
    if not LabelMinority(top, share, others, float(times.sum()), minority).few:
        return None
    cells = [cell for code in others for cell in ((code, code), (top, code), (code, top))]
    return np.array([cell[0] for cell in cells]), np.array([cell[1] for cell in cells])


def unseen_vectors(vectors: CountVectors) -> CountVectors | None:
    """Items that a sample with few items of other labels may have missed, or None when it holds enough.

    Per next most frequent label two vectors, as large as items are on average: everybody gives it; half of them give it
    and the others the most frequent label.
    """
    if vectors.K < 2:
        return None
    found = vector_minority(vectors)
    if found.items == 0 or not found.few:
        return None
    paired = vectors.at_least(2)
    size = max(2, round(float(paired.weights @ paired.sizes) / found.items))
    table = np.zeros((2 * len(found.others), vectors.K), dtype=np.int64)
    for row, code in enumerate(found.others):
        table[2 * row, code] = size
        table[2 * row + 1, [found.top, code]] = size - size // 2, size // 2
    return CountVectors(sparse.csr_array(table), np.ones(len(table)), np.zeros(0, dtype=np.intp))
