"""What must not matter to bias figures: names, order, copies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelcards.assess.one_table.predictions import PredictionColumns, table_predictions
from labelcards.dataset.files.table_file import read_table
from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.groups import cohesion
from labelcards.metrics.groups.disparity import adjusted_difference, share_ratio, two_shares_p
from labelcards.metrics.groups.group_gap import largest_difference, smallest_ratio
from labelcards.metrics.groups.pair_tables import PairTables
from labelcards.metrics.intervals.correction import benjamini_hochberg
from labelcards.metrics.ratings import Ratings

SEEDS = st.integers(0, 10_000)


def ratings_of(seed: int, N: int = 15, M: int = 6, K: int = 3) -> Ratings:
    """Random annotations of some items by some annotators, each pair at most once."""
    rng = np.random.default_rng(seed)
    item, annotator = np.nonzero(rng.random((N, M)) < 0.6)
    return Ratings(item, annotator, rng.integers(0, K, len(item)), N, M, K)


def close(a: Result, b: Result) -> bool:
    """Whether two results say the same."""
    if isinstance(a, Estimate) and isinstance(b, Estimate):
        pairs = ((a.value, b.value), (a.low, b.low), (a.high, b.high))
        return a.n == b.n and all(x == y or (x is not None and abs(x - y) < 1e-9) for x, y in pairs if y is not None)
    return type(a) is type(b)


def sides(ratings: Ratings, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts of the group and of the others."""
    inside = group[ratings.annotator]
    return tuple(ratings.where(m).counts().toarray().astype(float) for m in (inside, ~inside))  # type: ignore


def in_group(x: cohesion.Matrix) -> Result:
    """Alpha of the group, whoever the others are."""
    return cohesion.association(x, x).in_group


def cross_group(x: cohesion.Matrix, y: cohesion.Matrix) -> Result:
    """XRR of the group and the others."""
    return cohesion.association(x, y).cross_group


@given(SEEDS)
def test_cohesion_ignores_the_order_of_items_and_the_names_of_labels(seed: int) -> None:
    """Permuting items or renaming labels leaves every cohesion figure as it is."""
    rng = np.random.default_rng(seed)
    x, y = sides(ratings_of(seed), rng.random(6) < 0.5)
    rows, labels = rng.permutation(len(x)), rng.permutation(3)
    moved = x[rows][:, labels], y[rows][:, labels]
    for function in (in_group, cohesion.plurality_size, cohesion.negentropy):
        assert close(function(x), function(moved[0]))
    for across in (cross_group, cohesion.cross_negentropy, cohesion.voting_agreement):
        assert close(across(x, y), across(*moved))


@given(SEEDS)
def test_cross_group_agreement_is_symmetric(seed: int) -> None:
    """XRR and voting agreement do not depend on which group is called the first."""
    x, y = sides(ratings_of(seed), np.random.default_rng(seed).random(6) < 0.5)
    assert close(cross_group(x, y), cross_group(y, x))
    assert close(cohesion.voting_agreement(x, y), cohesion.voting_agreement(y, x))


@given(SEEDS)
def test_pair_tables_ignore_the_numbering_of_annotators(seed: int) -> None:
    """Renumbering annotators and their memberships together changes nothing; so a shuffle is a true relabelling."""
    ratings = ratings_of(seed)
    rng = np.random.default_rng(seed)
    member = (rng.random((6, 3)) < 0.5).astype(float)
    order = rng.permutation(6)
    renamed = Ratings(ratings.item, order[ratings.annotator], ratings.label, ratings.N, 6, 3)
    moved = np.empty_like(member)
    moved[order] = member
    np.testing.assert_allclose(PairTables.of(ratings).cohesion(member), PairTables.of(renamed).cohesion(moved))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(30, 60)), min_size=2, max_size=6), st.randoms())
def test_gaps_ignore_the_order_of_groups_and_contain_their_value(shares: list[tuple[int, int]], random: object) -> None:
    """Gaps and ratios do not depend on the order of groups and lie inside their intervals."""
    mixed = list(shares)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for function in (largest_difference, smallest_ratio):
        found = function(shares)
        assert close(found, function(mixed))
        if isinstance(found, Estimate) and found.low is not None and found.high is not None:
            assert 0 <= found.low <= found.value + 1e-12
            assert found.value <= found.high + 1e-12
            assert found.high <= 1 + 1e-12


@given(st.integers(0, 20), st.integers(20, 40), st.integers(0, 20), st.integers(20, 40))
def test_comparing_the_other_way_round(a: int, n: int, b: int, m: int) -> None:
    """Swapping group and rest keeps the p-value, inverts the ratio and negates the adjusted difference."""
    assert two_shares_p(a, n, b, m) == pytest.approx(two_shares_p(b, m, a, n))
    there, back = share_ratio(a, n, b, m), share_ratio(b, m, a, n)
    if isinstance(there, Estimate) and isinstance(back, Estimate):
        assert there.value * back.value == pytest.approx(1)
    gaps = [adjusted_difference(np.array([row])) for row in ((a, n, b, m), (b, m, a, n))]
    assert isinstance(gaps[0], Estimate)
    assert isinstance(gaps[1], Estimate)
    assert gaps[0].value == pytest.approx(-gaps[1].value)
    assert gaps[0].value == pytest.approx(a / n - b / m)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_correction_keeps_order_and_never_helps(p: list[float]) -> None:
    """Adjusted p-values are at least the raw ones, at most 1, and ordered alike; listing a test twice changes none."""
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= np.array(p) - 1e-12).all()
    assert (adjusted <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= -1e-12).all()
    np.testing.assert_allclose(benjamini_hochberg(p + p)[: len(p)], adjusted)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_scores_by_group_ignore_names_and_order(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Renaming groups renames figures and changes none; the order of rows does not matter."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(30, 120))
    table = pd.DataFrame(
        {"truth": rng.integers(0, 3, n), "predicted": rng.integers(0, 3, n), "g": rng.integers(0, 3, n)}
    )
    renamed = table.assign(g=table["g"].map({0: "z", 1: "y", 2: "x"})).sample(frac=1, random_state=seed)
    folder = tmp_path_factory.mktemp("law")
    found = []
    for name, frame in (("plain", table), ("renamed", renamed)):
        frame.to_csv(folder / f"{name}.csv", index=False)
        columns = PredictionColumns("truth", predicted="predicted", groups=("g",))
        found.append(table_predictions(read_table(folder / f"{name}.csv"), columns))
    plain, other = found
    assert plain["overall"] == other["overall"]
    for old, new in (("0", "z"), ("1", "y"), ("2", "x")):
        mine, theirs = plain["per_group"]["g"].get(old), other["per_group"]["g"].get(new)
        assert mine == theirs
    for rate in ("demographic_parity_difference", "equalized_odds_difference"):
        for label in plain["labels"]:
            mine, theirs = (each["gap"]["g"].get("per_label", {}).get(label, {}).get(rate) for each in found)
            assert mine == theirs
