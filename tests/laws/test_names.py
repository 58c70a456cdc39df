"""Whatever names a manifest admits: the figures, pages, differences, gates and exports are those of plain names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.representation import group_figures
from labelcards.cards.answers.answer import current_value
from labelcards.cards.context import CardContext
from labelcards.cards.difference.page import comment, page
from labelcards.cards.difference.view import difference_view
from labelcards.cards.escape import md
from labelcards.cards.exports.contents import export_contents
from labelcards.cards.exports.croissant_records import field_id
from labelcards.cards.exports.export import export_card
from labelcards.cards.exports.view import export_view
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import figure_id
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.plot_rows import VersionDocuments, plot_files
from labelcards.cards.pages.table import PAGES
from labelcards.cards.write import write_cards
from labelcards.cli.diff_view import render_difference
from labelcards.compare.verdicts.gate_paths import figures_of
from labelcards.documents.figure_path import written
from labelcards.documents.figures import leaves
from labelcards.documents.gates import Gate
from tests.laws.named import PLAIN, ROLES, Made, made, renamed_path, renamed_text, shown, side

WORDS = (
    "{group}",
    "{label}",
    "all",
    "(unknown)",
    "labels",
    "gap",
    "U.S. South",
    "2 × 4",
    " × ",
    "××",
    "<b>",
    "\u3000x",
)
PIECES = (*".×/\\'\"*|= _&#`ñ\u0301\u202e\u2066", *WORDS)
SLUGS = (".", "-", "_", "..", "labels", "gap", "per_group", "help.topic", "0")
FREE = st.lists(st.sampled_from(PIECES), max_size=2).map("".join)
SLUG = st.lists(st.sampled_from(SLUGS), max_size=2).map("".join)
Given = dict[str, tuple[str, ...]]


@st.composite
def names(draw: st.DrawFn) -> Given:
    """Names of every role, in the order of the plain ones; labels, columns and groups may share theirs."""
    shared = [f"{place}{draw(FREE)}".strip() for place in range(max(ROLES.values()))]
    free = {
        role: tuple(
            shared[place] if draw(st.booleans()) else f"{place}{draw(FREE)}".strip() for place in range(ROLES[role])
        )
        for role in ("label", "column", "group")
    }
    return {"question": tuple(f"{'ab'[place]}{draw(SLUG)}" for place in range(ROLES["question"])), **free}


ISSUE: Given = {
    "question": ("gap.labels", "help.topic"),
    "label": ("1 2 × 4", "2U.S. South", "3*"),
    "column": ("1U.S. × x", "2help.topic", "3.×", "4{group}"),
    "group": ("1U.S. South", "2 × 4", "3ñ\u0301/\\"),
}
SAME: Given = {
    "question": ("a", "a.0"),
    "label": ("0", "1.0", "2 × 4"),
    "column": ("0", "1.0", "2 × 4", "3.×"),
    "group": ("0", "1.0", "2 × 4"),
}


@pytest.fixture(scope="module")
def plain() -> Made:
    """What is made under plain names."""
    return made(PLAIN)


@pytest.mark.parametrize("names", [ISSUE, SAME], ids=["marks", "equal"])
def test_odd_names_change_nothing_but_names(plain: Made, names: Given) -> None:
    """Every figure stands at its place, every page says the same of the same groups, labels and questions."""
    _check_equal(plain, names)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(names())
def test_any_names_change_nothing_but_names(plain: Made, names: Given) -> None:
    """The same of names that nobody thought of."""
    _check_equal(plain, names)


def _check_equal(plain: Made, names: Given) -> None:
    other = made(names)
    for name, document in plain.documents.items():
        expected = {renamed_path(path, names): held for path, held in leaves(document.figures)}
        assert dict(leaves(other.documents[name].figures)) == expected, name
    for audience in ("card", "public"):
        assert _content(getattr(other, audience)) == _content(getattr(plain, audience), names)
    assert [one.path for one in other.difference.metrics] == [
        renamed_path(one.path, names) for one in plain.difference.metrics
    ]
    views = [difference_view(one.difference, 1000) for one in (other, plain)]
    assert _without_paths(views[0]) == _without_paths(views[1], names)
    _check_addresses(other)


def _content(card: CardContext, names: Given | None = None) -> list[tuple[str, Any]]:
    """What all pages of a card and its exports are made of."""
    pages = {page.content: getattr(card, page.content) for page in PAGES if page.build is not None}
    found = [*shown(pages, names), *shown(export_view(export_contents(card.sources)), names)]
    assert len(found) > 10_000
    return found


def _without_paths(view: object, names: Given | None = None) -> list[tuple[str, Any]]:
    """A view of a difference with the names on one line each, and with spaces for underscores, as it shows them."""
    return [
        (place, " ".join(held.replace("_", " ").split()) if isinstance(held, str) else held)
        for place, held in shown(view, names)
        if not place.endswith(".path")
    ]


def _check_addresses(other: Made) -> None:
    """A path written by `written` is found by gates and by evidence; and every figure has a fragment of its own."""
    book = Book(other.documents)
    fragments: dict[str, tuple[str, ...]] = {}
    for path, figure in _figures(other):
        assert fragments.setdefault(figure_id(path[0], path[1:]), path) == path
        gate = Gate(name="g", metric=written(path), min=0, reason="r")
        (found,) = figures_of(gate, other.documents)
        assert (found.path, found.text, found.figure) == (path, written(path), figure)
        assert current_value(written(path), book) == figure.value


def _figures(other: Made) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, document in other.documents.items():
        for path, figure in leaves(document.figures):
            yield (name, *path), figure


@pytest.fixture(scope="module")
def issue() -> Made:
    """What is made under the names of the issue, where everything was wrong."""
    return made(ISSUE)


def test_the_texts_of_a_difference_name_the_groups(
    issue: Made, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terminal, comment and page say which group's gap in which label changed, by the names that people gave."""
    lines = difference_view(issue.difference, 1000).gaps.entries
    groups = {f"{column} {group} − rest" for column in ISSUE["column"] for group in ISSUE["group"]}
    titles = {
        words.format(label) for words in ("Share of label {}", "How often {} is given") for label in ISSUE["label"]
    }
    assert len(lines) > 5
    assert {line.about for line in lines} <= groups
    assert {line.title for line in lines} <= titles | {"Error rate"}
    assert {line.question for line in lines} == set(ISSUE["question"])
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr("labelcards.cli.diff_view.WIDTH", 300)
    render_difference(difference_view(issue.difference, 1000), everything=True)
    printed = capsys.readouterr().out
    texts = (comment(issue.difference), page(issue.difference))
    for line in lines:
        assert f"{line.title} ({line.about}), {line.question}" in printed
        for text in texts:
            assert f"{md(line.title)} ({md(line.about)})" in text


