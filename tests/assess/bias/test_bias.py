"""The bias figures of a label version: planted effects are found and named, nothing else is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.bias.represented import Population
from labelcards.assess.bias.version import Populations, bias_figures
from labelcards.cards.warning_text import shipped_text
from labelcards.catalog.metrics import catalog_for
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.documents.params import BiasParams
from labelcards.documents.warning_record import WarningRecord
from tests.assess.bias_data import Effects, finals_of, simulated

QUICK = BiasParams(permutations=200)


def measure(
    version: LabelVersion, params: BiasParams = QUICK, populations: Populations | None = None
) -> tuple[MetricsDocument, list[WarningRecord], list[WarningRecord]]:
    """The figures of single columns as a document, the notes and the findings."""
    finals = finals_of(version)
    tree, notes, found = bias_figures(version, finals, params, populations=populations, intersections=False)
    return MetricsDocument(document="bias", dataset="made-up", version="1.0.0", figures=tree), notes, found


@pytest.fixture(scope="module")
def planted() -> tuple[LabelVersion, MetricsDocument, list[WarningRecord]]:
    """A version whose annotators from the North misjudge Southern items."""
    version = simulated(Effects(blind=0.35), seed=3)
    document, _, found = measure(version)
    return version, document, found


def leaf(document: MetricsDocument, *path: str) -> Figure:
    """A figure that must be there."""
    found = document.find(*path)
    assert found is not None, path
    return found


def test_the_planted_blind_spot_is_named_and_sized(
    planted: tuple[LabelVersion, MetricsDocument, list[WarningRecord]],
) -> None:
    """The finding names who errs where; its interval holds the planted size; the sentence holds the numbers."""
    _, document, found = planted
    spots = [each for each in found if each.code == "blind-spot"]
    assert [each.about for each in spots] == [
        ("questions", "topic", "annotator_error", "home", "North", "place", "South")
    ]
    excess = leaf(document, *spots[0].about, "excess")
    assert excess.low is not None
    assert excess.high is not None
    assert excess.low < 0.35 < excess.high
    text = shipped_text()(spots[0])
    assert "Annotators with home = North differ from gold on items with place = South" in text
    assert f"{100 * (excess.value or 0):.1f} percentage points more" in text
    assert f"{excess.n} annotations" in text


def test_attributes_that_mean_nothing_are_not_found(
    planted: tuple[LabelVersion, MetricsDocument, list[WarningRecord]],
) -> None:
    """No finding is about the coin of an item or the shift of an annotator."""
    _, _, found = planted
    assert not [each for each in found if "coin" in each.about or "shift" in each.about]


def test_figures_equal_plain_counts(planted: tuple[LabelVersion, MetricsDocument, list[WarningRecord]]) -> None:
    """Rates and differences are those of a pandas group-by."""
    version, document, _ = planted
    table = version.annotations.merge(version.items, on="item_id").merge(version.annotators, on="annotator_id")
    table = table.merge(version.gold.rename(columns={"label": "gold"})[["item_id", "gold"]], on="item_id")
    table["wrong"] = table["label"] != table["gold"]
    south = table[table["place"] == "South"]
    north = south["home"] == "North"
    path = ("questions", "topic", "annotator_error", "home", "North", "place", "South")
    assert leaf(document, *path, "rate").value == pytest.approx(south.loc[north, "wrong"].mean(), abs=1e-6)
    gap = south.loc[north, "wrong"].mean() - south.loc[~north, "wrong"].mean()
    assert leaf(document, *path, "difference").value == pytest.approx(gap, abs=1e-6)
    assert leaf(document, *path, "rate").n == north.sum()
    errors = table.groupby("english")["wrong"].mean()
    rate = leaf(document, "questions", "topic", "error_rate", "english", "learner", "rate")
    assert rate.value == pytest.approx(errors["learner"], abs=1e-6)
    final = finals_of(version).merge(version.items, on="item_id")
    share = (final.loc[final["place"] == "East", "final"] == "returns").mean()
    rate = leaf(document, "questions", "topic", "label_rate", "place", "East", "returns", "rate")
    assert rate.value == pytest.approx(share, abs=1e-6)


def test_a_label_gap_between_item_groups_is_found() -> None:
    """Learners write more about billing by design; the finding says by how much."""
    _, _, found = measure(simulated(Effects(learner=0.35), seed=5))
    codes = {each.about for each in found if each.code == "label-rate"}
    assert ("questions", "topic", "label_rate", "english", "learner", "billing") in codes


def test_a_gap_that_is_only_a_mix_is_noted() -> None:
    """When a column only copies another one, adjusting for that one leaves nothing, and a note says so."""
    version = simulated(Effects(learner=0.45), seed=6, items=900)
    rng = np.random.default_rng(1)
    learner = version.items["english"] == "learner"
    coin = np.where(rng.random(len(learner)) < np.where(learner, 0.85, 0.15), "heads", "tails")
    confounded = replace(version, items=version.items.assign(coin=pd.Series(coin, dtype="str")))
    _, notes, _ = measure(confounded)
    about = [each.about for each in notes if each.code == "explained-by-mix"]
    assert ("questions", "topic", "label_rate", "coin", "heads", "billing", "adjusted_for_english") in about
    assert not [each for each in about if each[2:6] == ("label_rate", "english", "learner", "billing")]


def test_small_groups_say_why(planted: tuple[LabelVersion, MetricsDocument, list[WarningRecord]]) -> None:
    """A group of two annotators has no figures, its size is not told, and it does not show by subtraction."""
    version, _, _ = planted
    home = version.annotators["home"].copy()
    home[:2] = "Islands"
    document, _, _ = measure(replace(version, annotators=version.annotators.assign(home=home)))
    for path in (
        ("questions", "topic", "annotator_error", "home", "Islands", "all", "all", "rate"),
        ("questions", "topic", "cohesion", "home", "Islands", "gai"),
        ("representation", "annotators", "home", "Islands", "count"),
    ):
        found = leaf(document, *path)
        assert found.value is None
        assert found.n in (0, None)
        assert "too few" in (found.why or "") or "fewer than 3" in (found.why or "")
    counts = document.branch("representation", "annotators", "home")
    assert sum(branch["count"].value is None for branch in counts.values()) == 2


def test_small_cells_say_fewer_than() -> None:
    """Below the minimum cell the leaf stays and says so."""
    version = simulated(Effects(), seed=1, items=60)
    document, _, _ = measure(version, BiasParams(permutations=200, minimum_cell=50))
    found = leaf(document, "questions", "topic", "label_rate", "place", "South", "billing", "rate")
    assert found.value is None
    assert "fewer than 50" in (found.why or "")


REFERENCE = {"North": 0.7, "South": 0.1, "East": 0.1, "West": 0.1}


def test_reference_population() -> None:
    """Against given shares the share, its difference and the test of the column are stored."""
    populations = {"items": {"place": Population("everybody", REFERENCE)}}
    document, notes, found = measure(simulated(Effects(), seed=2), populations=populations)
    branch = ("representation", "items", "place", "North")
    share, gap = leaf(document, *branch, "share"), leaf(document, *branch, "difference")
    assert share.value is not None
    assert gap.value == pytest.approx(share.value - 0.7, abs=2e-6)
    p = leaf(document, *branch, "p_value")
    assert p.value is not None
    assert p.value < 1e-6
    under = {warned.about[-1]: shipped_text()(warned) for warned in found if warned.code == "under-represented"}
    over = {warned.about[-1] for warned in notes if warned.code == "over-represented"}
    assert set(under) == {"North", "West"}
    assert over == {"South", "East"}
    assert under["West"].startswith("Items with place = West are under-represented: 0.0% of 400, where the pop")
    assert "(everybody) has 10.0%. That is 10.0 percentage points fewer (95% interval" in under["West"]


def test_intersections_and_catalog() -> None:
    """Pairs of columns are crossed; those that differ are stored, the others counted; the catalog knows all figures."""
    version = simulated(Effects(learner=0.6), seed=4)
    tree, _, _ = bias_figures(version, finals_of(version), BiasParams(permutations=100))
    assert catalog_for(tree)
    document = MetricsDocument(document="bias", dataset="made-up", version="1.0.0", figures=tree)
    paths = {path[:4] for path, _ in leaves(tree) if path[0] == "questions"}
    assert ("questions", "topic", "cohesion", "home × shift") in paths
    crossed = {
        path[:6]: held.value
        for path, held in leaves(tree)
        if path[2] == "label_rate" and "×" in path[3] and path[-1] == "p_adjusted"
    }
    assert ("questions", "topic", "label_rate", "place × english", "East × learner", "billing") in crossed
    assert all(p is not None and p < 0.05 for p in crossed.values())
    counts = document.branch("questions", "topic", "intersections", "label_rate")
    assert {name: held.value for name, held in counts.items()} == {
        "tested": (3 * 2 + 3 * 2 + 2 * 2) * 3, "differing": len(crossed), "too_small": 0
    }  # fmt: skip


def test_intersections_that_repeat_a_column_are_no_findings() -> None:
    """Learners get billing more often everywhere: that is one finding per label, not one more for every place."""
    version = simulated(Effects(learner=0.6), seed=4, items=1200)
    tree, _, found = bias_figures(version, finals_of(version), BiasParams(permutations=100))
    document = MetricsDocument(document="bias", dataset="made-up", version="1.0.0", figures=tree)
    differing = document.find("questions", "topic", "intersections", "label_rate", "differing")
    assert differing is not None
    assert (differing.value or 0) > 10
    told = {warned.about for warned in found if warned.code == "label-rate"}
    assert ("questions", "topic", "label_rate", "english", "learner", "billing") in told
    assert not [about for about in told if any("×" in step for step in about)]


def test_sampling_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit the blind spots rest on drawn items, and a note says on how many annotations."""
    monkeypatch.setattr("labelcards.assess.bias.blind_spots.MOST_ROWS", 400)
    version = simulated(Effects(), seed=4)
    _, notes, _ = measure(version)
    texts = {warned.about: shipped_text()(warned) for warned in notes if warned.code == "sampled-blind-spots"}
    assert set(texts) == {("questions", "topic", "annotator_error"), ("questions", "topic", "annotator_dissent")}
    assert all("of 1,600 annotations, those of items drawn" in text for text in texts.values())


