"""Adding an entry to a YAML file that a person wrote, without touching another byte of it.

The parser says where the last value of a mapping or list ends; the new lines go right behind it, or inside the braces
of one in flow style. Comments, blank lines, quotes, line ends and layout stay as they are, because nothing else is
written again. The result is read back and compared with what was meant before anybody gets it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from labelcards.errors import InputError, Problem

__all__ = ["opened", "with_entry", "with_item"]

_BOM = "\ufeff"
_STEP = 2
_ABSENT = ("", "~", "null", "Null", "NULL")


def with_entry(text: str, path: Sequence[str], key: str, value: Any, *, file: str) -> str:
    """``text`` with ``key: value`` as the last entry of the mapping at ``path``, which is made where it is missing.

    Args:
        text: a YAML document, whose top level is a mapping or nothing.
        path: keys from the top.
        key: one that the mapping does not have.
        value: text, numbers, lists and mappings; ruamel.yaml's own types keep their style.
        file: how problems name the document.

    Raises:
        InputError: the document is not YAML, repeats a key, or has something else at ``path``.
    """
    return _edited(text, path, {key: value}, file)


def with_item(text: str, path: Sequence[str], value: Any, *, file: str) -> str:
    """``text`` with ``value`` as the last entry of the list at ``path``, which is made where it is missing.

    Args:
        text, path, file: as for `with_entry`.
        value: text or a number.

    Raises:
        InputError: as for `with_entry`.
    """
    return _edited(text, path, [value], file)


def opened(text: str, key: str) -> str:
    """``text`` with nothing in place of the empty braces, or the null, that is written for a key of the top level.

    Args:
        text: plain YAML whose top level is a mapping with the key; a byte order mark is not part of it.
        key: whose value is empty.
    """
    document = _Document(text)
    node = YAML(typ="safe", pure=True).compose(text)
    pair = next((k, v) for k, v in node.value if k.value == key)
    return document.emptied(*pair)[0]


def _edited(text: str, path: Sequence[str], more: dict[str, Any] | list[Any], file: str) -> str:
    body = text.removeprefix(_BOM)
    try:
        meant = _added(_plain(_load(body)), path, more)
        node = YAML(typ="safe", pure=True).compose(body)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = "The file is not YAML, or holds a key twice."
        row = mark.line + 1 if mark else None
        raise InputError([Problem(file, "not-yaml", message, "Correct it.", row=row)]) from None
    made = None if meant is None else _Document(body).extended(node, path, more)
    try:
        if made is None or _plain(_load(made)) != meant:
            raise _unchanged(file, path)
    except YAMLError:
        raise _unchanged(file, path) from None
    return text[: len(text) - len(body)] + made


def _unchanged(file: str, path: Sequence[str]) -> InputError:
    message = "An entry could not be added."
    return InputError([Problem(file, "unchanged", message, "Add it by hand.", column=".".join(path) or None)])


def _load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def _plain(content: Any) -> Any:
    """Dicts and lists of their own: what an anchor shares is not shared here."""
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    return [_plain(value) for value in content] if isinstance(content, list) else content


def _added(content: Any, path: Sequence[str], more: dict[str, Any] | list[Any]) -> Any:
    """The content as it should be afterwards; None when ``more`` does not fit there."""
    if not path:
        if isinstance(more, list):
            return [*(content or []), *more] if isinstance(content, list | None) else None
        fits = isinstance(content, dict | None) and not set(content or {}) & set(more)
        return {**(content or {}), **_plain(more)} if fits else None
    if not isinstance(content, dict | None):
        return None
    below = _added((content or {}).get(path[0]), path[1:], more)
    return None if below is None else {**(content or {}), path[0]: below}


class _Document:
    """The text of one document, and where something can be put into it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def extended(self, node: Node | None, path: Sequence[str], more: dict[str, Any] | list[Any]) -> str | None:
        """The text with ``more`` in it; None when there is no place for it."""
        if node is None or _absent(node):
            return self._in_lines(len(self.text), 0, _nested(path, more)) if node is None else None
        place, steps = node, list(path)
        while steps and isinstance(place, MappingNode):
            pair = next(((k, v) for k, v in place.value if k.value == steps[0]), None)
            if pair is None:
                return self._into(place, _nested(steps, more))
            in_braces = place.flow_style
            key, place = pair
            steps.pop(0)
            if _absent(place) or _is_empty_flow(place):
                nested = _nested(steps, more)
                return self._instead(key, place, nested) if in_braces else self._under(key, place, nested)
        return None if steps else self._into(place, more)

    def _into(self, node: Node, more: dict[str, Any] | list[Any]) -> str | None:
        """Behind the last entry of a mapping or list."""
        if not isinstance(node, MappingNode if isinstance(more, dict) else SequenceNode) or not node.value:
            return None
        end = self._last(node)
        if end is None:
            return None
        if node.flow_style:
            return f"{self.text[:end]}, {_in_braces(more)}{self.text[end:]}"
        return self._in_lines(self._line_after(end), node.start_mark.column, more)

    def _under(self, key: Node, value: Node, more: dict[str, Any] | list[Any]) -> str | None:
        """In lines of its own below a key that has nothing, or empty braces, as its value."""
        made, end = self.emptied(key, value)
        document = _Document(made)
        return document._in_lines(document._line_after(end), key.start_mark.column + _STEP, more)

    def emptied(self, key: Node, value: Node) -> tuple[str, int]:
        """The text without a value that says nothing, and where its key's part ends."""
        end = int(key.end_mark.index)
        if not end < value.start_mark.index < value.end_mark.index:
            return self.text, end
        before = self.text[: value.start_mark.index].rstrip(" \t")
        return before + self.text[value.end_mark.index :], len(before)

    def _instead(self, key: Node, value: Node, more: dict[str, Any] | list[Any]) -> str:
        """In braces, in place of nothing or of empty braces that stand in braces themselves."""
        start, end = value.start_mark.index, value.end_mark.index
        made = _in_braces(more)
        made = f"[{made}]" if isinstance(more, list) else f"{{{made}}}"
        return f"{self.text[:start]}{'' if self.text[start - 1].isspace() else ' '}{made}{self.text[end:]}"

    def _in_lines(self, place: int, indent: int, more: dict[str, Any] | list[Any]) -> str:
        before, after = self.text[:place], self.text[place:]
        if before and not before.endswith("\n"):
            before += self.newline
        lines = (f"{' ' * indent}{line}{self.newline}" for line in _block(more).splitlines())
        return before + "".join(lines) + after

    def _line_after(self, end: int) -> int:
        """Where the line after the one of ``end`` begins."""
        found = self.text.find("\n", end)
        return len(self.text) if found < 0 else found + 1

    def _last(self, node: Node) -> int | None:
        """Behind the last entry of a mapping or list; None where the parser does not tell."""
        if isinstance(node, MappingNode):
            key, value = node.value[-1]
            bare = value.start_mark.index < key.end_mark.index or (_absent(value) and not value.value)
            return int(key.end_mark.index) if bare else self._end(value)  # bare: an alias, or nothing
        item = node.value[-1]
        is_alias = item.start_mark.index < node.start_mark.index
        return None if is_alias else self._end(item)

    def _end(self, value: Node) -> int | None:
        """Behind the last character of a value."""
        end = int(value.end_mark.index)
        if isinstance(value, CollectionNode):
            return end if value.flow_style or not value.value else self._last(value)
        if not isinstance(value, ScalarNode) or value.style not in ("|", ">"):
            return end
        keeps = "+" in self.text[value.start_mark.index :].partition("\n")[0].partition("#")[0]
        return end - 1 if keeps else len(self.text[:end].rstrip(" \t\r\n"))


