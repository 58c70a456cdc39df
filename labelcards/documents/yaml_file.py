"""Reading hand-written YAML: safe, strict, and able to say on which line a value stands.

The dialect is plain YAML without its traps. Every unquoted scalar stays the text that was written (in Unicode NFC), so
that ``no``, ``1.0``, ``007`` and ``2024-05-01`` mean themselves; the document models turn text into numbers, booleans
and dates where they expect them. Only ``null``, ``~`` and nothing at all mean "absent". Anchors and aliases, repeated
keys, tags and several documents in one file are errors, as are files above `MAX_BYTES` and nesting below `MAX_DEPTH`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from labelcards.errors import InputError, Problem

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Step", "YamlFile", "parse_yaml", "read_yaml", "shown", "yaml_text"]

MAX_BYTES = 4_000_000
MAX_DEPTH = 40

Step = str | int

_NEEDS_QUOTES = re.compile("mapping values are not allowed|cannot start any token")
_ABSENT = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The content of a YAML file and where its parts stand.

    Attributes:
        file: the path as problems show it.
        content: nested dicts with text keys, lists, text and None.
        lines: path of keys and positions → 1-based line of the value's key, or of the list entry.
    """

    file: str
    content: Any
    lines: dict[tuple[Step, ...], int]

    def line(self, path: tuple[Step, ...]) -> int | None:
        """The line of ``path``, or of its nearest parent that the file has; None for the whole file."""
        for length in range(len(path), 0, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return line
        return None


def shown(path: Path) -> str:
    """``path`` as messages show it: relative to the working directory when it lies inside it."""
    relative = os.path.relpath(path)
    return str(path) if path.is_absolute() and relative.startswith("..") else Path(relative).as_posix()


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML file.

    Raises:
        InputError: the file is missing, too large, not UTF-8, or not plain YAML; the problem names the line.
    """
    return parse_yaml(yaml_text(path), shown(path))


def parse_yaml(text: str, file: str) -> YamlFile:
    """The content of YAML text; problems name it ``file``.

    Raises:
        InputError: the text is not plain YAML; the problem names the line.
    """
    reader = _Reader(file)
    node = None
    try:
        node = _compose(text, reader)
    except yaml.YAMLError as error:
        reader.reject(error, text)
    except (ValueError, OverflowError):  # an escape for a character beyond Unicode
        reader.add(
            "not-yaml", "The file holds an escape for no character.", "Correct the escape, or use quotes '…'.", None
        )
    content = None if node is None else reader.build(node, ())
    if reader.problems:
        raise InputError(reader.problems)
    return YamlFile(file, content, reader.lines)


def yaml_text(path: Path) -> str:
    """The text of a hand-written file, in Unicode NFC.

    Raises:
        InputError: the file is missing, too large, or not UTF-8.
    """
    file = shown(path)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except (FileNotFoundError, NotADirectoryError):
        raise InputError([Problem(file, "missing-file", "The file does not exist.", "Write it.")]) from None
    except IsADirectoryError:
        raise InputError([Problem(file, "missing-file", "This is a folder, not a file.", "Write the file.")]) from None
    if size > MAX_BYTES:
        message = f"The file is larger than {MAX_BYTES:,} bytes; a hand-written file is not."
        raise InputError([Problem(file, "yaml-size", message, "Move data into tables.")])
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = Problem(
            file, "unreadable-encoding", "The file is not UTF-8 from here on.", "Save it as UTF-8.", row=line
        )
        raise InputError([problem]) from None


class _Loader(yaml.SafeLoader):
    """Stops at the first anchor, alias, tag or deep nesting, so that a small file cannot grow into a large one."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.refused: tuple[str, str, str, int] | None = None

    def get_event(self) -> Any:
        """The next event of the stream.

        Raises:
            yaml.YAMLError: it is one that is not read; ``refused`` says why.
        """
        event = super().get_event()  # type: ignore[no-untyped-call]
        self.depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        found = None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            found = ("yaml-alias", "Anchors and aliases are not read.", "Write the value out.")
        elif isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
            found = ("yaml-tag", "Tags are not read.", "Write the value without a tag.")
        elif self.depth > MAX_DEPTH:
            found = ("yaml-depth", f"Nesting is deeper than {MAX_DEPTH} levels.", "Flatten the file.")
        if found is not None:
            self.refused = (*found, event.start_mark.line + 1)
            raise yaml.YAMLError
        return event


def _compose(text: str, reader: _Reader) -> yaml.Node | None:
    """The one document of a stream as nodes; None when it is empty, or when it holds what is not read."""
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    except yaml.YAMLError:
        if loader.refused is None:
            raise
        reader.add(*loader.refused)
        return None
    finally:
        loader.dispose()


class _Reader:
    """Builds content from nodes and collects problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[tuple[Step, ...], int] = {}

    def add(self, code: str, message: str, remedy: str, line: int | None, path: tuple[Step, ...] = ()) -> None:
        column = ".".join(str(step) for step in path) or None
        self.problems.append(Problem(self.file, code, message, remedy, row=line, column=column))

    def reject(self, error: yaml.YAMLError, text: str) -> None:
        """A syntax error, in words that do not quote the file."""
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        if isinstance(error, yaml.reader.ReaderError):
            line = text[: error.position].count("\n") + 1
            self.add("yaml-character", "The line holds a control character.", "Remove it.", line)
        elif "single document" in str(getattr(error, "context", "")):
            self.add("yaml-documents", "The file holds several documents.", "Keep one, without a second '---'.", line)
        elif isinstance(error, yaml.scanner.ScannerError) and "'\\t'" in str(error.problem):
            self.add("not-yaml", "A tab stands where YAML wants spaces.", "Indent with spaces.", line)
        elif isinstance(error, yaml.scanner.ScannerError) and _NEEDS_QUOTES.search(str(error.problem)):
            remedy = "Put values that contain ': ' or start with a special character in quotes."
            self.add("not-yaml", "The line is not YAML.", remedy, line)
        else:
            remedy = "Check indentation, colons and quotes on this line and the one above."
            self.add("not-yaml", "The file is not YAML from here on.", remedy, line)

    def build(self, node: yaml.Node, path: tuple[Step, ...]) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._entry(child, (*path, index)) for index, child in enumerate(node.value)]
        plain = getattr(node, "style", None) is None
        return None if plain and node.value in _ABSENT else node.value

    def _entry(self, node: yaml.Node, path: tuple[Step, ...]) -> Any:
        self.lines[path] = node.start_mark.line + 1
        return self.build(node, path)

    def _mapping(self, node: yaml.MappingNode, path: tuple[Step, ...]) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.add("yaml-key", "A key is a list or a mapping.", "Use text as key.", line, path)
                continue
            key = str(key_node.value)
            if key in built:
                first = self.lines[(*path, key)]
                message = f"The key stands twice; first in line {first}."
                self.add("duplicate-key", message, "Keep one of them.", line, (*path, key))
                continue
            self.lines[(*path, key)] = line
            built[key] = self.build(value_node, (*path, key))
        return built
