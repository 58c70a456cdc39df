"""Which step of a path is a name is decided by its place, never by what it says."""

from __future__ import annotations

import pytest

from labelcards.cards.difference.audience import for_public
from labelcards.catalog.places import family_of, is_grouped, label_place, names_in
from labelcards.compare.verdicts.unpaired import selected_figures
from labelcards.documents.difference import Advice, DifferenceDocument, SideName
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.documents.metric_difference import MetricDifference, VersionContrast

WORDS = ("labels", "per_label", "per_group", "gap", "label_rate", "gold", "*", "2 × 4", "a × b", "U.S. South")


@pytest.mark.parametrize("word", WORDS)
def test_a_question_may_have_any_name(word: str) -> None:
    """A question that is named like a branch is a question."""
    headline = ("quality", "questions", word, "agreement", "overall", "alpha")
    assert (family_of(headline), label_place(headline), is_grouped(headline)) == ("headline", None, False)
    assert names_in(headline) == {2: word}


@pytest.mark.parametrize("word", WORDS)
def test_a_label_may_have_any_name(word: str) -> None:
    """A label with a × is no crossing, one that is named like a branch is shown."""
    path = ("quality", "questions", "q", "labels", word, "consensus_share")
    assert (family_of(path), label_place(path), is_grouped(path)) == ("detail", 4, False)
    assert names_in(path) == {2: "q", 4: word}


def test_crossed_columns_stay_on_the_bias_page() -> None:
    """A column whose name holds a × is compared; two columns that are crossed are not."""
    plain = ("bias", "questions", "q", "label_rate", "2 ×× 4", "a ×× b", "x × y", "difference")
    assert (family_of(plain), label_place(plain), is_grouped(plain)) == ("detail", 6, True)
    assert names_in(plain) == {2: "q", 4: "2 × 4", 5: "a × b", 6: "x × y"}
    assert family_of((*plain[:4], "2 × 4", "a × b", *plain[6:])) is None


def test_a_renamed_label_leaves_columns_and_groups_alone() -> None:
    """A group and a column that are named like a label that was renamed keep their names."""
    leaf = Figure(metric="difference", value=0.1, low=0.0, high=0.2, n=50)
    figures = {"questions": {"q": {"label_rate": {"old": {"old": {"old": {"difference": leaf}}}}}}}
    document = MetricsDocument(document="bias", dataset="d", version="1.0.0", figures=figures)
    assert [steps[-4:-1] for steps, _ in leaves(document.figures)] == [("old", "old", "old")]
    (path,) = selected_figures({"bias": document}, {"q": {"old": "new"}})
    assert path[4:7] == ("old", "old", "new")


def test_small_groups_leave_a_page_and_labels_do_not() -> None:
    """Fewer than ten units hide a figure of a group, not one of a question that is named like a branch of groups."""
    figure = Figure(metric="alpha", value=0.5, low=0.4, high=0.6, n=5)
    paths = (
        ("quality", "questions", "q", "agreement", "per_group", "c.d", "g.h", "alpha"),
        ("quality", "questions", "gap", "labels", "per_group", "consensus_share"),
    )
    metrics = tuple(
        MetricDifference(
            path=path, metric="alpha", title="t", unit="coefficient", direction="higher", family="detail",
            whole=VersionContrast(old=figure, new=figure, difference=figure, paired=True, verdict="not enough data"),
        )
        for path in paths
    )  # fmt: skip
    document = DifferenceDocument(
        dataset="d",
        old=SideName(given="1.0.0", version="1.0.0"),
        new=SideName(given="2.0.0", version="2.0.0"),
        advice=Advice(level="major", proposed="2.0.0", declared="2.0.0", fit="fits"),
        metrics=metrics,
    )
    assert [one.path for one in for_public(document).metrics] == [paths[1]]
