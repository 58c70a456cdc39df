"""What must hold for every set of annotations, tried on random ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.distances import (
    IntervalDistance,
    MatrixDistance,
    OrdinalDistance,
    agreement_weights,
    jaccard_distances,
    masi_distances,
)
from labelcards.metrics.agreement.item_shares import MajorityShare
from labelcards.metrics.agreement.lights_kappa import mean_cohen_kappa
from labelcards.metrics.agreement.measures import agreement, sample_of
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.bootstrap import replicate_weights
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings

K = 4
WEIGHTS = agreement_weights("quadratic", np.arange(float(K)))
COEFFICIENTS: dict[str, VectorCoefficient] = {
    "percent": ChanceCorrection("none", K),
    "alpha": Alpha(),
    "alpha ordinal": Alpha(OrdinalDistance(K)),
    "alpha interval": Alpha(IntervalDistance(np.array([0.0, 1.0, 3.0, 7.0]))),
    "alpha masi": Alpha(MatrixDistance(masi_distances(np.array([[1, 0], [0, 1], [1, 1], [0, 0]], dtype=bool)), "masi")),
    "fleiss": ChanceCorrection("pooled", K),
    "fleiss quadratic": ChanceCorrection("pooled", K, WEIGHTS),
    "ac1": ChanceCorrection("hard-items", K),
    "ac2": ChanceCorrection("hard-items", K, WEIGHTS),
    "brennan_prediger": ChanceCorrection("uniform", K),
    "majority": MajorityShare(),
}
RENAMING_MATTERS = {"alpha ordinal", "alpha interval", "alpha masi", "fleiss quadratic", "ac2"}


@st.composite
def ratings(draw: st.DrawFn) -> Ratings:
    """Up to 12 items, 5 annotators and 4 labels, each annotator at most once per item."""
    N, M = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    cells = draw(st.lists(st.integers(-1, K - 1), min_size=N * M, max_size=N * M))
    table = np.array(cells, dtype=np.intp).reshape(N, M)
    item, annotator = np.nonzero(table >= 0)
    return Ratings(item, annotator, table[item, annotator], N, M, K)


def _same(a: object, b: object) -> None:
    """Equal results: both undefined for one reason, or equal numbers."""
    assert type(a) is type(b)
    if isinstance(a, Estimate) and isinstance(b, Estimate):
        assert a.value == pytest.approx(b.value, abs=1e-9)
        assert a.n == b.n
        if a.low is not None:
            assert (a.low, a.high) == pytest.approx((b.low, b.high), abs=1e-6)
    elif isinstance(a, Undefined) and isinstance(b, Undefined):
        assert a.why == b.why


@pytest.mark.parametrize("name", COEFFICIENTS)
@settings(max_examples=60, deadline=None)
@given(found=ratings(), seed=st.integers(0, 1000))
def test_order_and_names_of_items_and_annotators_do_not_matter(name: str, found: Ratings, seed: int) -> None:
    """Shuffling rows and renumbering items and annotators changes no value and no interval."""
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(found))
    item, annotator = generator.permutation(found.N)[found.item], generator.permutation(found.M)[found.annotator]
    moved = Ratings(item[order], annotator[order], found.label[order], found.N, found.M, K)
    _same(agreement(found, COEFFICIENTS[name]), agreement(moved, COEFFICIENTS[name]))


@pytest.mark.parametrize("name", sorted(set(COEFFICIENTS) - RENAMING_MATTERS))
@settings(max_examples=60, deadline=None)
@given(found=ratings(), seed=st.integers(0, 1000))
def test_names_of_nominal_labels_do_not_matter(name: str, found: Ratings, seed: int) -> None:
    """Renaming labels changes no coefficient that treats them as names."""
    renamed = Ratings(
        found.item, found.annotator, np.random.default_rng(seed).permutation(K)[found.label], found.N, found.M, K
    )
    _same(agreement(found, COEFFICIENTS[name]), agreement(renamed, COEFFICIENTS[name]))


@pytest.mark.parametrize("name", sorted(set(COEFFICIENTS) - {"alpha masi"}))
@settings(max_examples=60, deadline=None)
@given(found=ratings())
def test_reversing_a_scale_does_not_matter(name: str, found: Ratings) -> None:
    """Reading an equally spaced or ranked scale backwards changes nothing."""
    coefficient = COEFFICIENTS[name]
    reverse = coefficient
    if name == "alpha interval":
        reverse = Alpha(IntervalDistance(-np.array([7.0, 3.0, 1.0, 0.0])))
    mirrored = Ratings(found.item, found.annotator, K - 1 - found.label, found.N, found.M, K)
    _same(agreement(found, coefficient), agreement(mirrored, reverse))


@pytest.mark.parametrize("name", COEFFICIENTS)
@settings(max_examples=60, deadline=None)
@given(found=ratings())
def test_values_and_intervals_stay_in_range(name: str, found: Ratings) -> None:
    """Every value is at most 1, every interval is inside the range and holds the value; nothing is NaN."""
    for method in ("jackknife", "percentile", "bca"):
        result = agreement(found, COEFFICIENTS[name], IntervalPlan(method, replicates=40))  # type: ignore[arg-type]
        if isinstance(result, Undefined):
            assert result.why
            continue
        assert result.value <= 1 + 1e-12
        if result.low is not None and result.high is not None:
            assert COEFFICIENTS[name].floor - 1e-12 <= result.low <= result.high <= 1
            assert method != "jackknife" or result.low - 1e-9 <= max(result.value, -1) <= result.high + 1e-9


@pytest.mark.parametrize("name", sorted(set(COEFFICIENTS) - {"alpha", "alpha ordinal", "alpha interval", "alpha masi"}))
@settings(max_examples=60, deadline=None)
@given(found=ratings())
def test_doubling_the_data_leaves_the_value(name: str, found: Ratings) -> None:
    """A second copy of every item changes no value; for means over items it widens no interval."""
    twice = Ratings(
        np.concatenate([found.item, found.item + found.N]),
        np.tile(found.annotator, 2),
        np.tile(found.label, 2),
        2 * found.N,
        found.M,
        K,
    )
    once, doubled = agreement(found, COEFFICIENTS[name]), agreement(twice, COEFFICIENTS[name])
    assert type(once) is type(doubled)
    if isinstance(once, Estimate) and isinstance(doubled, Estimate):
        assert doubled.value == pytest.approx(once.value, abs=1e-9)
        if name in ("percent", "majority", "brennan_prediger") and once.low is not None and once.high is not None:
            assert doubled.low is not None
            assert doubled.high is not None
            widest = 1 + 1 / (K - 1) if name == "brennan_prediger" else 1.0
            width = once.high - once.low
            assert doubled.high - doubled.low < width or width == pytest.approx(widest)  # as wide as the range


@settings(max_examples=60, deadline=None)
@given(found=ratings())
def test_alpha_tends_to_fleiss_kappa(found: Ratings) -> None:
    """With equally many annotations per item, alpha = kappa + (1 - kappa) / n for n annotations in all."""
    full = np.bincount(found.item, minlength=found.N) == found.M
    ratings = found.where(full[found.item])
    kappa, alpha = agreement(ratings, COEFFICIENTS["fleiss"]), agreement(ratings, COEFFICIENTS["alpha"])
    if isinstance(kappa, Estimate) and isinstance(alpha, Estimate):
        assert alpha.value == pytest.approx(kappa.value + (1 - kappa.value) / len(ratings), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(found=ratings(), label=st.integers(0, K - 1))
def test_unanimous_single_label_is_undefined_for_chance_by_shares(found: Ratings, label: int) -> None:
    """When everyone uses one label alpha, kappa and Conger are undefined, percent and AC1 are 1."""
    same = Ratings(found.item, found.annotator, np.full_like(found.label, label), found.N, found.M, K)
    for name in ("alpha", "alpha ordinal", "alpha interval", "fleiss"):
        assert isinstance(agreement(same, COEFFICIENTS[name]), Undefined)
    assert isinstance(conger_kappa(same), Undefined)
    assert isinstance(mean_cohen_kappa(same, least_overlap=1), Undefined)
    for name in ("percent", "ac1", "brennan_prediger", "majority"):
        result = agreement(same, COEFFICIENTS[name])
        if isinstance(result, Estimate):
            assert result.value == 1
            assert result.why_no_interval == "one item" if result.low is None else result.low < 1


@pytest.mark.parametrize("name", COEFFICIENTS)
@settings(max_examples=40, deadline=None)
@given(found=ratings())
def test_leave_one_out_equals_leaving_out(name: str, found: Ratings) -> None:
    """The update over changed items gives the coefficient of the annotations without the annotator."""
    if not len(found):
        return
    fast = removals(found, count_vectors(found)).of(COEFFICIENTS[name]).without_annotator()
    slow = [
        sample_of(count_vectors(found.where(found.annotator != a)), COEFFICIENTS[name]).value for a in range(found.M)
    ]
    np.testing.assert_allclose(fast, slow, atol=1e-8)


@settings(max_examples=60, deadline=None)
@given(found=ratings())
def test_count_vectors_are_the_counts(found: Ratings) -> None:
    """Every item's distinct vector is its row of label counts, vectors are distinct, and weights count items."""
    vectors = count_vectors(found)
    dense, table = found.counts().toarray(), vectors.counts.toarray()
    assert len({tuple(row) for row in table}) == vectors.U
    for item in range(found.N):
        vector = vectors.of_item[item]
        assert (dense[item].sum() == 0) if vector < 0 else (dense[item] == table[vector]).all()
    assert vectors.weights.sum() == len(np.unique(found.item))


