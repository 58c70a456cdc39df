"""Every warning is known in one table, worded in one template, and given the facts that its sentence needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from jinja2 import nodes

from labelcards.cards.environment import environment, template_folder
from labelcards.cards.pages.bias_findings import KINDS
from labelcards.catalog.warnings import WARNINGS

PACKAGE = Path(__file__).resolve().parents[2] / "labelcards"
DOCUMENTS = sorted({row.document for row in WARNINGS.values()})
MAKERS = {"warned", "Finding", "AgreementFinding"}
"""Calls whose first argument is the code of a warning."""
PARTS = {
    "annotator-{}": ("constant", "copying", "cyclic", "drift", "too-fast"),
    "annotator-group-{}": ("blind-spot", "dissent"),
    "text-{}": ("control-character", "dropped-by-policy", "recognizer-failed", "too-long", "too-many-findings"),
}
"""Codes that are put together: pattern → what stands in the gap, each a literal of the package."""


def _modules(room: str = "") -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((PACKAGE / room).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _text(node: ast.AST) -> str | None:
    """A string, with {} for what is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _literals() -> set[str]:
    """All strings of the package that are no docstrings and not longer than a code."""
    return {
        text
        for _, tree in _modules()
        for node in ast.walk(tree)
        if (text := _text(node)) is not None and re.fullmatch(r"[a-z{}-]+", text)
    }


def _emitted() -> set[str]:
    """The first arguments of the calls that make a warning, and of `AgreementFinding`, patterns filled in."""
    found = set()
    for room in ("assess", "stages", "privacy", "metrics", "cards/audience"):
        for _, tree in _modules(room):
            for node in ast.walk(tree):
                called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
                text = _text(node.args[0]) if called in MAKERS and isinstance(node, ast.Call) and node.args else None
                if text is not None:
                    found |= {text.format(part) for part in PARTS[text]} if "{}" in text else {text}
    return found


def test_every_code_that_is_emitted_is_in_the_table() -> None:
    """What Python can make has a row; a new code without one fails here, not in somebody's pipeline."""
    found = _emitted()
    assert len(found) > 30
    assert found <= set(WARNINGS)


def test_every_code_of_the_table_is_emitted() -> None:
    """No row and no sentence is left over: each code stands in the package as a literal or is put together from two."""
    made = _literals_outside_the_table()
    filled = {pattern.format(part) for pattern, parts in PARTS.items() for part in parts}
    assert {code for code in WARNINGS if code not in made | filled} == set()


def _literals_outside_the_table() -> set[str]:
    found: set[str] = set()
    for path, tree in _modules():
        if path != PACKAGE / "catalog" / "warnings.py":
            found |= {text for node in ast.walk(tree) if (text := _text(node)) is not None}
    return found


@pytest.mark.parametrize(("pattern", "part"), [pair for key in PARTS for pair in product([key], PARTS[key])])
def test_codes_that_are_put_together_come_from_literals(pattern: str, part: str) -> None:
    """The parts listed here are those of the package, and what they make is in the table."""
    assert part in _literals()
    assert pattern.format(part) in WARNINGS


def _macros(document: str) -> dict[str, nodes.Macro]:
    text = (template_folder() / "warnings" / f"{document}.txt.jinja").read_text(encoding="utf-8")
    return {macro.name: macro for macro in environment().parse(text).find_all(nodes.Macro)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_code_has_its_words_and_all_words_a_code(document: str) -> None:
    """The macros of a template are the codes of its document."""
    codes = {code.replace("-", "_") for code, row in WARNINGS.items() if row.document == document}
    assert set(_macros(document)) == codes


@pytest.mark.parametrize("code", sorted(WARNINGS))
def test_a_sentence_is_made_of_the_declared_facts(code: str) -> None:
    """A macro takes the facts of its row, no others, and uses each of them."""
    row = WARNINGS[code]
    macro = _macros(row.document)[code.replace("-", "_")]
    assert {argument.name for argument in macro.args} == set(row.facts)
    used = {name.name for part in macro.body for name in part.find_all(nodes.Name)}
    assert set(row.facts) <= used


def test_templates_of_warnings_are_those_of_documents() -> None:
    """There is one template for each document, and the parts that they share."""
    found = {path.name.removesuffix(".txt.jinja") for path in (template_folder() / "warnings").iterdir()}
    assert found == {*DOCUMENTS, "parts"}


def test_remedies_and_kinds_name_codes() -> None:
    """What pages say about a warning besides its sentence is said about codes that exist."""
    text = (template_folder() / "parts" / "cautions.html.jinja").read_text(encoding="utf-8")
    module = environment().from_string(text).module
    assert set(module.remedies) <= set(WARNINGS)  # type: ignore[attr-defined]
    assert {code for codes in KINDS.values() for code in codes} <= set(WARNINGS)


_NO_WORDING = re.compile(r"Problem|\w*Error|_refused|_listed|CatalogEntry")
"""Calls that say what is wrong with an input, or define a metric."""
_REFUSALS = {"message", "remedy", "more", "hint", "_SAVE"}


def _sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings that read as sentences, besides docstrings and what errors say."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Raise) or (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            continue
        if isinstance(child, ast.Call) and _NO_WORDING.fullmatch(ast.unparse(child.func).rpartition(".")[2]):
            continue
        if isinstance(child, ast.Assign) and _REFUSALS & {
            name.id for name in ast.walk(child) if isinstance(name, ast.Name)
        }:
            continue
        text = _text(child)
        if text is None:
            yield from _sentences(child)
        elif text.rstrip().endswith(".") and len(text.split()) >= 4:
            yield getattr(child, "lineno", 0), text


def test_the_check_finds_sentences() -> None:
    """A sentence in a call, in a table and in pieces is found; docstrings, reasons and refusals are none."""
    code = 'def f(n):\n "A docstring of five words."\n told(f"There are {n} of them.")\n return ["One two three four."]'
    assert [line for line, _ in _sentences(ast.parse(code))] == [3, 4]
    assert not list(_sentences(ast.parse('x = Undefined("fewer than two labels occur")')))
    assert not list(_sentences(ast.parse('raise InputError([Problem(f, "x", "The file is not there.", "Write it.")])')))


@pytest.mark.parametrize("room", ["assess", "stages", "metrics", "privacy/ledger.py", "cards/pages", "cards/figures"])
def test_no_sentence_is_worded_where_it_is_measured(room: str) -> None:
    """Words stand in templates: no string of these rooms ends with a full stop after four words or more."""
    places = [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py"))
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in places
        for line, text in _sentences(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []
