"""When a figure of agreement rests on few items."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.balance import agreement_findings
from labelcards.metrics.ratings import Ratings


@pytest.mark.parametrize(
    ("items", "paired", "thin"), [(30, 30, False), (29, 29, True), (300, 30, False), (301, 30, True), (400, 40, False)]
)
def test_thin_overlap(items: int, paired: int, *, thin: bool) -> None:
    """Fewer than 30 items, or less than a tenth, have two annotations: the figure describes these few."""
    item = np.concatenate([np.arange(items), np.arange(paired)])
    annotator = np.repeat([0, 1], [items, paired])
    ratings = Ratings(item, annotator, item % 2, items, 2, 2)
    assert ("thin-overlap" in {found.code for found in agreement_findings(ratings)}) is thin
