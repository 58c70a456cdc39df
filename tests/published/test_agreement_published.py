"""Agreement figures printed in papers and books, digit by digit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelcards.actions.one_file.agreement import agreement
from labelcards.documents.table_agreement import TableAgreement
from labelcards.metrics.agreement.coefficients import ChanceCorrection
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.distances import MatrixDistance, agreement_weights
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.ratings import Ratings
from tests.metrics.coefficients import fleiss_kappa, krippendorff_alpha
from tests.oracles.gwet_variance import gwet_interval


def _values(result: TableAgreement) -> dict[str, float]:
    return {key: figure.value for key, figure in result.metrics.items() if figure.value is not None}


@pytest.fixture(scope="module")
def krippendorff_file(published_tables: Path) -> Path:
    """Four observers, twelve units (Krippendorff 2011)."""
    return published_tables / "krippendorff_2011.csv"


def _four_raters(path: Path) -> Ratings:
    cells = pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy()[:, 1:]
    item, annotator = np.nonzero(cells != "")
    return Ratings(item, annotator, cells[item, annotator].astype(np.intp) - 1, 12, 4, 5)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_alpha_at_all_levels(krippendorff_file: Path, level: str, published: float) -> None:
    """Alpha of the twelve units is .743, .815, .849 and .797 (Krippendorff 2011)."""
    assert round(_values(agreement(krippendorff_file, level=level))["alpha"], 3) == published


def test_four_raters_unweighted(krippendorff_file: Path) -> None:
    """Alpha .74342, Fleiss .76117, Conger .76282, AC1 .77544, Brennan–Prediger .77273: unit 12 counts in the shares."""
    found = _values(agreement(krippendorff_file))
    wanted = {
        "alpha": 0.74342,
        "fleiss_kappa": 0.76117,
        "conger_kappa": 0.76282,
        "gwet_ac1": 0.77544,
        "brennan_prediger": 0.77273,
        "percent": 0.81818,
    }
    assert {key: round(found[key], 5) for key in wanted} == wanted


def test_units_rated_once_follow_gwets_rule(krippendorff_file: Path) -> None:
    """Without the unit rated once, Fleiss is .76248 and AC1 .77515, so the rule makes the published difference."""
    ratings = _four_raters(krippendorff_file)
    twice = count_vectors(ratings).at_least(2)
    assert round(sample_of(twice, ChanceCorrection("pooled", 5)).value, 5) == 0.76248
    assert round(sample_of(twice, ChanceCorrection("hard-items", 5)).value, 5) == 0.77515


def test_four_raters_quadratic(krippendorff_file: Path) -> None:
    """With quadratic weights AC2 is .914 and Fleiss .865; alpha is then the interval alpha, .849."""
    found = _values(agreement(krippendorff_file, level="interval", weights="quadratic"))
    assert (round(found["gwet_ac2"], 3), round(found["fleiss_kappa_weighted"], 3)) == (0.914, 0.865)
    assert round(found["alpha"], 3) == 0.849


def test_gwets_ordinal_weights_are_not_krippendorffs_metric(krippendorff_file: Path) -> None:
    """One minus Gwet's ordinal weights as a distance gives .834, Krippendorff's ordinal metric .815."""
    weights = agreement_weights("ordinal", np.arange(5.0))
    found = krippendorff_alpha(_four_raters(krippendorff_file), MatrixDistance(1 - weights, "Gwet ordinal"))
    assert isinstance(found, Estimate)
    assert round(found.value, 3) == 0.834


@pytest.mark.parametrize(
    ("chance", "weights", "low"),
    [
        ("pooled", None, 0.42438),
        ("hard-items", None, 0.46081),
        ("uniform", None, 0.45421),
        ("pooled", "linear", 0.49109),
        ("hard-items", "linear", 0.6005),
        ("hard-items", "quadratic", 0.68518),
        ("hard-items", "ordinal", 0.66365),
        ("uniform", "quadratic", 0.65744),
    ],
)
def test_gwets_intervals(krippendorff_file: Path, chance: str, weights: str | None, low: float) -> None:
    """Gwet's analytic lower bounds as the irrCAC 0.4 package prints them; the upper bounds are cut at 1."""
    table = None if weights is None else agreement_weights(weights, np.arange(5.0))  # type: ignore[arg-type]
    coefficient = ChanceCorrection(chance, 5, table)  # type: ignore[arg-type]
    found = gwet_interval(count_vectors(_four_raters(krippendorff_file)), coefficient)
    assert isinstance(found, Estimate)
    assert found.low is not None
    assert (round(found.low, 5), found.high) == (low, 1.0)


