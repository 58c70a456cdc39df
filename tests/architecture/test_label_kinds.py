"""What follows from a kind of label is asked of the kind: nobody else compares names of kinds, or joins sets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelcards.labels.registry import KINDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "labelcards"
LABELS = "labelcards/labels/"

NAMES = frozenset(KINDS)
OPEN_ROOMS = {"coefficients", "kind", "limits", "missing", "numbers", "reading", "registry", "spelling", "verdict"}
"""Modules of `labelcards.labels` that others use; the kinds themselves are reached through the registry."""

ALLOWED = {
    "labelcards/metrics/": "below labels: names of distances, levels of measurement and agreement weights",
    "labelcards/cards/figures/number.py": "units of figures, of which one is called ratio",
}
"""Where a name of a kind is compared and means something else."""

OTHER_BARS = {
    "labelcards/exchange/webanno.py": "features of a layer in the header of a WebAnno file",
    "labelcards/demo/": "alternatives in the grammar of the demo's texts",
    "labelcards/privacy/": "alternatives of regular expressions",
}
"""Where a bar separates something else than the labels of an answer."""


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def _kinds_in(node: ast.AST) -> set[str]:
    """The kind names among the string constants of a node, or of the elements of a tuple, list or set."""
    inside = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return {part.value for part in inside if isinstance(part, ast.Constant) and part.value in NAMES}


def _decides(node: ast.AST) -> bool:
    """Whether a node tells kinds of labels apart by their names."""
    match node:
        case ast.Compare():
            return any(_kinds_in(side) for side in (node.left, *node.comparators))
        case ast.Dict():
            return len({name for key in node.keys if key is not None for name in _kinds_in(key)}) > 1
        case ast.Tuple() | ast.List() | ast.Set():
            return len(_kinds_in(node)) > 1
        case ast.ImportFrom(module=str(module)) if module.startswith("labelcards.labels."):
            return module.rpartition(".")[2] not in OPEN_ROOMS
    return any(_kinds_in(part) for part in _looked_up(node))


def _looked_up(node: ast.AST) -> list[ast.expr]:
    """What a pattern matches, and what the registry is asked for."""
    match node:
        case ast.MatchValue():
            return [node.value]
        case ast.Call(func=ast.Name(id="kind_named")):
            return node.args
        case ast.Subscript(value=ast.Name(id="KINDS")):
            return [node.slice]
    return []


def _told_apart(source: str) -> list[int]:
    """Lines that tell kinds apart by their names."""
    return sorted({getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)) if _decides(node)})


def _joined_by_bars(source: str) -> list[int]:
    """Lines that join or split text at bars, other than alternatives of a regular expression."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        on, arguments = node.func.value, node.args
        joins = node.func.attr == "join" and isinstance(on, ast.Constant) and on.value == "|"
        splits = node.func.attr in ("split", "rsplit", "partition") and any(
            isinstance(argument, ast.Constant) and argument.value == "|" for argument in arguments
        )
        if splits or (joins and "attr='escape'" not in ast.dump(node)):
            lines.append(node.lineno)
    return lines


def _elsewhere(allowed: dict[str, str]) -> Iterator[tuple[str, str]]:
    for path, source in _sources():
        if not path.startswith((LABELS, *allowed)):
            yield path, source


def test_nobody_tells_kinds_apart_by_name() -> None:
    """No file outside labels/ compares names of kinds, tabulates them, or takes a kind past the registry."""
    found = {path: lines for path, source in _elsewhere(ALLOWED) if (lines := _told_apart(source))}
    assert found == {}


def test_the_separator_of_sets_stands_in_one_place() -> None:
    """No file outside labels/ joins or splits answers itself."""
    found = {path: lines for path, source in _elsewhere(OTHER_BARS) if (lines := _joined_by_bars(source))}
    assert found == {}


def test_templates_choose_words_only() -> None:
    """No template compares the name of a kind; it looks its words up."""
    names = "|".join(sorted(NAMES))
    compared = re.compile(rf"(==|!=|\bin)\s*[(\[]?\s*[\"']({names})[\"']|[\"']({names})[\"']\s*(==|!=|in\b)")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted((ROOT / "templates").rglob("*.jinja"))
        for match in compared.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_exceptions_are_needed() -> None:
    """Each exception still excuses something."""
    for prefix, of in ((ALLOWED, _told_apart), (OTHER_BARS, _joined_by_bars)):
        for place in prefix:
            assert any(of(source) for path, source in _sources() if path.startswith(place)), place


@pytest.mark.parametrize(
    "source",
    [
        'if question.kind == "multilabel": pass',
        'numeric = kind in ("interval", "ratio")',
        'NUMERIC = ("interval", "ratio")',
        'TASKS = {"nominal": 1, "ordinal": 2}',
        'kind: Literal["nominal", "interval"]',
        'match kind:\n    case "nominal" | "ordinal": pass',
        'labels = kind_named("ordinal").order(labels)',
        'KINDS["nominal"].parse(text)',
        "from labelcards.labels.multilabel import Multilabel",
    ],
)
def test_the_rule_finds_what_it_is_for(source: str) -> None:
    """Every way in which kinds were told apart before is found."""
    assert _told_apart(source)


def test_the_rule_leaves_other_words_alone() -> None:
    """A figure or a scheme that shares its name with a kind is no comparison of kinds."""
    assert not _told_apart('SCHEMES = ("linear", "quadratic", "ordinal")\nrow("ratio", 1)\nkind: str = "nominal"')
    assert not _told_apart("from labelcards.labels.registry import kind_named")
    assert _joined_by_bars('"|".join(sorted(names))') == _joined_by_bars('text.split("|")') == [1]
    assert not _joined_by_bars('"|".join(re.escape(name) for name in names)')
