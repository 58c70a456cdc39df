"""Changing a hand-written file of answers, one answer at a time, so that everything else stays as people wrote it.

An answer is the block of lines from its key to the last line of its value. Only the blocks that change are parsed and
written again (with their comments, by ruamel.yaml); all other bytes of the file stay.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.scalarstring import LiteralScalarString

from labelcards.documents.answer import Answers
from labelcards.documents.files import write_text
from labelcards.documents.yaml_document import fit_document, read_yaml_document
from labelcards.documents.yaml_edit import opened
from labelcards.documents.yaml_file import YamlFile, parse_yaml, shown
from labelcards.errors import InputError, Problem

__all__ = ["AnswerFile", "Change", "words"]

Change = Callable[[CommentedMap | None], CommentedMap]
"""Called with an answer as it is written, or None; returns how it is to be written."""

_LONG = 100


def words(text: str) -> str:
    """An answer's text as ruamel.yaml writes it: a block of lines unless it is short."""
    text = text.strip() + ("\n" if "\n" in text.strip() or len(text.strip()) > _LONG else "")
    return LiteralScalarString(text) if text.endswith("\n") else text


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines ``start`` to ``end`` (exclusive, from 0) of one answer, indented by ``indent``."""

    start: int
    end: int
    indent: int


class AnswerFile:
    """A file of answers that is about to change; nothing is written before `write`."""

    def __init__(self, path: Path, model: type[Answers]) -> None:
        """Read the file, which need not exist.

        Raises:
            InputError: it does not fit its model.
        """
        self.path, self.model = path, model
        if path.is_file():
            read_yaml_document(path, model)
        raw = path.read_bytes().decode("utf-8") if path.is_file() else "answers:\n"
        self._newline = "\r\n" if "\r\n" in raw else "\n"
        self._lines = raw.replace("\r\n", "\n").splitlines(keepends=True)
        if self._lines and not self._lines[-1].endswith("\n"):
            self._lines[-1] += "\n"

    def change(self, key: str, change: Change) -> None:
        """Change one answer, or add it where the order of the questions puts it.

        Raises:
            InputError: the answers are written in braces, which leaves no lines to change.
        """
        blocks, indent = self._blocks()
        if key in blocks:
            block = blocks[key]
            old = "".join(line[block.indent :] for line in self._lines[block.start : block.end])
            made = change(_loaded(old)[key])
            self._lines[block.start : block.end] = _dumped(key, made, block.indent, old)
            return
        order = self.model.KEYS
        before = [one for one in order[: order.index(key)] if one in blocks]
        after = [one for one in order[order.index(key) :] if one in blocks]
        place = blocks[before[-1]].end if before else blocks[after[0]].start if after else len(self._lines)
        self._lines[place:place] = _dumped(key, change(None), indent, "")

    def check(self) -> None:
        """Whether the whole file fits its model as it would be written.

        Raises:
            InputError: what was changed does not fit.
        """
        fit_document(self._parsed(), self.model)

    def write(self) -> None:
        """Check the whole file and put it in place; it is left as it was when it does not fit.

        Raises:
            InputError: see `check`.
        """
        self.check()
        write_text(self.path, "".join(self._lines).replace("\n", self._newline))

    def _blocks(self) -> tuple[dict[str, _Block], int]:
        """Key → lines, and how far a new answer is indented."""
        source = self._parsed()
        content = source.content if isinstance(source.content, dict) else {}
        nested = "answers" in content
        if nested and not content["answers"]:
            return {}, self._open_answers()
        held = content["answers"] if nested else content
        places = {key: source.lines[("answers", key) if nested else (key,)] - 1 for key in held}
        starts = sorted({line - 1 for path, line in source.lines.items() if len(path) <= 1 + nested})
        indents = {_indent(self._lines[place]) for place in places.values()}
        if len(indents) > 1 or any(not self._begins(place, key) for key, place in places.items()):
            message = "The answers are written in braces or on shared lines."
            raise InputError([Problem(shown(self.path), "unchanged", message, "Write each key on a line of its own.")])
        indent = indents.pop() if indents else 0
        blocks = {
            key: _Block(place, self._end(place, starts, indent), indent)
            for key, place in places.items()
            if key in self.model.KEYS
        }
        return blocks, indent

    def _parsed(self) -> YamlFile:
        return parse_yaml("".join(self._lines), shown(self.path))

    def _open_answers(self) -> int:
        """Turn ``answers: {}`` into the head of a block; new answers are indented by two."""
        self._lines = opened("".join(self._lines), "answers").splitlines(keepends=True)
        return 2

    def _begins(self, place: int, key: str) -> bool:
        return self._lines[place].lstrip(" ").lstrip("'\"").startswith(key)

    def _end(self, start: int, starts: list[int], indent: int) -> int:
        """Where the value ends: before the comments and blank lines that lead to the next key."""
        end = next((place for place in starts if place > start), len(self._lines))
        while end > start + 1:
            line = self._lines[end - 1]
            if line.strip() and not (line.lstrip().startswith("#") and _indent(line) <= indent):
                break
            end -= 1
        return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _yaml(sample: str) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.representer.ignore_aliases = lambda _: True  # our dialect has none
    offset = 0 if _has_flush_list(yaml.compose(sample)) else 2
    yaml.indent(mapping=2, sequence=2 + offset, offset=offset)
    return yaml


def _has_flush_list(node: Node | None) -> bool:
    """Whether a list in lines begins in the column of its key."""
    if isinstance(node, MappingNode):
        return any(_is_flush(key, value) or _has_flush_list(value) for key, value in node.value)
    return isinstance(node, SequenceNode) and any(_has_flush_list(item) for item in node.value)


def _is_flush(key: Node, value: Node) -> bool:
    in_lines = isinstance(value, SequenceNode) and not value.flow_style
    return in_lines and bool(value.start_mark.column == key.start_mark.column)


def _loaded(text: str) -> Any:
    return _yaml(text).load(text)


def _dumped(key: str, answer: CommentedMap, indent: int, sample: str) -> list[str]:
    stream = io.StringIO()
    _yaml(sample).dump(CommentedMap({key: answer}), stream)
    return [f"{' ' * indent}{line}" if line.strip() else line for line in stream.getvalue().splitlines(keepends=True)]