@pytest.mark.parametrize(
    ("arguments", "published"),
    [
        (
            {},
            {
                "cohen_kappa": 0.79641,
                "gwet_ac1": 0.84933,
                "alpha": 0.79726,
                "scott_pi": 0.79624,
                "brennan_prediger": 0.835,
                "percent": 0.89,
            },
        ),
        ({"level": "ordinal", "weights": "linear"}, {"cohen_kappa_linear": 0.843, "gwet_ac2": 0.900}),
        ({"level": "ordinal", "weights": "quadratic"}, {"cohen_kappa_quadratic": 0.892, "gwet_ac2": 0.940}),
    ],
)
def test_gwet_abstractors(published_tables: Path, arguments: dict[str, str], published: dict[str, float]) -> None:
    """Two abstractors, 100 ectopic pregnancies (Gwet 2014): all coefficients and weights."""
    table = published_tables / "gwet_2014.csv"
    found = _values(agreement(table, **arguments))  # type: ignore[arg-type]
    for key, value in published.items():
        digits = 5 if not arguments else 3
        assert round(found[key], digits) == value, key


def _paradigm(shared_data: Path, group: int) -> pd.DataFrame:
    frame = pd.read_csv(shared_data / "annotation_paradigms" / f"annotations_g{group}.csv")
    long = frame.melt("id", [name for name in frame if name.startswith("label")], "annotator", "label")
    return long.assign(annotator=f"g{group} " + long["annotator"], gender=long["annotator"].str.extract("_([MF])"))


def _table(frame: pd.DataFrame) -> dict[str, float]:
    return _values(agreement(frame, item="id", annotator="annotator", label="label"))


@pytest.mark.parametrize(
    ("groups", "kappa", "majority"),
    [((1,), 0.197626, 0.7390), ((2,), 0.778087, 0.9372), ((1, 2), 0.36, 0.7904)],
)
def test_annotation_paradigms(shared_data: Path, groups: tuple[int, ...], kappa: float, majority: float) -> None:
    """Fleiss' kappa .1976, .7781 and .36 pooled; their "percentage agreement" is the majority share."""
    found = _table(pd.concat([_paradigm(shared_data, group) for group in groups]))
    assert round(found["fleiss_kappa"], 6 if len(groups) == 1 else 2) == kappa
    assert abs(found["majority_share"] - majority) <= 0.00005 + 1e-9


@pytest.mark.parametrize(("group", "alpha"), [(1, 0.197827), (2, 0.778142)])
def test_annotation_paradigms_alpha(shared_data: Path, group: int, alpha: float) -> None:
    """Krippendorff's nominal alpha of the two groups is .197827 and .778142."""
    assert round(_table(_paradigm(shared_data, group))["alpha"], 6) == alpha


@pytest.mark.parametrize(("gender", "kappa"), [("M", 0.2512), ("F", 0.1529)])
def test_annotation_paradigms_per_gender(shared_data: Path, gender: str, kappa: float) -> None:
    """Within group 1, Fleiss' kappa is .2512 among men and .1529 among women."""
    frame = _paradigm(shared_data, 1)
    assert round(_table(frame[frame["gender"] == gender])["fleiss_kappa"], 4) == kappa


