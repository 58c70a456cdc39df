"""A public card holds no figure about one annotator or a small group, anywhere, and none that gives one away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labelcards.cards.audience import HiddenFigures, for_the_public, hidden_cells, record_digest, suppressed_because
from labelcards.cards.audience.reduce import reduced
from labelcards.cards.context import card_context
from labelcards.cards.pages.table import PAGES, pages_for
from labelcards.cards.warning_text import shipped_text
from labelcards.cards.write import write_cards
from labelcards.catalog.places import match
from labelcards.documents.earlier_metrics import SENTENCE
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.documents.guidelines import Guidelines, LabelGuide, QuestionGuide
from labelcards.documents.params import PublishParams
from labelcards.documents.warning_record import WarningRecord
from labelcards.site.version import build_version
from tests.cards import sample
from tests.cards.audience.attack import Attack, Unknown
from tests.cards.microdata import Microdata

POLICY = PublishParams()
SUPPRESSED = suppressed_because(POLICY.smallest_group)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cards of a public build."""
    folder = tmp_path_factory.mktemp("public")
    write_cards(card_context(for_the_public(sample.sources("1.1.0", folder), POLICY)), folder / "cards")
    return folder / "cards"


def truth(documents: dict[str, MetricsDocument]) -> Iterator[tuple[Unknown, float]]:
    """Every count of items that the internal documents hold or imply."""
    bias = documents["bias"]
    for column, values in bias.branch("representation", "items").items():
        yield from ((("items", column, value), held["count"].value) for value, held in values.items())
    for column, values in bias.branch("questions", "topic", "label_rate").items():
        for value, labels in values.items():
            for label, held in labels.items():
                yield ("label", column, value, label), round(held["rate"].value * held["rate"].n)
    for column, values in bias.branch("questions", "topic", "error_rate").items():
        yield from ((("gold", column, value), held["rate"].n / 3) for value, held in values.items())


@pytest.mark.parametrize("seed", range(6, 14))
def test_no_small_count_can_be_worked_out(seed: int) -> None:
    """All equations that the public figures give together leave each small count open over at least 1 … 9.

    Only the items of a rare label have less room: a label is no group of people, and its total is shown.
    """
    data = Microdata(seed)
    documents = data.documents()
    public = reduced(documents, hidden_cells(documents, POLICY.smallest_group), POLICY)
    attack = Attack(public, int(data.gold.sum()))
    small = {unknown: value for unknown, value in truth(documents) if 0 < value < POLICY.smallest_group}
    assert len(small) > 20
    assert sum(unknown in attack.unknowns for unknown in small) > 5
    for unknown, value in small.items():
        low, high = attack.range(unknown)
        assert low - 1e-6 <= value <= high + 1e-6, unknown
        rare = sum(data.label == unknown[3]) // 2 if unknown[0] == "label" else POLICY.smallest_group
        assert high - low >= min(POLICY.smallest_group - 2, rare) - 1e-6, (unknown, low, high)


def test_the_attack_succeeds_where_only_small_cells_are_suppressed() -> None:
    """The check above would find a leak: without complementary suppression, small counts come out exactly."""
    data = Microdata(0)
    documents = data.documents()
    naive = frozenset(
        ("bias", path)
        for path, figure in leaves(documents["bias"].figures)
        if path[:2] == ("representation", "items")
        and (documents["bias"].find(*path[:-1], "count") or figure).value in range(1, POLICY.smallest_group)
    )
    public = reduced(documents, HiddenFigures(leaves=naive), POLICY)
    attack = Attack(public, int(data.gold.sum()))
    small = [unknown for unknown, value in truth(documents) if 0 < value < POLICY.smallest_group]
    exact = [unknown for unknown in small if (ends := attack.range(unknown))[1] - ends[0] < 0.5]
    assert len(exact) > 10


def test_no_shown_figure_rests_on_a_small_group() -> None:
    """In every group branch of the public documents n is at least the minimum, and so is every count."""
    documents = Microdata(1).documents()
    public = reduced(documents, hidden_cells(documents, POLICY.smallest_group), POLICY)
    shown = 0
    for name, held in public.items():
        for path, figure in leaves(held.figures):
            found = match(name, path)
            assert found is not None
            if found.rule.kind != "group" or figure.value is None:
                continue
            shown += 1
            assert figure.n is not None, path
            assert figure.n >= POLICY.smallest_group, path
            assert figure.metric != "count" or figure.value == 0 or figure.value >= POLICY.smallest_group, path
    assert shown > 50


def test_a_suppressed_figure_is_never_a_number() -> None:
    """Neither value nor interval nor n is left, and the reason does not tell small groups from their protectors."""
    documents = Microdata(2).documents()
    hidden = hidden_cells(documents, POLICY.smallest_group)
    public = reduced(documents, hidden, POLICY)
    assert hidden.dropped < hidden.leaves
    assert all(public[name].find(*path) is None for name, path in hidden.dropped)
    for name, path in hidden.leaves - hidden.dropped:
        figure = public[name].find(*path)
        assert figure == Figure(metric=figure.metric if figure else "", why=SUPPRESSED), path


def test_a_group_hidden_before_stays_hidden_while_it_changes_little() -> None:
    """A group that grows from 8 to 12 is not shown: the two versions together would give the 8 away."""
    old, new = Microdata(3).documents(), Microdata(3).documents("1.1.0")
    before = hidden_cells(old, POLICY.smallest_group)
    kept = max((group for group in before.groups if group in before.sizes), key=lambda group: before.sizes[group])
    assert before.sizes[kept] >= POLICY.smallest_group, "the largest hidden group protects a small one"
    elsewhere = replace(before, groups=frozenset({kept}))
    grown = replace(elsewhere, sizes={**before.sizes, kept: 10_000})
    assert kept in hidden_cells(new, 2, elsewhere).groups
    assert kept not in hidden_cells(new, 2, grown).groups


SIZES = {"old": 4.0, "young": 96.0, "other": 100.0}


def test_a_test_over_a_column_is_suppressed_with_its_groups() -> None:
    """The p-value of a column's fit to a population would give a suppressed count: it depends on nothing else."""

    def group(size: float) -> dict[str, Figure]:
        return {
            "count": Figure(metric="count", value=size, n=200, why="counted"),
            "expected_share": Figure(metric="expected_share", value=0.2, n=200, why="given"),
            "p_value": Figure(metric="p_value", value=0.03, n=200, why="a p-value"),
        }

    columns = {
        "age": {"old": group(4), "young": group(96), "other": group(100)},
        "site": {"a": group(90), "b": group(110)},
    }
    tree = {"representation": {"items": columns}}
    held = {"bias": MetricsDocument(document="bias", dataset="d", version="1.0.0", figures=tree)}
    bias = reduced(held, hidden_cells(held, POLICY.smallest_group), POLICY)["bias"]
    shown = {path[2:]: figure.value for path, figure in leaves(bias.figures) if path[-1] == "p_value"}
    assert shown == {
        ("age", "old", "p_value"): None,
        ("age", "young", "p_value"): None,
        ("age", "other", "p_value"): None,
        ("site", "a", "p_value"): 0.03,
        ("site", "b", "p_value"): 0.03,
    }


@pytest.mark.parametrize("column", ["age", "2 × 4", "U.S. age"])
def test_a_gap_over_a_column_is_suppressed_with_its_groups(column: str) -> None:
    """A gap sums up the groups of its column, so it goes when one of them is hidden, and with every crossing of it."""
    counts = {value: {"count": Figure(metric="count", value=n, n=200, why="counted")} for value, n in SIZES.items()}
    gap = {"accuracy_difference": Figure(metric="accuracy_difference", value=0.2, low=0.1, high=0.3, n=200)}
    gaps = {crossed(column): gap, "site": gap, crossed(column, "site"): gap}
    trees = {
        "bias": {"representation": {"items": {crossed(column): counts}}},
        "model": {"questions": {"topic": {"gap": gaps}}},
    }
    held = {
        name: MetricsDocument(document=name, dataset="d", version="1.0.0", figures=tree) for name, tree in trees.items()
    }
    model = reduced(held, hidden_cells(held, POLICY.smallest_group), POLICY)["model"]
    shown = {path[3]: figure.value for path, figure in leaves(model.figures)}
    assert shown == {crossed(column): None, crossed(column, "site"): None, "site": 0.2}


def test_changes_of_groups_are_left_out() -> None:
    """A change since the parent, and the parent's rate, give this version's suppressed rate."""
    gap = {
        "gaps": {"error_rate": {"age": {"old": {"difference": Figure(metric="difference", value=0.1, n=40, why="x")}}}}
    }
    held = MetricsDocument(document="changes", dataset="d", version="1.0.0", figures={"questions": {"topic": gap}})
    assert reduced({"changes": held}, HiddenFigures(), POLICY)["changes"].figures == {}


def test_an_unknown_branch_is_for_insiders() -> None:
    """A figure that no rule names is left out: what is new is not public by accident."""
    figures = {"counts": {"items": Figure(metric="items", value=40.0, n=40, why="counted")}}
    news = {"fresh": {"figure": Figure(metric="items", value=1.0, n=1, why="counted")}}
    held = MetricsDocument(document="quality", dataset="d", version="1.0.0", figures={**figures, **news})
    public = reduced({"quality": held}, HiddenFigures(), POLICY)["quality"]
    assert [path for path, _ in leaves(public.figures)] == [("counts", "items")]


def test_warnings_about_what_is_hidden_are_left_out_and_counted() -> None:
    """A warning's text can name an annotator or a small group; it goes unless all its figures are shown."""
    documents = Microdata(4).documents()
    texts = {
        ("questions", "topic", "agreement", "overall"): "about everybody",
        ("questions", "topic", "agreement", "per_group", "age", "80-99"): "about three people",
        ("questions", "topic", "annotators", "a-1"): "about a-1",
        ("no", "such", "branch"): "about something else",
    }
    warned = [WarningRecord(code="x", about=about, facts={SENTENCE: text}) for about, text in texts.items()]
    documents["quality"] = documents["quality"].model_copy(update={"warnings": warned})
    public = reduced(documents, hidden_cells(documents, POLICY.smallest_group), POLICY)["quality"]
    assert [shipped_text()(warned) for warned in public.warnings] == [
        "about everybody",
        "3 warnings about single people or small groups left out.",
        "2 figures on single people or small groups are suppressed or left out of this public card.",
    ]


