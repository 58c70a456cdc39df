"""How often the 95% intervals hold the truth, and whether the documentation says so."""

from __future__ import annotations

import pytest

from tests.metrics.coverage import (
    AUDIT_DESIGNS,
    ITEMS,
    KAPPA_ITEMS,
    KAPPA_SAMPLES,
    PAGE,
    PAIRED_ITEMS,
    SAMPLES,
    SETTINGS,
    agreement_row,
    audit_coverage,
    audit_row,
    coverage,
    kappa_coverage,
    paired_coverage,
    paired_row,
)


def test_coverage_of_a_pilot() -> None:
    """With 100 items and five annotators every interval covers in 92-98% of 400 samples (3 standard errors)."""
    for name, share in coverage("five annotators, four labels", 100, 400, seed=1).items():
        assert 0.917 <= share <= 0.983, name


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("N", ITEMS)
def test_coverage_table(setting: str, N: int) -> None:
    """From 50 to 5,000 items every interval covers in 93-97%, up to two standard errors; the page has these figures."""
    margin = 2 * (0.95 * 0.05 / SAMPLES) ** 0.5
    found = coverage(setting, N, SAMPLES, seed=N)
    for name, share in found.items():
        assert 0.93 - margin <= share <= 0.97 + margin, (name, share)
    assert agreement_row(setting, N, found) in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("N", KAPPA_ITEMS)
def test_coverage_of_kappas(setting: str, N: int) -> None:
    """Cohen's and Conger's kappa cover in at least 93%, up to two standard errors, as the page says."""
    found = kappa_coverage(setting, N)
    assert min(found.values()) >= 0.93 - 2 * (0.95 * 0.05 / KAPPA_SAMPLES) ** 0.5
    assert agreement_row(setting, N, found) in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("N", PAIRED_ITEMS)
def test_coverage_of_paired_differences(N: int) -> None:
    """Two rounds of the same items: the interval of the difference of alpha covers in 92-98%, as the page says."""
    share = paired_coverage(N)
    assert 0.92 <= share <= 0.98
    assert paired_row(N, share) in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("design", AUDIT_DESIGNS)
def test_coverage_of_audits(design: str) -> None:
    """The interval of the audited error rate covers in at least 93% of audits, as the page says."""
    share = audit_coverage(design)
    assert share >= 0.93
    assert audit_row(design, share) in PAGE.read_text(encoding="utf-8")
