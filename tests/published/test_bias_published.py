"""Published and independently computed figures of annotator groups, on the annotation-paradigms data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from labelcards.assess.bias.version import bias_figures
from labelcards.assess.quality.consensus import consensus_table, decide_question
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.params import BiasParams
from tests.real.build import build_dataset


@pytest.fixture(scope="module")
def document(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], MetricsDocument]:
    """The bias figures of a version as the stage would store them."""
    folder = build_dataset("annotation-paradigms", shared_data, tmp_path_factory.mktemp("bias"))

    def measure(version: str) -> MetricsDocument:
        loaded, _ = read_raw_version(folder, version)
        tree: FigureTree = bias_figures(
            loaded, consensus_table(decide_question(loaded, "hateful")), BiasParams(permutations=200)
        )[0]
        return MetricsDocument(document="bias", dataset="annotation-paradigms", version=version, figures=tree)

    return measure


@pytest.mark.parametrize(
    ("version", "gender", "rate", "fleiss"),
    [
        ("1.0.0", "M", 0.7030, 0.2512),
        ("1.0.0", "F", 0.6110, 0.1529),
        ("2.0.0", "M", 0.5800, None),
        ("2.0.0", "F", 0.5445, None),
    ],
)
def test_rates_and_cohesion_by_gender(
    document: Callable[[str], MetricsDocument], version: str, gender: str, rate: float, fleiss: float | None
) -> None:
    """Hateful rates and within-group Fleiss' kappa of men and women under both guidelines (SOURCE.txt)."""
    found = document(version)
    share = found.find("questions", "hateful", "annotator_rate", "gender", gender, "hateful", "rate")
    assert share is not None
    assert share.value == pytest.approx(rate, abs=5e-5)
    kappa = found.find("questions", "hateful", "cohesion", "gender", gender, "in_group_fleiss")
    assert kappa is not None
    if fleiss is not None:
        assert kappa.value == pytest.approx(fleiss, abs=5e-5)


def test_the_gap_of_twenty_people_is_no_finding(document: Callable[[str], MetricsDocument]) -> None:
    """Nine points between ten men and ten women are within what twenty people differ by, p about .2.

    Counting the 4,000 annotations as independent would have called them significant.
    """
    found = document("1.0.0")
    path = ("questions", "hateful", "annotator_rate", "gender", "M", "hateful")
    gap, p, shuffled = (found.find(*path, leaf) for leaf in ("difference", "p_adjusted", "p_permutation"))
    assert gap is not None
    assert gap.value == pytest.approx(0.092)
    assert gap.low is not None
    assert gap.low < 0
    for each in (p, shuffled):
        assert each is not None
        assert each.value is not None
        assert 0.1 < each.value < 0.35
