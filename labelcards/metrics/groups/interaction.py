"""Whether a group of annotators errs more on some items than its members and these items account for.

A linear model with one effect per item (its difficulty) and one per annotator (his or her carelessness) leaves
residuals; an interaction is what a group of annotators has in excess on a group of items. Item and annotator effects
are removed exactly, so neither hard items nor careless annotators look like a blind spot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse, stats

from labelcards.metrics.intervals.permutation import permutation_test
from labelcards.metrics.ratings import Codes

__all__ = ["Interactions", "interactions"]

Values = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LEAST_WEIGHT = 1.0
"""A cell in which fewer effective contrasts remain after removing item and annotator effects is not tested."""

MOST_LEVERAGE = 0.75

CANDIDATE = 0.05
"""Only cells with a smaller p-value are looked at beside each other."""

MOST_CANDIDATES = 40

STRONG = 0.01
"""A cell stronger than this is taken out before the others are looked at again."""


@dataclass(frozen=True, slots=True, eq=False)
class Interactions:
    """C cells, each a group of annotators on a group of items.

    Attributes:
        excess: (C,) mean outcome in excess of item and annotator effects; NaN where it cannot be told apart from them.
        error: (C,) standard error.
        df: (C,) degrees of freedom: annotations of the smaller side on these items minus one.
        p: (C,) one-sided p-value of "no positive excess".
        p_permutation: (C,) two-sided, by shuffling annotator profiles.
        p_beside: (C,) one-sided p-value beside the stronger cells: small only if those do not explain it.
        overdispersion: how much more the annotators' sums vary than independent annotations would; at least 1.
    """

    excess: Values
    error: Values
    df: Values
    p: Values
    p_permutation: Values
    p_beside: Values
    overdispersion: float


def interactions(
    outcome: Values,
    item: Codes,
    annotator: Codes,
    *,
    member: Values,
    place: Mask,
    cells: Sequence[tuple[int, int]],
    permutations: int,
    seed: int,
) -> Interactions:
    """Excess of groups of annotators on groups of items.

    For x = 1 in the cell and 0 elsewhere, ``excess = x̃'y / x̃'x̃`` with x̃ the part of x that item and annotator effects
    do not explain (Frisch–Waugh–Lovell). Its variance is heteroscedasticity-robust with a leverage correction (HC2),
    times an overdispersion factor: the ratio of the annotator-clustered to the unclustered variance, averaged over all
    cells because a single cell has too few annotators to tell (as moderated tests do in genomics, Smyth 2004).

    Args:
        outcome: (R,) zeros and ones, e.g. wrong.
        item, annotator: (R,) codes; annotators 0 … M-1.
        member: (M, G) 1 where the annotator belongs to the group.
        place: (N, H) whether the item belongs to the part; N at least the largest item code + 1.
        cells: the (g, h) to look at.
        permutations, seed: of the second opinion, which shuffles whole annotator profiles and so does not depend on
            the variance: one deviant annotator does not make a group.

    Returns:
        see `Interactions`. Cost: one M × M solve and some passes over the R annotations per cell.
        Sources: Frisch and Waugh 1933, doi:10.2307/1907330; MacKinnon and White 1985,
        doi:10.1016/0304-4076(85)90158-7; Smyth 2004, doi:10.2202/1544-6115.1027; Prabhakaran et al. 2024, section 3.3.
    """
    rows = _Rows.of(item, annotator, len(member))
    clean = rows.without_effects(outcome[:, None])[:, 0]
    C = len(cells)
    excess, plain, clustered, sizes = (np.full(C, np.nan) for _ in range(4))
    for start in range(0, C, _block(len(outcome))):
        part = cells[start : start + _block(len(outcome))]
        inside = np.stack([member[annotator, g] > 0 for g, _ in part], axis=1)
        here = np.stack([place[item, h] for _, h in part], axis=1)
        values = rows.fit(clean, (inside & here).astype(np.float64))
        chosen = slice(start, start + len(part))
        excess[chosen], plain[chosen], clustered[chosen] = values
        sizes[chosen] = np.minimum((inside & here).sum(axis=0), (~inside & here).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = clustered / plain
    usable = np.isfinite(ratios)
    factor = max(1.0, float(ratios[usable].mean())) if usable.any() else 1.0
    error, df = np.sqrt(plain * factor), np.maximum(sizes - 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(error > 0, stats.t.sf(excess / error, df), np.nan)
    beside = p.copy()
    candidates = np.argsort(np.where(np.isnan(p), 1.0, p), kind="stable")[:MOST_CANDIDATES]
    candidates = candidates[p[candidates] <= CANDIDATE]
    if len(candidates):
        pairs = [cells[c] for c in candidates]
        columns = np.stack([(member[annotator, g] > 0) & place[item, h] for g, h in pairs], axis=1)
        beside[candidates] = rows.beside(clean, columns, df[candidates], factor)
    shuffled = _permuted(
        clean, rows, member=member, here=place[item], cells=cells, permutations=permutations, seed=seed
    )
    return Interactions(excess, error, df, p, shuffled, beside, factor)


def _block(R: int) -> int:
    """How many cells fit into about 100 MB at once."""
    return max(1, 12_000_000 // max(R, 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The annotations, and what is needed to remove item and annotator effects from a column."""

    item: Codes
    annotator: Codes
    per_item: Values
    by_item: sparse.csr_array
    by_annotator: sparse.csr_array
    solver: tuple[Values, bool]
    room: Values

    @classmethod
    def of(cls, item: Codes, annotator: Codes, M: int) -> _Rows:
        """Prepare once for all columns; annotators without rows get no effect."""
        R = len(item)
        _, item = np.unique(item, return_inverse=True)
        N = int(item.max(initial=-1)) + 1
        ones, row = np.ones(R), np.arange(R)
        by_item = sparse.csr_array((ones, (item, row)), shape=(N, R))
        by_annotator = sparse.csr_array((ones, (annotator, row)), shape=(M, R))
        per_item, per_annotator = np.bincount(item, minlength=N), np.bincount(annotator, minlength=M)
        present = sparse.csr_array((ones, (annotator, item)), shape=(M, N))
        overlap = (present @ sparse.diags_array(1.0 / np.maximum(per_item, 1)) @ present.T).toarray()
        normal = np.diag(per_annotator.astype(np.float64)) - overlap
        ridge = 1e-9 * max(float(per_annotator.mean()), 1.0)
        solver = linalg.cho_factor(normal + ridge * np.eye(M))
        leverage = np.minimum(1.0 / per_item[item] + 1.0 / per_annotator[annotator], MOST_LEVERAGE)
        return cls(item, annotator, per_item.astype(np.float64), by_item, by_annotator, solver, 1.0 - leverage)

    def without_effects(self, columns: Values) -> Values:
        """(R, C) the columns minus their least-squares fit by item and annotator effects."""
        rest = self._centered(columns)
        effect = linalg.cho_solve(self.solver, self.by_annotator @ rest)
        return np.asarray(rest - self._centered(effect[self.annotator]))

    def _centered(self, columns: Values) -> Values:
        mean = (self.by_item @ columns) / self.per_item[:, None]
        return np.asarray(columns - mean[self.item])

    def fit(self, clean: Values, columns: Values) -> tuple[Values, Values, Values]:
        """(C,) coefficient, unclustered variance and annotator-clustered variance of each column on its own."""
        x = self.without_effects(columns)
        weight = (x * x).sum(axis=0)
        weight = np.where(weight >= LEAST_WEIGHT, weight, np.nan)
        value = clean @ x / weight
        scores = x * (clean[:, None] - x * value) / np.sqrt(self.room)[:, None] / weight
        sums = self.by_annotator @ scores
        M = len(sums)
        return value, (scores * scores).sum(axis=0), (sums * sums).sum(axis=0) * (M / max(M - 1, 1))

    def beside(self, clean: Values, columns: Values, df: Values, factor: float) -> Values:
        """(C,) p-value of each column beside the stronger ones.

        Forward selection: the strongest column is taken out of the outcome and of all other columns, and so on while
        the strongest left is `STRONG`. One planted blind spot also raises the cells that contain it, overlap it, or
        lie opposite to it; this tells which one it is.
        """
        x, y = self.without_effects(columns.astype(np.float64)), clean.copy()
        p = np.ones(len(df))
        left = np.ones(len(df), dtype=bool)
        while left.any():
            statistic = self._statistics(y, x, factor)
            current = np.where(np.isfinite(statistic), stats.t.sf(statistic, df), 1.0)
            p[left] = current[left]
            best = int(np.argmin(np.where(left, current, 2.0)))
            left[best] = False
            if current[best] > STRONG:
                break
            direction = x[:, best] / np.linalg.norm(x[:, best])
            y = y - direction * (direction @ y)
            x = x - np.outer(direction, direction @ x)
        return p

    def _statistics(self, clean: Values, x: Values, factor: float) -> Values:
        weight = (x * x).sum(axis=0)
        weight = np.where(weight >= LEAST_WEIGHT, weight, np.nan)
        value = clean @ x / weight
        scores = x * (clean[:, None] - x * value) / np.sqrt(self.room)[:, None] / weight
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(value / np.sqrt((scores * scores).sum(axis=0) * factor))


def _permuted(
    clean: Values,
    rows: _Rows,
    *,
    member: Values,
    here: Mask,
    cells: Sequence[tuple[int, int]],
    permutations: int,
    seed: int,
) -> Values:
    """(C,) p-values of the sums of residuals in each cell when annotator profiles are shuffled."""
    if not len(cells):
        return np.zeros(0)
    M = len(member)
    groups, parts = (np.array(side, dtype=np.intp) for side in zip(*cells, strict=True))
    sums = rows.by_annotator @ (clean[:, None] * here)

    def statistic(order: Codes, active: Codes) -> Values:
        needed, g = np.unique(groups[active], return_inverse=True)
        used, h = np.unique(parts[active], return_inverse=True)
        return np.asarray((member[order][:, needed].T @ sums[:, used])[g, h])

    return permutation_test(statistic, M, len(cells), permutations=permutations, seed=seed).p