def test_changes_name_their_gaps(issue: Made, tmp_path: Path) -> None:
    """The page of changes says whose gap it is by titles, and the pages can be written."""
    write_cards(issue.card, tmp_path / "cards")
    text = (tmp_path / "cards" / "changes.md").read_text(encoding="utf-8")
    named = {f"Column {place} {group}: " for place in range(4) for group in ISSUE["group"]}
    for key, question in zip(ISSUE["question"], issue.card.changes.questions, strict=True):
        assert question.key == key
        assert question.gaps is not None
        for row in question.gaps.rows:
            assert any(row.name.startswith(start) for start in named), row.name
            assert str(md(row.name)) in text


def test_exports_and_plots_name_everything(issue: Made, plain: Made) -> None:
    """Exports are as valid as under plain names, and the plots have a row for each label and coefficient."""
    texts = [export_card(made.card.sources) for made in (issue, plain)]
    found = [[(file.kind, [one.code for one in file.findings]) for file in export.files] for export in texts]
    assert found[0] == found[1]
    assert len({field_id("items", column) for column in ISSUE["column"]}) == len(ISSUE["column"])
    rows = [plot_files(made.manifest, (VersionDocuments("2.0.0", made.documents),)) for made in (issue, plain)]
    for name, held in rows[1].items():
        renamed = [
            {key: renamed_text(value, ISSUE) if isinstance(value, str) else value for key, value in row.items()}
            for row in held
        ]
        assert rows[0][name] == renamed, name


def test_a_question_may_have_the_name_of_a_column() -> None:
    """Where items are divided by their answers they stand apart from a column of that name, with the right titles."""
    names = {**PLAIN, "question": (PLAIN["column"][1], PLAIN["question"][1])}
    new = side(names, "2.0.0")
    titles = Names(new.manifest)
    key, other = names["question"]
    kinds = ("annotator_error", "annotator_dissent")
    found = [path for path, _ in leaves(new.documents["bias"].branch("questions", key)) if path[0] in kinds]
    assert {key, f"{key} (label)"} <= {column for _, _, _, column, *_ in found}
    assert titles.group(key, key, "x") == (("Column 1", "x"),)
    assert titles.group(key, f"{key} (label)", PLAIN["label"][0]) == (("Question 0", "Label 0"),)
    rates = new.documents["bias"].branch("questions", other, "label_rate", key, PLAIN["group"][0], PLAIN["label"][0])
    assert f"adjusted_for_{key} (label)" in rates


def test_a_group_may_be_named_like_what_is_unknown() -> None:
    """Records without a value have a key of their own beside a group that is called (unknown)."""
    axis = GroupAxis.of("c", ("(unknown)", "x"), np.repeat([0, 1, -1], (10, 20, 30)).astype(np.intp))
    tree = group_figures((axis,), 3, "items")["c"]
    assert isinstance(tree, dict)
    counts = {value: leaves_of["count"].value for value, leaves_of in tree.items()}  # type: ignore[union-attr,index]
    assert counts == {"(unknown)": 10.0, "x": 20.0, "((unknown))": 30.0}
