"""What a part of labelcards imports, read from its source."""

from __future__ import annotations

import ast
import json
import keyword
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import labelcards
from labelcards.documents import imports
from labelcards.documents.imports import imported_packages
from labelcards.documents.packages import package_parameters, package_versions

ROOT = Path(labelcards.__file__).parent
STAGES = sorted(f"labelcards.stages.{path.stem}" for path in (ROOT / "stages").glob("[!_]*.py"))


TYPES = "TYPE_CHECKING"


def parsed(source: str) -> set[str]:
    """What the parser says that the import statements name."""
    found: set[str] = set()
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and ast.unparse(node.test) == TYPES)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_statements_are_found_as_the_parser_finds_them() -> None:
    """In every module of labelcards: nothing of a docstring is taken for an import, and none is missed."""
    sources = {path: path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py")}
    assert len(sources) > 300
    wrong = {path for path, source in sources.items() if set(imports._named(source)) != parsed(source)}
    assert not wrong


NAMES = st.text("abcfor_", min_size=1, max_size=4).filter(lambda name: not keyword.iskeyword(name))
DOTTED = st.lists(NAMES, min_size=1, max_size=3).map(".".join)
ALIASED = st.tuples(NAMES, st.none() | NAMES).map(lambda pair: pair[0] + (f" as {pair[1]}" if pair[1] else ""))


@st.composite
def statements(draw: st.DrawFn) -> str:
    """An import statement as a formatter writes it, perhaps inside a function."""
    members = draw(st.lists(ALIASED, min_size=1, max_size=4))
    origin = draw(DOTTED)
    note = draw(st.sampled_from(["", "  # noqa: X1 - slow (or optional)", "  # import os"]))
    form = draw(st.sampled_from(["plain", "line", "parentheses"]))
    if form == "plain":
        alias = draw(st.sampled_from(["", " as x"]))
        text = f"import {origin}{alias}{note}"
    elif form == "line":
        text = f"from {origin} import {', '.join(members)}{note}"
    else:
        inner = "".join(f"    {member},{note}\n" for member in members)
        text = f"from {origin} import ({note}\n{inner})"
    if draw(st.booleans()):
        return f"if TYPE_CHECKING:{note}\n" + "".join(f"    {line}\n" for line in text.splitlines())
    if draw(st.booleans()):
        body = "\n".join("    " + line for line in text.splitlines())
        return f"def late():\n{body}\n    return None\n"
    return text + "\n"


@given(st.lists(statements(), max_size=5).map("".join))
def test_any_statement_is_found(source: str) -> None:
    """Members in parentheses, aliases, comments behind them, inside functions: as the parser finds them."""
    assert set(imports._named(source)) == parsed(source)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small labelcards in another folder: a stage, what it reaches, and what it does not reach."""
    package = tmp_path / "labelcards"
    (package / "stages").mkdir(parents=True)
    (package / "rooms").mkdir()
    for folder in (package, package / "stages", package / "rooms"):
        (folder / "__init__.py").write_text("")
    (package / "stages/one.py").write_text("from labelcards.rooms import near\n")
    (package / "rooms/near.py").write_text("import numpy\n\n\ndef f():\n    import labelcards.rooms.far as far\n")
    (package / "rooms/far.py").write_text("import pandas\n")
    (package / "rooms/other.py").write_text("import scipy\n")
    clear()
    monkeypatch.setattr(imports, "_ROOT", tmp_path)
    yield package
    clear()


def clear() -> None:
    """Forget what was read."""
    for cached in (imports.imported_packages, imports._imports, imports._file):
        cached.cache_clear()


def test_what_a_stage_reaches_counts_and_nothing_else(tree: Path) -> None:
    """Through modules named as members and inside functions; a module that nothing reaches does not count."""
    assert imported_packages("labelcards.stages.one") == {"numpy", "pandas"}
    assert tree.is_dir()


@pytest.mark.parametrize("statement", ["import fairlearn", "def f():\n    from fairlearn.metrics import x  # late"])
@pytest.mark.parametrize("place", ["stages/one.py", "rooms/near.py", "rooms/far.py", "rooms/__init__.py"])
def test_an_import_added_anywhere_on_the_way_shows(tree: Path, place: str, statement: str) -> None:
    """At the top or inside a function, in the stage, in what it reaches, or in a room's own file."""
    path = tree / place
    path.write_text(f"{path.read_text()}\n{statement}\n")
    assert imported_packages("labelcards.stages.one") == {"numpy", "pandas", "fairlearn"}


def test_what_only_a_type_checker_reads_does_not_count(tree: Path) -> None:
    """The public names in ``labelcards/__init__.py`` are imported when somebody asks for them, not by every stage."""
    path = tree / "rooms/near.py"
    path.write_text(
        f"if TYPE_CHECKING:\n    import altair\n\n    from x import (\n        y,\n    )\n{path.read_text()}"
    )
    assert imported_packages("labelcards.stages.one") == {"numpy", "pandas"}


def test_no_module_of_labelcards() -> None:
    """A mistyped name is an error, not an empty answer."""
    with pytest.raises(ModuleNotFoundError, match=r"labelcards\.stages\.qualty is not part of labelcards"):
        imported_packages("labelcards.stages.qualty")


def test_only_what_is_used_is_named() -> None:
    """fairlearn stands with the stage that computes with it, cleanlab with its own, the training library nowhere."""
    named = {stage.rpartition(".")[2]: set(package_versions(stage)) for stage in STAGES}
    assert {stage for stage, packages in named.items() if "fairlearn" in packages} == {"model"}
    assert {stage for stage, packages in named.items() if "cleanlab" in packages} == {"quality"}
    assert {stage for stage, packages in named.items() if "presidio-analyzer" in packages} == {"anonymize"}
    assert not any("python-crfsuite" in packages for packages in named.values())
    assert named["bias"] == {
        "labelcards",
        "python",
        "numpy",
        "openpyxl",
        "pandas",
        "pyarrow",
        "pydantic",
        "ruamel-yaml",
        "scipy",
    }


def test_packages_with_another_name_than_their_import() -> None:
    """scikit-learn is imported as sklearn; a theme stands in settings under its own name."""
    assert "package.scikit-learn" in package_parameters("labelcards.stages.quality")
    written = package_versions("labelcards.stages.cards", "labelcards.stages.site", by_name=("material",))
    assert {"mkdocs", "mkdocs-material", "vl-convert-python", "jinja2"} <= set(written)


def test_what_else_is_loaded_does_not_matter() -> None:
    """The test tools and other stages are loaded here; a fresh process names the same."""
    code = "import json; from labelcards.documents.packages import package_versions; "
    code += f"print(json.dumps([package_versions(stage) for stage in {STAGES!r}]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [package_versions(stage) for stage in STAGES]
