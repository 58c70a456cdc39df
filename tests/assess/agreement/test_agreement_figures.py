"""The agreement branch of quality.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest

from labelcards.assess.agreement import alpha_check
from labelcards.assess.agreement.question import agreement_figures, question_agreement
from labelcards.assess.agreement.warnings import agreement_warnings, machine_warnings
from labelcards.assess.quality.consensus import decide_question
from labelcards.cards.warning_text import shipped_text
from labelcards.catalog.metrics import CATALOG, catalog_for
from labelcards.dataset.version.coding import CodedQuestion
from labelcards.documents.figures import Figure, FigureTree, leaves
from labelcards.errors import ToolError
from labelcards.labels.registry import kind_named
from labelcards.metrics.agreement.balance import agreement_findings
from labelcards.metrics.ratings import Ratings
from tests.assess.crowd import ticket_version


def _coded(labels: tuple[str, ...], N: int = 80, M: int = 4, seed: int = 0, missing: float = 0.2) -> CodedQuestion:
    generator = np.random.default_rng(seed)
    K = len(labels)
    truth = generator.integers(0, K, N)
    table = np.where(generator.random((N, M)) < 0.7, truth[:, None], generator.integers(0, K, (N, M)))
    item, annotator = np.nonzero(generator.random((N, M)) >= missing)
    ratings = Ratings(item, annotator, table[item, annotator], N, M, K)
    names = tuple(f"a{code}" for code in range(M))
    return CodedQuestion(ratings, tuple(f"i{code:03d}" for code in range(N)), names, labels, np.arange(len(item)), 0)


def _get(tree: Mapping[str, Any], *path: str) -> Figure:
    node: Any = tree
    for step in path:
        node = node[step]
    assert isinstance(node, Figure)
    return node


LABELS = {
    "nominal": ("x", "y", "z"),
    "ordinal": ("low", "middle", "high"),
    "interval": ("-1", "0", "2.5"),
    "ratio": ("1", "2", "10"),
    "multilabel": ("x", "x|y", "y|z", "z"),
}


def _tree(kind: str) -> FigureTree:
    coded = _coded(LABELS[kind])
    return question_agreement(
        coded,
        kind_named(kind),
        groups={"country": pd.Series(["de", "fr", None, "de"] * 20)},
        batches=pd.Series(np.where(coded.ratings.item < 40, "b1", "b2")),
        months=pd.Series(["2024-01"] * len(coded.ratings)),
    )


@pytest.mark.parametrize("kind", LABELS)
def test_every_figure_is_defined_in_the_catalog(kind: str) -> None:
    """Each leaf names a catalog row, its own key, and lies in the row's range."""
    tree = _tree(kind)
    catalog = catalog_for(tree)
    for path, leaf in leaves(tree):
        assert path[-1] == leaf.metric
        assert leaf.metric in catalog
        if leaf.value is not None:
            high = catalog[leaf.metric].high
            assert high == "no bound" or leaf.value <= float(high) + 1e-9
            assert leaf.low is None or leaf.low >= float(catalog[leaf.metric].low) - 1e-9


@pytest.mark.parametrize("kind", LABELS)
def test_branches(kind: str) -> None:
    """All branches that apply are there, with the groups that occur."""
    tree = _tree(kind)
    wanted = {"balance", "overall", "per_annotator", "per_batch", "per_group", "per_month", "per_pair", "two_way"}
    wanted |= set() if kind in ("interval", "ratio") else {"per_label"}
    wanted |= {"weighted"} if kind == "ordinal" else set()
    assert set(tree) == wanted
    assert set(tree["per_group"]["country"]) == {"de", "fr"}  # type: ignore[index,arg-type]
    assert set(tree["per_batch"]) == {"b1", "b2"}  # type: ignore[arg-type]
    assert set(tree["per_annotator"]) == {"a0", "a1", "a2", "a3"}  # type: ignore[arg-type]
    if kind == "multilabel":
        assert set(tree["per_label"]) == {"x", "y", "z"}  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", LABELS)
def test_groups_are_what_their_rows_alone_give(kind: str) -> None:
    """A group's figure equals the overall figure of its annotations only; one month is the whole."""
    coded, tree = _coded(LABELS[kind]), _tree(kind)
    first = coded.ratings.where(coded.ratings.item < 40)
    part = CodedQuestion(first, coded.items, coded.annotators, coded.labels, coded.rows[: len(first)], 0)
    alone = question_agreement(part, kind_named(kind))
    for metric in ("alpha", "percent"):
        assert _get(tree, "per_batch", "b1", metric) == _get(alone, "overall", metric)
        assert _get(tree, "per_month", "2024-01", metric) == _get(tree, "overall", metric)


