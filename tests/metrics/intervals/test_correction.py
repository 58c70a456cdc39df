"""Benjamini–Hochberg correction."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.intervals.correction import benjamini_hochberg


def test_by_hand_and_in_the_given_order() -> None:
    """Four p-values worked out by hand, returned where they stood."""
    np.testing.assert_allclose(benjamini_hochberg([0.04, 0.01, 0.03, 0.5]), [0.04 * 4 / 3, 0.04, 0.04 * 4 / 3, 0.5])


def test_missing_tests_do_not_count() -> None:
    """A comparison that was not made stays missing and does not make the others less certain."""
    found = benjamini_hochberg([0.01, np.nan, 0.02])
    np.testing.assert_allclose(found[[0, 2]], [0.02, 0.02])
    assert np.isnan(found[1])


def test_no_p_value_outside_the_unit_interval() -> None:
    """A number that is no p-value is refused."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([1.2])
