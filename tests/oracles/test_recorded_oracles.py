"""Against Crowd-Kit and irrCAC, whose answers ``tools/record_oracles.py`` wrote down: they pin an old numpy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, ChanceModel
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import Floats, count_vectors
from labelcards.metrics.agreement.distances import (
    Distance,
    MatrixDistance,
    NominalDistance,
    WeightScheme,
    agreement_weights,
)
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.consensus.consensus import Consensus
from labelcards.metrics.consensus.dawid_skene import dawid_skene, one_coin
from labelcards.metrics.consensus.mace import mace
from labelcards.metrics.consensus.vote import majority_vote, weighted_vote
from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.intervals.linearization import influence_variance
from labelcards.metrics.intervals.uncertainty import student_t
from labelcards.metrics.ratings import Ratings
from tests.oracles.gwet_variance import gwet_interval

RECORDED = Path(__file__).parent / "recorded"
DIGITS = 1e-7
"""The records are rounded to eight decimals."""
STEPS = 25


def _designs(file: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((RECORDED / file).read_text(encoding="utf-8"))["designs"]
    return record


CROWD_KIT, IRRCAC = _designs("crowd_kit.json"), _designs("irrcac.json")
WEIGHTS: tuple[WeightScheme, ...] = ("identity", "linear", "quadratic", "ordinal")


def _ratings(design: dict[str, Any]) -> Ratings:
    item, annotator, label = np.array(design["annotations"], dtype=np.intp).T
    return Ratings(item, annotator, label, design["N"], design["M"], design["K"])


def _table(scheme: WeightScheme, K: int) -> Floats | None:
    return None if scheme == "identity" else agreement_weights(scheme, np.arange(float(K)))


def _weighted(ratings: Ratings, recorded: dict[str, Any]) -> Consensus:
    """With Crowd-Kit's own weights, which break ties of the plain vote by order; ours count a tie in part."""
    return weighted_vote(ratings, np.array(recorded["quality"]))


METHODS: dict[str, tuple[Callable[[Ratings, dict[str, Any]], Consensus], float]] = {
    "majority": (lambda ratings, _: majority_vote(ratings), DIGITS),
    "weighted": (_weighted, DIGITS),
    "dawid_skene": (lambda r, _: dawid_skene(r, smoothing=0, iterations=STEPS, tolerance=0).consensus, DIGITS),
    "one_coin": (lambda r, _: one_coin(r, smoothing=0, iterations=STEPS, tolerance=0), DIGITS),
    "mace": (lambda r, _: mace(r, smoothing=0.01 / r.K, iterations=3000, tolerance=1e-12), 1e-3),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", CROWD_KIT)
def test_consensus_equals_crowd_kit(name: str, method: str) -> None:
    """Labels and posteriors equal Crowd-Kit's; MACE gets from the vote where Crowd-Kit gets from a random start."""
    design = CROWD_KIT[name]
    ratings, recorded = _ratings(design), design["results"][method]
    run, tolerance = METHODS[method]
    ours = run(ratings, recorded)
    np.testing.assert_allclose(ours.posterior, np.array(recorded["posterior"]), rtol=0, atol=tolerance)
    clear = ~ours.tied
    assert clear.mean() > 0.8
    np.testing.assert_array_equal(ours.label[clear], np.array(recorded["labels"])[clear])


@pytest.mark.parametrize("scheme", WEIGHTS)
@pytest.mark.parametrize(("coefficient", "chance"), [("fleiss", "pooled"), ("gwet", "hard-items"), ("bp", "uniform")])
@pytest.mark.parametrize("name", IRRCAC)
def test_kappas_equal_irrcac(name: str, coefficient: str, chance: ChanceModel, scheme: WeightScheme) -> None:
    """Fleiss, AC1/AC2 and Brennan–Prediger with Gwet's interval equal irrCAC's, for every kind of weights."""
    ratings, recorded = _ratings(IRRCAC[name]), IRRCAC[name]["results"][scheme][coefficient]
    ours = gwet_interval(count_vectors(ratings), ChanceCorrection(chance, ratings.K, _table(scheme, ratings.K)))
    assert isinstance(ours, Estimate)
    found = {"value": ours.value, "low": ours.low, "high": ours.high}
    assert found == {part: pytest.approx(recorded[part], abs=DIGITS) for part in found}


@pytest.mark.parametrize("scheme", WEIGHTS)
@pytest.mark.parametrize("name", IRRCAC)
def test_conger_equals_irrcac(name: str, scheme: WeightScheme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conger's kappa equals irrCAC's; our standard error is the jackknife's within 3%, irrCAC's up to a quarter wider.

    Gwet's formula takes the number of items with two annotations as fixed. The influences of large tables are tested.
    """
    by_deletion = conger_kappa(_ratings(IRRCAC[name]), _table(scheme, _ratings(IRRCAC[name]).K))
    assert _value(by_deletion) == pytest.approx(IRRCAC[name]["results"][scheme]["conger"]["value"], abs=DIGITS)
    monkeypatch.setattr("labelcards.metrics.agreement.conger._MOST_SUMS", 0)
    ratings, recorded = _ratings(IRRCAC[name]), IRRCAC[name]["results"][scheme]["conger"]
    weights, N = _table(scheme, ratings.K), ratings.N
    ours = conger_kappa(ratings, weights)
    assert isinstance(ours, Estimate)
    assert ours.value == pytest.approx(recorded["value"], abs=DIGITS)
    without = np.array([_value(conger_kappa(ratings.where(ratings.item != i), weights)) for i in range(N)])
    jackknife = float(np.sqrt((N - 1) / N * ((without - without.mean()) ** 2).sum()))
    on_scale = np.arctanh(ours.high) - np.arctanh(ours.low)  # type: ignore[arg-type]
    error = on_scale / 2 / student_t(0.95, N - 1) * (1 - ours.value**2)
    assert error == pytest.approx(jackknife, rel=0.03)
    assert 1 <= recorded["error"] / error < 1.25


def _value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


@pytest.mark.parametrize("scheme", WEIGHTS)
@pytest.mark.parametrize("name", IRRCAC)
def test_alpha_equals_irrcac(name: str, scheme: WeightScheme) -> None:
    """Alpha equals irrCAC's with any weights; the standard errors differ by less than a hundredth."""
    ratings, recorded = _ratings(IRRCAC[name]), IRRCAC[name]["results"][scheme]["krippendorff"]
    weights = _table(scheme, ratings.K)
    distance: Distance = NominalDistance() if weights is None else MatrixDistance(1 - weights, scheme)
    sample = sample_of(count_vectors(ratings), Alpha(distance))
    assert sample.value == pytest.approx(recorded["value"], abs=DIGITS)
    error = influence_variance(sample.influence, sample.weights) ** 0.5
    assert error == pytest.approx(recorded["error"], rel=0.01)


def test_records_name_their_versions() -> None:
    """Every record says which versions wrote it, and holds the inputs it was made from."""
    for file, package in (("crowd_kit.json", "crowd-kit"), ("irrcac.json", "irrCAC")):
        record = json.loads((RECORDED / file).read_text(encoding="utf-8"))
        assert {package, "numpy", "pandas", "python", "scikit-learn", "scipy"} == set(record["versions"])
        for design in record["designs"].values():
            assert len(design["annotations"]) > design["N"]