@settings(max_examples=30, deadline=None)
@given(counts=st.lists(st.integers(1, 50), min_size=1, max_size=8), seed=st.integers(0, 99))
def test_replicates_hold_as_many_items(counts: list[int], seed: int) -> None:
    """Every bootstrap replicate draws exactly the sample's number of items, and a seed gives one draw."""
    weights = np.array(counts, dtype=np.float64)
    first = np.concatenate(list(replicate_weights(weights, 20, seed)))
    again = np.concatenate(list(replicate_weights(weights, 20, seed)))
    assert (first.sum(axis=1) == weights.sum()).all()
    np.testing.assert_array_equal(first, again)


@settings(max_examples=60, deadline=None)
@given(sets=st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=2, max_size=8))
def test_set_distances(sets: list[list[bool]]) -> None:
    """Jaccard and MASI are symmetric, 0 for equal sets only, at most 1, and MASI is never below Jaccard."""
    member = np.array(sets, dtype=np.bool_)
    jaccard, masi = jaccard_distances(member), masi_distances(member)
    equal = (member[:, None, :] == member[None, :, :]).all(axis=2)
    for matrix in (jaccard, masi):
        np.testing.assert_allclose(matrix, matrix.T)
        assert ((np.abs(matrix) < 1e-12) == equal).all()
        assert matrix.max() <= 1
    assert (masi >= jaccard - 1e-12).all()
