"""Reading YAML: scalars stay text, traps are errors, lines are known."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelcards.documents.yaml_file import MAX_BYTES, read_yaml, shown
from labelcards.errors import InputError


def _write(folder: Path, content: str | bytes) -> Path:
    path = folder / "some.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def _codes(path: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(InputError) as caught:
        read_yaml(path)
    return [(problem.code, problem.row) for problem in caught.value.problems]


def test_scalars_stay_the_text_that_was_written(tmp_path: Path) -> None:
    """Labels such as no, 007, 1.0 and 2024-05-01 are not turned into booleans, numbers or dates."""
    path = _write(tmp_path, "labels: [no, 007, 1.0, 2024-05-01, 1_000, 0x1F, 12:30:45, 'null', yes]\n")
    assert read_yaml(path).content == {
        "labels": ["no", "007", "1.0", "2024-05-01", "1_000", "0x1F", "12:30:45", "null", "yes"]
    }


def test_only_null_tilde_and_nothing_are_absent(tmp_path: Path) -> None:
    """Three spellings mean absent; a quoted one is text."""
    path = _write(tmp_path, "a: null\nb: ~\nc:\nd: ''\ne: 'null'\n")
    assert read_yaml(path).content == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


def test_lines_of_keys_and_entries(tmp_path: Path) -> None:
    """The line of a key, of a list entry, and of the nearest known parent."""
    source = read_yaml(_write(tmp_path, "# comment\na:\n  b: 1\n  c:\n    - x\n    - y\n"))
    assert source.line(("a", "b")) == 3
    assert source.line(("a", "c", 1)) == 6
    assert source.line(("a", "missing")) == 2
    assert source.line(("missing",)) is None


def test_byte_order_mark_and_decomposed_letters(tmp_path: Path) -> None:
    """A byte order mark is not part of the first key, and letters are composed."""
    source = read_yaml(_write(tmp_path, b"\xef\xbb\xbfgro\xcc\x88\xc3\x9fe: 1\n"))
    assert source.content == {"größe": "1"}


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "duplicate-key", 4),
        ("a: 1\nb: &x 1\nc: *x\n", "yaml-alias", 2),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "yaml-tag", 2),
        ("a: 1\n---\nb: 1\n", "yaml-documents", 2),
        ("a:\n\t- 1\n", "not-yaml", 2),
        ("a: b: c\n", "not-yaml", 1),
        ("a: [1, 2\nb: 3\n", "not-yaml", 2),
        ("a: 1\nb: '\x00'\n", "yaml-character", 2),
        ("a: 1\n? [x]\n: 1\n", "yaml-key", 2),
        (b"a: 1\nb: caf\xe9\n", "unreadable-encoding", 2),
        ("[" * 60, "yaml-depth", 1),
    ],
)
def test_trap_is_a_problem_with_its_line(tmp_path: Path, content: str | bytes, code: str, line: int) -> None:
    """What plain YAML would accept silently, or crash on, is refused where it stands."""
    assert _codes(_write(tmp_path, content)) == [(code, line)]


def test_alias_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    """A few lines that would expand to billions of nodes are refused at the first anchor."""
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert _codes(_write(tmp_path, "l0: &l0 [x]\n" + levels)) == [("yaml-alias", 1)]


def test_all_repeated_keys_are_reported(tmp_path: Path) -> None:
    """One reading finds every repeated key, not only the first."""
    path = _write(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert _codes(path) == [("duplicate-key", 2), ("duplicate-key", 3)]


def test_missing_folder_and_oversized(tmp_path: Path) -> None:
    """No file, a folder, and a file that cannot be hand-written are three plain problems."""
    assert _codes(tmp_path / "none.yaml") == [("missing-file", None)]
    assert _codes(tmp_path) == [("missing-file", None)]
    assert _codes(_write(tmp_path, b"a" * (MAX_BYTES + 1))) == [("yaml-size", None)]


def test_empty_file_has_no_content(tmp_path: Path) -> None:
    """A file of comments is read and holds nothing."""
    assert read_yaml(_write(tmp_path, "# nothing yet\n")).content is None


def test_paths_are_shown_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the working directory paths are relative, outside they stay as given."""
    inside = tmp_path / "here"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert shown(inside / "a" / "b.yaml") == "a/b.yaml"
    assert shown(tmp_path / "b.yaml") == str(tmp_path / "b.yaml")
    assert shown(Path("a/../b.yaml")) == "b.yaml"


@pytest.mark.parametrize("blank", ["", " ", "  "])
@pytest.mark.parametrize("style", ["|", ">", "|-", ">+"])
def test_a_block_may_begin_with_a_blank_line(tmp_path: Path, blank: str, style: str) -> None:
    """A first line of no or too few spaces is a blank line of the text, as the standard has it and PyYAML reads it."""
    text = f"a: {style}\n{blank}\n  first\n  second\nb: 1\n"
    assert read_yaml(_write(tmp_path, text)).content == {"a": yaml.safe_load(text)["a"], "b": "1"}


@pytest.mark.parametrize("content", [": x\n", "a: 1\n: x\n", "? \n: x\n", "{: x}\n"])
def test_a_missing_key_is_named(tmp_path: Path, content: str) -> None:
    """Nothing before the colon is no key."""
    assert [code for code, _ in _codes(_write(tmp_path, content))] == ["not-yaml"]


_WORDS = st.sampled_from(["a", "b", "no", "1_000", "012", "2026-01-31", "1e3", "x y", "é", "~x", "http://x.y/z"])
_TREES = st.recursive(
    _WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3), max_leaves=12
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.dictionaries(_WORDS, _TREES, min_size=1, max_size=4), flow=st.booleans())
def test_what_another_library_writes_is_read(content: dict[str, object], flow: bool, tmp_path: Path) -> None:
    """PyYAML's block and flow style of any nesting of words come back as they were, each key with its line."""
    text = yaml.safe_dump(content, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    source = read_yaml(_write(tmp_path, text))
    assert source.content == content
    lines = text.splitlines()
    assert all(key in lines[source.lines[(key,)] - 1] for key in content)


_PIECES = [
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "?",
    "|",
    ">",
    "'",
    '"',
    "#",
    "&x ",
    "*x",
    "!t ",
    "%",
    "@",
    "`",
    "~",
]
_PIECES += ["---\n", "...\n", "\t", "\\", "\\U00110000", "\\x4", "\u2028", "\ufeff", "\x85", "<<", "1.0", "é", "\x00"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_any_text_is_read_or_refused(content: str, tmp_path: Path) -> None:
    """Whatever stands in a file, no exception but ours comes out, and lines are within the file."""
    path = _write(tmp_path, content)
    try:
        read_yaml(path)
    except InputError as error:
        rows = [problem.row for problem in error.problems if problem.row is not None]
    else:
        rows = []
    assert all(1 <= row <= len(content.splitlines()) + 1 for row in rows)


def test_impossible_escape(tmp_path: Path) -> None:
    """An escape for a character beyond Unicode is refused like any other slip."""
    assert _codes(_write(tmp_path, 'a: 1\nb: "\\UFFFFFFFF"\n')) == [("not-yaml", None)]
