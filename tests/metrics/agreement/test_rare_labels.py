"""Where one label is rare: the intervals hold the truth, and the page warns."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.balance import agreement_findings
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.measures import agreement
from labelcards.metrics.agreement.rare_labels import unseen_vectors
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings
from tests.metrics.coverage import PAGE
from tests.metrics.rare_label_coverage import DESIGNS, Design, rare_label_coverage, rare_label_row, truths

HEAD = 4
TOLERANCE = 2.0
KAPPAS = ("alpha", "fleiss", "conger", "cohen")


def table(N: int, M: int, unanimous: int, single: int) -> Ratings:
    """Everybody gives the rare label to the first items, one annotator to the next ones, nobody to the others."""
    label = np.zeros((N, M), dtype=np.intp)
    label[:unanimous] = 1
    label[unanimous : unanimous + single, 0] = 1
    return Ratings(np.repeat(np.arange(N), M), np.tile(np.arange(M), N), label.ravel(), N, M, 2)


@pytest.mark.parametrize(
    ("unanimous", "single", "warns"), [(0, 40, True), (9, 0, True), (9, 40, True), (10, 0, False), (10, 40, False)]
)
def test_single_dissent_is_no_evidence(unanimous: int, single: int, *, warns: bool) -> None:
    """The warning counts items to which most annotators give another label, not slips of single ones."""
    found = {finding.code: finding for finding in agreement_findings(table(300, 3, unanimous, single))}
    assert ("rare-label" in found) is warns
    if warns:
        assert found["rare-label"].evidence == {"items": unanimous, "multiply_annotated": 300}


def test_one_in_five_is_not_rare() -> None:
    """A label that a fifth of a few items have is rare, one of a fourth is not: such samples are small, not skewed."""
    assert unseen_vectors(count_vectors(table(40, 3, 8, 0))) is not None
    assert unseen_vectors(count_vectors(table(32, 3, 8, 0))) is None


def test_the_items_not_seen() -> None:
    """They are as large as items are: one on which all give the rarer label, one that splits the annotators."""
    found = unseen_vectors(count_vectors(table(100, 3, 2, 3)))
    assert found is not None
    assert found.counts.toarray().tolist() == [[0, 3], [2, 1]]


def test_nobody_agrees_on_the_rare_label() -> None:
    """Four slips, none shared: alpha may be what a few missed items would make of it, and AC1 is certain."""
    ratings = table(300, 3, 0, 4)
    alpha, ac1 = agreement(ratings, Alpha()), agreement(ratings, ChanceCorrection("hard-items", 2))
    bootstrap = agreement(ratings, Alpha(), IntervalPlan("percentile"))
    assert isinstance(alpha, Estimate)
    assert isinstance(ac1, Estimate)
    assert isinstance(bootstrap, Estimate)
    assert alpha.value < 0
    assert alpha.high > 0.6  # type: ignore[operator]
    assert "rare labels not seen allowed for" in alpha.method
    assert ac1.low > 0.95  # type: ignore[operator]
    assert bootstrap.high <= 0  # type: ignore[operator]


def test_enough_items_leave_the_interval_alone() -> None:
    """From ten items of the rarer label on, the interval is the plain ABC jackknife."""
    found = agreement(table(300, 3, 10, 5), Alpha())
    assert isinstance(found, Estimate)
    assert found.method == "ABC jackknife over items, for these annotators, 95%"


def test_true_values_are_those_of_many_items() -> None:
    """The formula of the simulation equals the coefficients of 400,000 items."""
    from tests.metrics.rare_label_coverage import COEFFICIENTS, draw

    design = (3, 400_000, 0.03, 0.8, 0.995)
    ratings = draw(np.random.default_rng(5), design)
    for name, coefficient in COEFFICIENTS.items():
        result = agreement(ratings, coefficient)
        assert isinstance(result, Estimate)
        assert result.value == pytest.approx(truths(design)[name], abs=0.01)


def test_coverage_where_the_jackknife_fails() -> None:
    """1% prevalence, 100 items: the interval covers in at least 90% where it held the truth in half; the page warns."""
    found = rare_label_coverage((5, 100, 0.01, 0.9, 0.99), 60)
    assert found["alpha before"] < 0.7
    assert min(found[name] for name in KAPPAS) >= 0.9
    assert found["warned"] >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
def test_rare_label_coverage(design: Design) -> None:
    """Every interval covers in at least 91%; where the old one did not, the page warns; the table says the same."""
    found = rare_label_coverage(design)
    assert min(found[name] for name in (*KAPPAS, "ac1", "percent")) >= 0.91
    assert found["alpha before"] >= 0.92 or found["warned"] >= 0.9
    mine = rare_label_row(design, found).strip("|").split("|")
    rows = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    [same] = [row for row in rows if row[:HEAD] == mine[:HEAD]]
    assert _numbers(same) == pytest.approx(_numbers(mine), abs=TOLERANCE)


def _numbers(row: list[str]) -> list[float]:
    return [float(cell) for cell in row[HEAD:]]