def test_annotations_of_other_batches_are_not_compared() -> None:
    """Two annotations of one item in different batches make no pair in either batch."""
    ratings = Ratings(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 1, 1, 1]), 2, 2, 2)
    coded = CodedQuestion(ratings, ("i", "j"), ("a", "b"), ("x", "y"), np.arange(4), 0)
    tree = question_agreement(coded, kind_named("nominal"), batches=pd.Series(["1", "2", "2", "2"]))
    assert _get(tree, "per_batch", "1", "percent").why == "no item has two annotations"
    assert _get(tree, "per_batch", "2", "percent").value == 1


def test_effect_of_an_annotator() -> None:
    """Leaving out an annotator who answers at random raises alpha by what the figure says."""
    coded = _coded(LABELS["nominal"], missing=0.0)
    label = coded.ratings.label.copy()
    mine = coded.ratings.annotator == 0
    label[mine] = np.random.default_rng(5).integers(0, 3, mine.sum())
    ratings = Ratings(coded.ratings.item, coded.ratings.annotator, label, 80, 4, 3)
    noisy = CodedQuestion(ratings, coded.items, coded.annotators, coded.labels, coded.rows, 0)
    tree = question_agreement(noisy, kind_named("nominal"))
    change = _get(tree, "per_annotator", "a0", "alpha_change").value
    without = _get(tree, "per_annotator", "a0", "alpha_without").value
    overall = _get(tree, "overall", "alpha").value
    assert change is not None
    assert without is not None
    assert overall is not None
    assert change < -0.1
    assert change == pytest.approx(overall - without, abs=2e-6)


def test_weights_of_an_ordered_scale() -> None:
    """Each kind of weights has its coefficients: the quadratic AC2 and Cohen's are the headline's, all differ."""
    for M, name in ((2, "weighted_cohen_kappa"), (4, "weighted_cohen_kappa_mean")):
        tree = question_agreement(_coded(LABELS["ordinal"], M=M), kind_named("ordinal"))
        assert set(tree["weighted"]) == {"linear", "quadratic", "ordinal"}  # type: ignore[arg-type]
        plain = name.removeprefix("weighted_").replace("cohen_kappa", "cohen_kappa_quadratic")
        assert _get(tree, "weighted", "quadratic", "gwet_ac2").value == _get(tree, "overall", "gwet_ac2").value
        assert _get(tree, "weighted", "quadratic", name).value == _get(tree, "overall", plain).value
        for key in ("weighted_percent", "weighted_fleiss_kappa", "weighted_brennan_prediger", "weighted_conger_kappa"):
            held = {_get(tree, "weighted", scheme, key).value for scheme in ("linear", "quadratic", "ordinal")}
            assert len(held) == 3
            assert held.isdisjoint({None, _get(tree, "overall", "percent").value})


def test_other_annotators_widen_the_interval() -> None:
    """The interval over items and annotators holds the value of the overall figure and is wider in a small team."""
    tree = question_agreement(_coded(LABELS["nominal"]), kind_named("nominal"))
    one, two = _get(tree, "overall", "alpha"), _get(tree, "two_way", "alpha")
    assert one.value == two.value
    assert one.low is not None
    assert two.low is not None
    assert two.low < one.low
    assert two.method == "two-way jackknife over items and 4 annotators, logit scale, 95%"


def test_two_annotators_get_the_coefficients_of_two() -> None:
    """Two annotators: Cohen's kappa and Scott's pi; more: the mean over pairs, named so."""
    two = question_agreement(_coded(LABELS["ordinal"], M=2), kind_named("ordinal"))["overall"]
    more = question_agreement(_coded(LABELS["ordinal"], M=3), kind_named("ordinal"))["overall"]
    assert {"cohen_kappa", "cohen_kappa_linear", "cohen_kappa_quadratic", "scott_pi"} <= set(two)  # type: ignore[arg-type]
    assert {"cohen_kappa_mean", "cohen_kappa_quadratic_mean"} <= set(more)  # type: ignore[arg-type]
    assert "scott_pi" not in more
    assert "cohen_kappa" not in more


def test_nothing_annotated_says_why() -> None:
    """Without annotations the overall figures are there and say so."""
    empty = np.zeros(0, dtype=np.intp)
    coded = CodedQuestion(Ratings(empty, empty, empty, 3, 0, 2), ("a", "b", "c"), (), ("x", "y"), empty, 0)
    tree = question_agreement(coded, kind_named("nominal"), batches=pd.Series([], dtype="str"))
    assert set(tree) == {"overall"}
    assert {leaf.why for _, leaf in leaves(tree)} == {"no annotations"}