def _absent(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in _ABSENT


def _is_empty_flow(node: Node) -> bool:
    return not isinstance(node, ScalarNode) and not node.value


def _nested(path: Sequence[str], more: dict[str, Any] | list[Any]) -> dict[str, Any] | list[Any]:
    for step in reversed(path):
        more = {step: more}
    return more


def _block(content: Any) -> str:
    """The entries in lines."""
    return _dumped(content, in_braces=False)


def _in_braces(content: dict[str, Any] | list[Any]) -> str:
    """The entries as they stand between braces."""
    return _dumped(content, in_braces=True).strip()[1:-1]


def _dumped(content: Any, *, in_braces: bool) -> str:
    yaml = YAML()
    yaml.width = 4096
    yaml.default_flow_style = in_braces
    offset = _STEP if isinstance(content, dict) else 0
    yaml.indent(mapping=_STEP, sequence=_STEP + offset, offset=offset)
    stream = io.StringIO()
    yaml.dump(content, stream)
    try:
        if _plain(_load(stream.getvalue())) == _plain(content):
            return stream.getvalue()
    except YAMLError:
        pass
    stream = io.StringIO()
    yaml.dump(_quoted(content), stream)  # a name that ruamel.yaml does not know to need quotes
    return stream.getvalue()


def _quoted(content: Any) -> Any:
    if isinstance(content, dict):
        return {_quoted(key): _quoted(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_quoted(value) for value in content]
    return DoubleQuotedScalarString(content) if isinstance(content, str) else content