@pytest.mark.parametrize(("group", "low", "high"), [(1, 0.147, 0.250), (2, 0.727, 0.831)])
def test_annotation_paradigms_bootstrap(shared_data: Path, group: int, low: float, high: float) -> None:
    """The published 99% bootstrap intervals of Fleiss' kappa are met to within Monte Carlo error."""
    from labelcards.metrics.intervals.uncertainty import IntervalPlan

    frame = _paradigm(shared_data, group)
    item, _ = pd.factorize(frame["id"])
    annotator, _ = pd.factorize(frame["annotator"])
    label = (frame["label"] == "Hateful").to_numpy(dtype=np.intp)
    plan = IntervalPlan("percentile", level=0.99, replicates=4000, seed=1)
    found = fleiss_kappa(Ratings(item, annotator, label, 200, 20, 2), plan=plan)
    assert isinstance(found, Estimate)
    assert found.low == pytest.approx(low, abs=0.02)
    assert found.high == pytest.approx(high, abs=0.02)


def test_snow_2008_rte(shared_data: Path) -> None:
    """RTE, 800 items x 10 workers: Fleiss' kappa .2414, alpha .2415."""
    table = shared_data / "snow2008_rte" / "rte.standardized.csv"
    result = agreement(table, item="orig_id", annotator="!amt_worker_ids", label="response")
    found = _values(result)
    assert (round(found["fleiss_kappa"], 4), round(found["alpha"], 4)) == (0.2414, 0.2415)
    assert (result.items, result.annotators, result.annotations) == (800, 164, 8000)


def test_fleiss_worked_example() -> None:
    """Ten subjects, fourteen raters, five categories: kappa .210 (the worked example of Fleiss' kappa)."""
    counts = np.array(
        [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ]
    )
    item, label = np.nonzero(counts)
    repeats = counts[item, label]
    ratings = Ratings(np.repeat(item, repeats), np.tile(np.arange(14), 10), np.repeat(label, repeats), 10, 14, 5)
    found = fleiss_kappa(ratings)
    assert isinstance(found, Estimate)
    assert round(found.value, 3) == 0.210


def _diagnoses(path: Path) -> Ratings:
    """One rating per psychiatrist; who gave which is not printed, and Fleiss' kappa does not ask."""
    counts = pd.read_csv(path, index_col="patient").to_numpy()
    item, label = np.nonzero(counts)
    repeats = counts[item, label]
    return Ratings(np.repeat(item, repeats), np.tile(np.arange(6), 30), np.repeat(label, repeats), 30, 6, 5)


def test_fleiss_1971(published_tables: Path) -> None:
    """Thirty patients, six psychiatrists each, five diagnoses: kappa .430 (Fleiss 1971)."""
    found = fleiss_kappa(_diagnoses(published_tables / "fleiss_1971.csv"))
    assert isinstance(found, Estimate)
    assert round(found.value, 3) == 0.430


@pytest.mark.parametrize(("label", "kappa"), list(enumerate([0.245, 0.245, 0.520, 0.471, 0.566])))
def test_fleiss_1971_per_diagnosis(published_tables: Path, label: int, kappa: float) -> None:
    """Kappa of one diagnosis against all others is .245, .245, .520, .471 and .566 (Fleiss 1971)."""
    ratings = _diagnoses(published_tables / "fleiss_1971.csv")
    against_others = Ratings(ratings.item, ratings.annotator, (ratings.label == label).astype(np.intp), 30, 6, 2)
    found = fleiss_kappa(against_others)
    assert isinstance(found, Estimate)
    assert round(found.value, 3) == kappa


def test_krippendorff_two_observers() -> None:
    """Two observers, twelve units, five nominal categories: alpha .692 (Krippendorff 2011, example B)."""
    first, second = "aabbdcccedda", "babbbccceddd"
    labels = np.array(["abcde".index(letter) for letter in first + second])
    found = krippendorff_alpha(Ratings(np.tile(np.arange(12), 2), np.repeat([0, 1], 12), labels, 12, 2, 5))
    assert isinstance(found, Estimate)
    assert round(found.value, 3) == 0.692
