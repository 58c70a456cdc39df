"""The public Python API: what `import labelcards` offers, what it costs, and that its documentation runs."""

from __future__ import annotations

import ast
import doctest
import hashlib
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import labelcards
from tests.architecture.notebook import blocks, run, with_outputs

PAGE = "docs/how-to/use-from-python.md"
FUNCTIONS = [name for name in labelcards.__all__ if inspect.isfunction(getattr(labelcards, name))]
CLASSES = [name for name in labelcards.__all__ if inspect.isclass(getattr(labelcards, name))]
HEAVY = {"altair", "cleanlab", "click", "numpy", "pandas", "presidio_analyzer", "pyarrow", "pydantic", "rich", "scipy"}


def for_type_checkers() -> dict[str, str]:
    """Name → module of everything that the package imports for type checkers and editors."""
    tree = ast.parse(Path(str(labelcards.__file__)).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    froms = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in froms for alias in node.names}


def test_public_names_are_sorted_and_the_same_in_all_three_places() -> None:
    """What is listed is what is found, what type checkers see, and what `dir` shows."""
    assert labelcards.__all__ == sorted(set(labelcards.__all__))
    assert for_type_checkers() == labelcards._HOMES
    assert list(labelcards._HOMES) == labelcards.__all__
    assert set(labelcards.__all__) <= set(dir(labelcards))
    assert {*FUNCTIONS, *CLASSES, "__version__"} == set(labelcards.__all__)


@pytest.mark.parametrize("name", labelcards.__all__)
def test_a_name_is_defined_where_it_says(name: str) -> None:
    """Not passed on by another module: `help` leads to the code."""
    found = getattr(labelcards, name)
    if name != "__version__":
        assert (found.__module__, found.__name__) == (labelcards._HOMES[name], name)


def test_no_room_has_the_name_of_a_public_function() -> None:
    """A subpackage, once imported, would stand in its place."""
    rooms = {path.stem for path in Path(str(labelcards.__file__)).parent.iterdir()}
    assert not rooms & set(labelcards.__all__)


@pytest.mark.parametrize("name", ["utils", "Agreement", "_secret", "pandas"])
def test_nothing_else_is_there(name: str) -> None:
    """A mistyped name is an AttributeError that says so."""
    with pytest.raises(AttributeError, match=f"'labelcards' has no attribute '{name}'"):
        getattr(labelcards, name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_says_what_it_takes_gives_and_raises(name: str) -> None:
    """Every parameter is named, typed and told of; results, errors and an example have their sections."""
    function = getattr(labelcards, name)
    text = str(function.__doc__)
    for section in ("Args:", "Returns:", "Raises:"):
        assert section in text, section
    assert ">>>" in text or "Example" in text
    args = text[text.index("Args:") : text.index("Returns:")]
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter.name
        assert parameter.name in args, parameter.name


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_says_what_its_attributes_are(name: str) -> None:
    """A reader of `help` learns what a result holds."""
    made = getattr(labelcards, name)
    assert made.__doc__
    fields = getattr(made, "model_fields", None) or getattr(made, "__dataclass_fields__", {})
    public = [field for field in fields if not field.startswith("_") and field != "schema_version"]
    assert [field for field in public if field not in made.__doc__] == []


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if ">>>" in str(getattr(labelcards, name).__doc__)])
def test_examples_of_docstrings_run(name: str) -> None:
    """As they stand."""
    module = import_module(labelcards._HOMES[name])
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    found = finder.find(getattr(labelcards, name), name, module, globs=dict(vars(module)))
    assert sum(runner.run(test).attempted for test in found) > 0
    assert runner.failures == 0


@pytest.mark.parametrize("command", ["import labelcards", "from labelcards.cli import main"])
def test_importing_loads_nothing_heavy(command: str) -> None:
    """What a name needs is imported when it is used; the command line needs click alone."""
    done = subprocess.run(
        [sys.executable, "-c", f"{command}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & HEAVY <= ({"click"} if "cli" in command else set())


def test_type_checkers_may_use_the_types() -> None:
    """PEP 561: without the marker they treat everything as Any."""
    assert Path(str(labelcards.__file__)).with_name("py.typed").is_file()


@pytest.mark.slow
def test_mypy_sees_the_types(root: Path, tmp_path: Path) -> None:
    """The assertions in `api_types.py` hold, and one that is wrong does not."""
    from mypy import api

    good = root / "tests/architecture/api_types.py"
    wrong = tmp_path / "wrong.py"
    wrong.write_text(good.read_text(encoding="utf-8").replace("float | None)", "str)"), encoding="utf-8")
    config = ["--config-file", str(root / "pyproject.toml")]
    assert api.run([*config, str(good)])[2] == 0
    output, _, status = api.run([*config, str(wrong)])
    assert status == 1
    assert "assert-type" in output


def digests(folder: Path) -> dict[str, str]:
    """Every file with its content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_page_shows_what_its_blocks_show(
    root: Path, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every block of the page runs, in order, and writes nothing: neither where it runs nor at home."""
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("HOME", str(tmp_path))
    before = digests(workspace)
    names: dict[str, object] = {}
    found = blocks(root / PAGE)
    assert len(found) > 12
    for block in found:
        assert run(block, names) == block.shown, f"{PAGE}:{block.line}"
    assert digests(workspace) == before
    assert digests(tmp_path) == {}


def test_a_page_that_shows_something_else_is_noticed(tmp_path: Path) -> None:
    """The runner tells a wrong output from a right one, and rewrites it."""
    page = tmp_path / "page.md"
    page.write_text("```python\nx = 2\nx\n```\n\n```text\n3\n```\n\nText.\n\n```python\nx + 1\n```\n", encoding="utf-8")
    first, second = blocks(page)
    names: dict[str, object] = {}
    assert run(first, names) != first.shown
    assert (run(second, names), second.shown, second.line) == ("3\n", "", 13)
    page.write_text(with_outputs(page, {}), encoding="utf-8")
    assert [block.shown for block in blocks(page)] == ["2\n", "3\n"]


CELLS = st.none() | st.floats(allow_nan=True) | st.integers(-3, 3) | st.text(max_size=4).map(lambda t: f"SECRET{t}")


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6),
    level=st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
    layout=st.sampled_from(["auto", "long", "wide", "contingency"]),
    columns=st.sampled_from([("item", "annotator", "label"), ("unit", "a", "b"), ("x", "1", "2")]),
)
@settings(max_examples=150, deadline=None)
def test_no_error_of_agreement_quotes_a_cell(
    rows: list[tuple[object, ...]], level: str, layout: str, columns: tuple[str, ...]
) -> None:
    """Whatever a data frame holds, either there is a result or a problem without any of its texts."""
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    try:
        said = repr(labelcards.agreement(frame, level=level, layout=layout))  # type: ignore[arg-type]
    except labelcards.InputError as error:
        said = str(error)
    assert "SECRET" not in said


@pytest.mark.parametrize("texts", [["fine", 7], [b"SECRET"], pd.Series([{"a": "SECRET"}]), [["SECRET"]]])
def test_no_error_of_detect_quotes_a_text(texts: object) -> None:
    """What is no text is counted and placed, not shown."""
    with pytest.raises(labelcards.InputError, match="not text") as caught:
        labelcards.detect(texts)  # type: ignore[arg-type]
    assert "SECRET" not in str(caught.value)
