"""How often the intervals of group rates hold the truth, and whether the documentation says so."""

from __future__ import annotations

import pytest

from tests.metrics.coverage import PAGE
from tests.metrics.rate_coverage import DESIGNS, SAMPLES, SPREADS, Design, rate_coverage, rate_row


def test_three_annotators_who_differ() -> None:
    """Three annotators who differ much: the interval of their rate covers in at least 92% of 200 samples."""
    assert min(rate_coverage((3, 100, 3), "annotators differ much", 200).values()) >= 0.92


@pytest.mark.slow
@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("design", DESIGNS)
def test_rate_coverage(design: Design, spread: str) -> None:
    """3 to 30 annotators: the interval covers in at least 93%, up to two standard errors, as the page says."""
    found = rate_coverage(design, spread)
    assert min(found.values()) >= 0.93 - 2 * (0.95 * 0.05 / SAMPLES) ** 0.5
    assert rate_row(design, spread, found) in PAGE.read_text(encoding="utf-8")
