"""Model lift over seeds and folds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from labelcards.assess.model.refits import FOLDS, _estimate, _parts
from labelcards.metrics.estimate import Estimate


def test_the_interval_is_that_of_nadeau_and_bengio_when_gold_does_not_vary() -> None:
    """With the same gain on every gold item only trainings vary, and the corrected resampled t interval is left."""
    each = np.array([[0.1, 0.12, 0.08, 0.11, 0.14], [0.09, 0.1, 0.13, 0.12, 0.11]])
    found = _estimate(np.repeat(each[:, :, None], 40, axis=2))
    assert isinstance(found, Estimate)
    half = stats.t.ppf(0.975, 9) * math.sqrt(each.var(ddof=1) * (1 / 10 + 1 / 4))
    assert found.value == pytest.approx(each.mean())
    assert (found.low, found.high) == pytest.approx((each.mean() - half, each.mean() + half))


def test_the_interval_is_that_of_the_gold_items_when_trainings_do_not_vary() -> None:
    """With the same model every time it is the paired t interval over gold items."""
    rng = np.random.default_rng(1)
    gains = rng.integers(-1, 2, size=60).astype(float)
    found = _estimate(np.broadcast_to(gains, (2, FOLDS, 60)))
    wanted = stats.t.interval(0.95, 59, gains.mean(), stats.sem(gains))
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx(wanted)


def test_trainings_that_all_agree_have_no_interval() -> None:
    """No spread is no knowledge of spread."""
    found = _estimate(np.zeros((2, FOLDS, 30)))
    assert isinstance(found, Estimate)
    assert found.low is None
    assert found.why_no_interval == "all trainings and gold items agree"


def test_two_versions_leave_out_the_same_items() -> None:
    """An item's part depends on the item and the seed, not on its place or its neighbors."""
    ids = [f"t{number}" for number in range(500)]
    parts = dict(zip(ids, _parts(ids, 7), strict=True))
    other = dict(zip(ids[::-2], _parts(ids[::-2], 7), strict=True))
    assert all(parts[item] == part for item, part in other.items())
    assert set(parts.values()) == set(range(FOLDS))
    assert min(np.bincount(list(parts.values()))) > 70