@pytest.mark.parametrize("kind", LABELS)
def test_headline_alpha_is_the_package_s(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The headline comes from krippendorff, and a difference beyond 1e-9 stops everything."""
    genuine = krippendorff.alpha
    value = _get(_tree(kind), "overall", "alpha").value
    assert value is not None
    monkeypatch.setattr(krippendorff, "alpha", lambda **arguments: genuine(**arguments) + 1e-6)
    with pytest.raises(ToolError, match="differs"):
        _tree(kind)
    monkeypatch.setattr(krippendorff, "alpha", lambda **arguments: genuine(**arguments) + 1e-12)
    assert _get(_tree(kind), "overall", "alpha").value == value


@pytest.mark.parametrize("kind", LABELS)
def test_large_inputs_are_checked_in_blocks(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little memory the items pass through the package in blocks, every one of them, with the same result."""
    genuine, rows = krippendorff.alpha, []

    def counting(**arguments: Any) -> float:
        rows.append(len(arguments["value_counts"]))
        return float(genuine(**arguments))

    whole = _get(_tree(kind), "overall", "alpha")
    monkeypatch.setattr(alpha_check, "_CELLS", 200)
    monkeypatch.setattr(krippendorff, "alpha", counting)
    assert _get(_tree(kind), "overall", "alpha") == whole
    assert len(rows) > 2
    assert sum(rows) == whole.n
    monkeypatch.setattr(krippendorff, "alpha", lambda **arguments: genuine(**arguments) + 1e-6)
    with pytest.raises(ToolError, match="differs"):
        _tree(kind)


def _one(rows: list[tuple[int, int, int]]) -> Ratings:
    table = np.array(rows, dtype=np.intp)
    return Ratings(table[:, 0], table[:, 1], table[:, 2], int(table[:, 0].max()) + 1, int(table[:, 1].max()) + 1, 2)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([(0, 0, 0), (1, 0, 1)], ["single-annotator"]),
        ([(0, 0, 0), (1, 1, 1)], ["no-overlap"]),
        ([(i, a, 0) for i in range(40) for a in range(2)], ["one-label"]),
        ([(i, a, int(i < 2)) for i in range(40) for a in range(2)], ["rare-label"]),
        ([(i, a, i % 2) for i in range(4) for a in range(2)], ["thin-overlap"]),
        ([(i, a + 2 * (i % 2), i % 3 % 2) for i in range(60) for a in range(2)], ["separate-annotators"]),
        (
            [(i, a, int((i < 5 and a == 0) or (5 <= i < 10 and a == 1))) for i in range(100) for a in range(2)],
            ["rare-label", "prevalence-paradox"],
        ),
        ([(i, a, i % 2) for i in range(40) for a in range(2)], []),
    ],
)
def test_warnings(rows: list[tuple[int, int, int]], codes: list[str]) -> None:
    """Each trap is found from the annotations alone, and each finding has its words and evidence."""
    findings = agreement_findings(_one(rows))
    assert [finding.code for finding in findings] == codes
    warnings = agreement_warnings(findings, ("questions", "q", "agreement"))
    assert [warning.code for warning in warnings] == codes
    assert all(shipped_text()(warning).endswith(".") for warning in warnings)


def test_catalog_is_sorted_and_complete() -> None:
    """The table is sorted, and every row has all its fields and a known direction and unit."""
    assert list(CATALOG) == sorted(CATALOG)
    for key, entry in CATALOG.items():
        assert entry.direction in ("higher", "lower", "neither"), key
        assert all((entry.title, entry.definition, entry.unit, entry.low, entry.high, entry.source)), key
        assert entry.definition.endswith("."), key


def test_months_come_from_submission_times() -> None:
    """Annotations of two months and some without a time: two branches, named by year and month."""
    version = ticket_version(n=60)
    times = version.annotations["submitted_at"].to_numpy("datetime64[us]").copy()
    times[::2] += np.timedelta64(31, "D")
    times[:3] = np.datetime64("NaT")
    version.annotations["submitted_at"] = times
    tree = agreement_figures(version, decide_question(version, "topic"))
    assert set(tree["per_month"]) == {"2026-01", "2026-02"}


@pytest.mark.parametrize(
    ("sources", "facts"),
    [
        ([None, "gold_check", "human"], None),
        (
            [
                "suggestion-accepted",
                "suggestion-accepted",
                "suggestion-edited",
                "model",
                "suggestion",
                None,
                None,
                None,
            ],
            {"labels": 5, "annotations": 8, "share": 0.625, "accepted": 2, "edited": 1, "made": 1},
        ),
        (["model"], {"labels": 1, "annotations": 1, "share": 1.0, "accepted": 0, "edited": 0, "made": 1}),
    ],
)
def test_labels_that_a_model_suggested_are_warned_of(sources: list[str | None], facts: dict[str, float] | None) -> None:
    """One such annotation suffices; ordinary work is not warned of."""
    found = machine_warnings(pd.Series(sources, dtype="str"), ("questions", "q", "agreement"))
    assert [warning.facts for warning in found] == ([] if facts is None else [facts])
    assert all(shipped_text()(warning).endswith("agreement among people.") for warning in found)