@pytest.mark.parametrize(("annotators", "shown"), [(2, False), (3, True)])
def test_figures_pooled_over_two_annotators_are_theirs(annotators: int, shown: bool) -> None:
    """With fewer than three annotators the pooled work and gold figures describe each of them."""
    figures = {
        "counts": {"annotators": Figure(metric="annotators", value=annotators, n=annotators, why="counted")},
        "work": {"throughput": Figure(metric="throughput", value=60.0, n=400, why="a mean")},
    }
    held = MetricsDocument(document="quality", dataset="d", version="1.0.0", figures=figures)
    found = reduced({"quality": held}, HiddenFigures(), POLICY)["quality"].find("work", "throughput")
    assert found is not None
    assert (found.value is not None) is shown


def test_rare_records_are_suppressed_with_what_describes_them() -> None:
    """One small count of unique records hides k and l beside it: they are about the same few people."""

    def one(metric: str, value: float) -> Figure:
        return Figure(metric=metric, value=value, n=500, why="counted")

    figures = {
        "disclosure": {
            "items": {"k": one("privacy_k_anonymity", 1), "l_age": one("privacy_l_diversity", 1)},
            "annotators": {"k": one("privacy_k_anonymity", 12), "l_age": one("privacy_l_diversity", 12)},
        }
    }
    held = MetricsDocument(document="anonymization", dataset="d", version="1.0.0", figures=figures)
    public = reduced({"anonymization": held}, HiddenFigures(), POLICY)["anonymization"]
    values = {path[1:]: figure.value for path, figure in leaves(public.figures)}
    assert values == {
        ("annotators", "k"): 12,
        ("annotators", "l_age"): 12,
        ("items", "k"): None,
        ("items", "l_age"): None,
    }


def test_every_branch_of_the_sample_has_a_rule(tmp_path: Path) -> None:
    """Nothing that the stages write today is left out only because no rule names it."""
    sources = sample.sources("1.1.0", tmp_path)
    missing = {
        (name, *path[:4])
        for name, held in sources.documents.items()
        for path, _ in leaves(held.figures)
        if match(name, path) is None
    }
    assert missing == set()


def test_examples_of_the_guidelines_are_left_out(tmp_path: Path) -> None:
    """Examples may quote items; without them the lint does not complain of their absence."""
    label = LabelGuide("billing", definition="About money.", examples=("QUOTED-ITEM",), counterexamples=("QUOTED-TOO",))
    guide = Guidelines(questions=(QuestionGuide("topic", labels=(label,)),))
    sources = replace(sample.sources("1.1.0", tmp_path), guidelines=guide)
    page = card_context(for_the_public(sources, POLICY)).guidelines
    assert "QUOTED" not in str(page)
    assert not {lint.code for lint in page.lint} & {"no-examples", "no-counterexamples"}
    assert "QUOTED-ITEM" in str(card_context(for_the_public(sources, PublishParams(examples=True))).guidelines)


def test_the_internal_record_is_named_by_one_digest() -> None:
    """One digest over all internal documents, which a holder recomputes with sha256sum; none without annotators."""
    assert record_digest({"quality": "aa", "bias": "bb"}) == record_digest({"bias": "bb", "quality": "aa"})
    assert record_digest({"quality": "aa", "bias": "bb"}) != record_digest({"quality": "aa", "bias": "bc"})
    assert record_digest({"bias": "bb"}) == ""


def test_no_annotator_is_named(public: Path, tmp_path: Path) -> None:
    """No pseudonym is in any byte of the cards or of the site built from them."""
    build_version(public, tmp_path / "site")
    for path in [*public.rglob("*"), *(tmp_path / "site").rglob("*")]:
        content = path.read_bytes() if path.is_file() else b""
        assert not any(name.encode() in content for name in sample.ANNOTATORS), path


def test_the_internal_card_names_them(cards: Path) -> None:
    """The check above would find a pseudonym if there were one."""
    assert sample.ANNOTATORS[0] in (cards / "annotators.md").read_text(encoding="utf-8")


def test_a_public_card_is_complete(public: Path) -> None:
    """Every page but the annotators' is there, and the documents published are the reduced ones."""
    names = {page.name for page in pages_for("public")}
    assert {path.stem for path in public.glob("*.md")} == names == {page.name for page in PAGES} - {"annotators"}
    quality = MetricsDocument.read(public / "documents" / "quality.json")
    assert quality.branch("questions", "topic", "agreement", "per_pair") == {}
    assert quality.find("questions", "topic", "agreement", "overall", "alpha") is not None


def test_the_sources_given_are_not_changed(tmp_path: Path) -> None:
    """Reducing makes a copy."""
    sources = sample.sources("1.1.0", tmp_path)
    before = sources.documents["quality"].dump()
    for_the_public(sources, POLICY)
    assert sources.documents["quality"].dump() == before
    assert sources.audience == "internal"
