"""Adding to a hand-written YAML file: the entry is there, and nothing else has changed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from labelcards.documents.yaml_edit import with_entry, with_item
from labelcards.errors import InputError


def entry(text: str, *path: str, key: str = "new", value: Any = 1) -> str:
    """The text with an entry added."""
    return with_entry(text, path, key, value, file="f.yaml")


def load(text: str) -> Any:
    """The content."""
    return YAML(typ="safe", pure=True).load(text.removeprefix("\ufeff"))


KINDS = {
    "comments stay": ("a:\n  b: 1 # one\n  # last\n\n# c\nd: 2", "a:\n  b: 1 # one\n  new: 1\n  # last\n\n# c\nd: 2"),
    "comments with the key": ("a:\n  b: 1\n# a: none\nc: 'a:'\n", "a:\n  b: 1\n  new: 1\n# a: none\nc: 'a:'\n"),
    "flow style": ("a: {b: 1, c: [x, {y: 2}]} # c\n", "a: {b: 1, c: [x, {y: 2}], new: 1} # c\n"),
    "flow style over lines": ("a: {\n  b: 1, # one\n}\n", "a: {\n  b: 1, new: 1, # one\n}\n"),
    "empty braces": ("a: {} # none\nb: 2\n", "a: # none\n  new: 1\nb: 2\n"),
    "empty braces in braces": ("{a: {}, b: 2} # c\n", "{a: {new: 1}, b: 2} # c\n"),
    "null in braces": ("{b: 2, a: null}\n", "{b: 2, a: {new: 1}}\n"),
    "nothing": ("a: # none\nb: 2\n", "a: # none\n  new: 1\nb: 2\n"),
    "null": ("a: ~ # none\nb: 2\n", "a: # none\n  new: 1\nb: 2\n"),
    "quoted keys": ("\"a\":\n  'b': 'x'\n", "\"a\":\n  'b': 'x'\n  new: 1\n"),
    "no newline at the end": ("a:\n  b: 1", "a:\n  b: 1\n  new: 1\n"),
    "no newline after braces": ("a: {b: 1}", "a: {b: 1, new: 1}"),
    "CRLF": ("a:\r\n  b: 1\r\nc: 2\r\n", "a:\r\n  b: 1\r\n  new: 1\r\nc: 2\r\n"),
    "CRLF without an end": ("a:\r\n  b: 1", "a:\r\n  b: 1\r\n  new: 1\r\n"),
    "tabs": ("a:\n  b: 'x\ty' # one\ttwo\n", "a:\n  b: 'x\ty' # one\ttwo\n  new: 1\n"),
    "not ASCII": ("ä:\n  größe: „groß“ 😀\na:\n  b: 1\n", "ä:\n  größe: „groß“ 😀\na:\n  b: 1\n  new: 1\n"),
    "byte order mark": ("\ufeffa:\n  b: 1\n", "\ufeffa:\n  b: 1\n  new: 1\n"),
    "block text": ("a:\n  b: |\n    x\n\n    # text\n\n# c\n", "a:\n  b: |\n    x\n\n    # text\n  new: 1\n\n# c\n"),
    "block text with its end": ("a:\n  b: |+ # c\n    x\n\nd: 1\n", "a:\n  b: |+ # c\n    x\n\n  new: 1\nd: 1\n"),
    "plain text over lines": ("a:\n  b: x\n    y # c\n", "a:\n  b: x\n    y # c\n  new: 1\n"),
    "lists of lists": ("a:\n  b:\n  - - 1\n    - 2\n", "a:\n  b:\n  - - 1\n    - 2\n  new: 1\n"),
    "deep indentation": ("a:\n        b:\n            c: 1\n", "a:\n        b:\n            c: 1\n        new: 1\n"),
    "anchors beside": ("x: &x {p: 1}\na:\n  b: *x\nc: 2\n", "x: &x {p: 1}\na:\n  b: *x\n  new: 1\nc: 2\n"),
    "document marks": ("---\na:\n  b: 1\n...\n", "---\na:\n  b: 1\n  new: 1\n...\n"),
    "missing": ("b: 1 # one\n", "b: 1 # one\na:\n  new: 1\n"),
    "empty file": ("", "a:\n  new: 1\n"),
    "only comments": ("# nothing yet\n", "# nothing yet\na:\n  new: 1\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_to_write_a_mapping(kind: str) -> None:
    """The entry goes behind the last one; comments, quotes, line ends and layout stay."""
    before, after = KINDS[kind]
    assert entry(before, "a") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n- x\n- y # y\n\n# c\nb: 1\n", "a:\n- x\n- y # y\n- new\n\n# c\nb: 1\n"),
        ("a:\n  - x\nb: 1", "a:\n  - x\n  - new\nb: 1"),
        ("a: [x, 'y']\n", "a: [x, 'y', new]\n"),
        ("a: []\n", "a:\n  - new\n"),
        ("a:\n", "a:\n  - new\n"),
        ("b: 1\n", "b: 1\na:\n  - new\n"),
        ("a:\n- - 1\n  - 2\n- {k: 1}\n", "a:\n- - 1\n  - 2\n- {k: 1}\n- new\n"),
    ],
)
def test_every_way_to_write_a_list(before: str, after: str) -> None:
    """The same for lists, flush with their key or not."""
    assert with_item(before, ["a"], "new", file="f.yaml") == after


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: {b: 1}\na: {c: 2}\n", "not-yaml"),
        ("a:\n  b: 1\n  b: 2\n", "not-yaml"),
        ("a: [\n", "not-yaml"),
        ("a:\n\tb: 1\n", "not-yaml"),
        ("a: text\n", "unchanged"),
        ("a: [1]\n", "unchanged"),
        ("- a\n", "unchanged"),
        ("text", "unchanged"),
        ("a:\n  new: 2\n", "unchanged"),
        ("x: &x {p: 1}\na: *x\n", "unchanged"),
    ],
)
def test_what_cannot_be_added_is_refused(text: str, code: str) -> None:
    """A repeated key, broken YAML, no mapping there, a key that is taken, a shared value: nothing is written."""
    with pytest.raises(InputError) as caught:
        entry(text, "a")
    assert caught.value.problems[0].code == code
    assert "text" not in str(caught.value)


_KEYS = st.text(st.sampled_from("ab:# -'\"{}[],&*|>%@`ñ\u0301😀1~"), min_size=1, max_size=6)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _KEYS
    | st.just("x\ny\n")
)
_CONTENT = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def _files(draw: st.DrawFn) -> str:
    """YAML as some editor would write it: block or flow, any indentation, comments and blank lines, either line end."""
    yaml = YAML()
    yaml.default_flow_style = draw(st.sampled_from([True, False, None]))
    offset = draw(st.sampled_from([0, 2]))
    yaml.indent(mapping=draw(st.sampled_from([2, 4])), sequence=2 + offset, offset=offset)
    stream = io.StringIO()
    yaml.dump({"a": draw(st.dictionaries(_KEYS, _CONTENT, max_size=3)), "z": draw(_CONTENT)}, stream)
    lines = stream.getvalue().splitlines()
    if not any(line.rstrip().endswith(("|", "|-", "|+", ">", ">-")) for line in lines):
        more = st.sampled_from(["", "# a: note", "    # new: 1"])
        lines = [part for line in lines for part in (line, *draw(st.lists(more, max_size=1)))]
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    return text + draw(st.sampled_from(["", "\n"]))


@given(_files(), _KEYS, _CONTENT)
def test_any_file_keeps_what_it_had(text: str, key: str, value: Any) -> None:
    """Whatever stands in a file and however, afterwards it has the entry and all that it had, line by line."""
    try:
        before = load(text)
    except Exception:  # noqa: BLE001 - a comment fell into the middle of a text: no YAML any more
        assume(False)
    assume(isinstance(before, dict) and isinstance(before.get("a"), dict) and key not in before["a"])
    made = entry(text, "a", key=key, value=value)
    assert load(made) == {**before, "a": {**before["a"], key: value}}
    rest = iter(made.splitlines())
    kept = [line for line in text.splitlines() if "{}" not in line and not line.lstrip("'\"").startswith("a")]
    if "{" not in text:
        assert all(any(line == other for other in rest) for line in kept)
    assert ("\r\n" in made) >= ("\r\n" in text)