def test_same_seed_same_figures() -> None:
    """Two runs give the same document, whatever the order of the rows."""
    version = simulated(Effects(blind=0.2), seed=7, items=120)
    again = replace(version, annotations=version.annotations.iloc[::-1].reset_index(drop=True))
    assert measure(version)[0].dump() == measure(again)[0].dump()


def test_without_gold_groups_or_finals() -> None:
    """No gold: no error rates. No final labels: label rates say why. No annotations at all: still an answer."""
    version = simulated(Effects(), seed=8, items=80)
    document, _, _ = measure(replace(version, gold=version.gold.iloc[:0]))
    assert not document.branch("questions", "topic", "annotator_error")
    assert document.branch("questions", "topic", "annotator_dissent")
    nothing = finals_of(version).iloc[:0]
    tree, _, found = bias_figures(
        replace(version, annotations=version.annotations.iloc[:0]), nothing, QUICK, intersections=False
    )
    assert "representation" in tree
    assert found == []


@pytest.mark.slow
def test_null_versions_carry_no_finding() -> None:
    """Of versions without any effect, at most one in ten carries a finding of any kind."""
    carried = [bool(measure(simulated(Effects(), seed))[2]) for seed in range(1000, 1100)]
    assert np.mean(carried) <= 0.1


@pytest.mark.slow
@pytest.mark.parametrize(("blind", "power"), [(0.15, 0.15), (0.25, 0.6), (0.35, 0.95)])
def test_power_of_the_whole_report(blind: float, power: float) -> None:
    """How often 400 items × 4 annotations by 18 annotators name the planted blind spot, by its size."""
    about = ("questions", "topic", "annotator_error", "home", "North", "place", "South")
    named = [
        any(each.about == about for each in measure(simulated(Effects(blind=blind), seed))[2])
        for seed in range(2000, 2040)
    ]
    assert np.mean(named) >= power
