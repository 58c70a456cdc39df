"""The catalog of figures: a row for every figure, no row for nothing, and a place for each."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

import labelcards
from labelcards.cards.audience.hidden_figures import HiddenFigures
from labelcards.cards.audience.reduce import reduced
from labelcards.catalog.agreement import AGREEMENT
from labelcards.catalog.branches import BRANCHES
from labelcards.catalog.metrics import CATALOG, ROWS, SUBJECTS, kinds_of
from labelcards.catalog.places import looked_at, match, plotted
from labelcards.documents.figures import CatalogEntry, Figure, MetricsDocument, leaves
from labelcards.documents.params import PublishParams
from labelcards.labels.registry import KINDS
from tests.cards import sample

ROOT = Path(labelcards.__file__).parent
CODE = {path: ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}
OUTSIDE = {path: tree for path, tree in CODE.items() if path.parent.name != "catalog"}


def test_a_key_stands_in_one_table_and_stores_what_it_stored() -> None:
    """No subject repeats another's key; the stored entry has the row's words and nothing else."""
    counted = Counter(key for table in SUBJECTS for key in table)
    assert {key for key, times in counted.items() if times > 1} == set()
    assert list(ROWS) == sorted(counted)
    assert set(CatalogEntry.model_fields) == {"title", "definition", "unit", "low", "high", "direction", "source"}
    for key, row in ROWS.items():
        assert CATALOG[key] == row.entry
        assert CATALOG[key].model_dump() == {name: getattr(row, name) for name in CatalogEntry.model_fields}


@pytest.mark.parametrize("key", [key for key, row in ROWS.items() if row.by])
def test_what_computes_a_figure_is_there_and_documented(key: str) -> None:
    """``by`` leads to a function or class of `labelcards.metrics` with a docstring."""
    module, _, name = ROWS[key].by.rpartition(".")
    found = getattr(import_module(f"labelcards.metrics.{module}"), name)
    assert found.__module__ == f"labelcards.metrics.{module}"
    assert found.__doc__


def _named_metrics() -> set[str]:
    """Metric keys as figures are made: ``figure("key", …)``, ``Figure(metric="key")``."""
    found: set[str] = set()
    for tree in OUTSIDE.values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            given = node.args[:1] if node.func.id == "figure" else []
            given += [keyword.value for keyword in node.keywords if keyword.arg == "metric"]
            found |= {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found


def test_every_figure_that_the_code_makes_has_a_row() -> None:
    """A key written where a figure is made is a key of the catalog."""
    named = _named_metrics()
    assert len(named) > 60
    assert named - set(ROWS) - {""} == set()


def test_no_row_is_left_that_nothing_uses() -> None:
    """Each key is written somewhere outside the catalog, whole or as the pieces of an f-string."""
    written: set[str] = set()
    pieces: set[str] = set()
    for tree in OUTSIDE.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(each.value) if isinstance(each, ast.Constant) else ".+" for each in node.values]
                if sum(len(each.value) for each in node.values if isinstance(each, ast.Constant)) >= len("_mean"):
                    pieces.add("".join(parts))
    composed = {key for key in set(ROWS) - written if any(re.fullmatch(each, key) for each in pieces)}
    assert set(ROWS) - written - composed == set()


def test_every_coefficient_of_a_kind_has_a_row_that_says_for_which_kinds() -> None:
    """A kind of label lists coefficients; each has a row in the table on agreement, with what computes it."""
    listed = {key: {kind.name for kind in KINDS.values() if key in kind.coefficients} for key in ROWS}
    for kind in KINDS.values():
        assert set(kind.coefficients) <= set(AGREEMENT)
        assert all(ROWS[key].by for key in kind.coefficients)
    assert {key: set(kinds_of(key)) for key in AGREEMENT if listed[key]} == {k: v for k, v in listed.items() if v}
    assert kinds_of("alpha_jaccard") == ("multilabel",)
    assert kinds_of("items") == tuple(KINDS)


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_every_figure_of_a_document_has_a_row_and_a_place(version: str) -> None:
    """The sample documents hold no figure that the catalog or the places do not know."""
    for name, document in sample.documents(version).items():
        for path, leaf in leaves(document.figures):
            assert leaf.metric in ROWS, (name, path)
            assert match(name, path) is not None, (name, path)


def test_figures_on_persons_stand_where_persons_stand_and_are_never_public() -> None:
    """What a row keeps for insiders is under a branch on persons, and is left out for the public wherever it is."""
    insiders = {key for key, row in ROWS.items() if row.audience == "insiders"}
    assert len(insiders) > 10
    for name, document in sample.documents("1.1.0").items():
        for path, leaf in leaves(document.figures):
            made = match(name, path)
            if leaf.metric in insiders:
                assert made is not None
                assert made.rule.kind == "person", path
    for key in sorted(insiders):
        tree = {"counts": {"items": Figure(metric=key, value=0.5, n=100, why="x")}}
        held = MetricsDocument(document="quality", dataset="d", version="1.0.0", figures=tree)
        assert reduced({"quality": held}, HiddenFigures(), PublishParams())["quality"].figures == {}


def test_what_comparisons_look_at_is_ranked_and_named_once() -> None:
    """Headline figures have ranks from 1 without a gap; names in ``changes.json`` and of plots stand once."""
    watched = [each for branch in BRANCHES for each in branch.watched]
    ranks = sorted(each.rank for each in watched if each.rank)
    assert ranks == list(range(1, len(ranks) + 1))
    for names in ([each.name for each in watched if each.name], [each.plot.name for each in watched if each.plot]):
        assert len(names) == len(set(names))
    drawn = sorted(each.plot.trend for each in watched if each.plot and each.plot.trend)
    assert drawn == list(range(1, len(drawn) + 1))
    assert list(plotted()) == [each.plot.name for each in sorted(watched, key=lambda each: each.rank) if each.plot]


def test_gaps_between_groups_have_words_and_details_have_metrics() -> None:
    """A gap's title names what it is in; any other figure that is looked at is called by its metric's title."""
    for branch in BRANCHES:
        for each in branch.watched:
            if branch.document == "bias" and each.steps[-1:] == ("difference",):
                assert each.title
                assert ("{label}" in each.title) == ("<label>" in branch.steps)
            elif branch.document != "bias" and each.steps:
                assert each.steps[-1] in ROWS


def test_a_figure_has_one_place_that_is_looked_at() -> None:
    """No path fits two figures that comparisons look at, and each of them belongs to the branch that lists it."""
    for branch in BRANCHES:
        for each in branch.watched:
            path = [branch.document]
            for step in (*branch.steps, *each.steps):
                path += ["c", "g"] if step in ("<items>", "<annotators>") else ["x" if step[0] in "<*" else step]
            found = looked_at(tuple(path))
            assert found is not None
            assert (found.branch, found.watched) == (branch, each)
            made = match(branch.document, tuple(path[1:]))
            assert made is not None
            assert made.rule == branch
