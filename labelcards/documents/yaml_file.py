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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import ScannerError

from labelcards.documents.yaml_scanner import BlockScanner
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
    parser = YAML(typ="safe", pure=True)
    parser.Scanner = BlockScanner
    reader = _Reader(file, parser.parse(text))
    content = None
    try:
        content = reader.document()
    except _RefusedError as refused:
        reader.stop(*refused.args)
    except YAMLError as error:
        reader.reject(error, text)
    except (ValueError, OverflowError):  # an escape for a character beyond Unicode
        reader.stop(
            "not-yaml", "The file holds an escape for no character.", "Correct the escape, or use quotes '…'.", None
        )
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


class _RefusedError(Exception):
    """The text holds what is not read; the arguments are a problem's code, message, remedy and line."""


class _Reader:
    """Builds content from the events of a stream and collects problems on the way.

    Stops at the first anchor, alias, tag or deep nesting, so that a small file cannot grow into a large one.
    """

    def __init__(self, file: str, events: Iterator[Event]) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[tuple[Step, ...], int] = {}
        self._events = events

    def add(self, code: str, message: str, remedy: str, line: int | None, path: tuple[Step, ...] = ()) -> None:
        column = ".".join(str(step) for step in path) or None
        self.problems.append(Problem(self.file, code, message, remedy, row=line, column=column))

    def stop(self, code: str, message: str, remedy: str, line: int | None) -> None:
        """The one problem of a text that cannot be read to its end."""
        self.problems.clear()
        self.add(code, message, remedy, line)

    def reject(self, error: YAMLError, text: str) -> None:
        """A syntax error, in words that do not quote the file."""
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        problem = str(error.problem) if isinstance(error, MarkedYAMLError) else ""
        if isinstance(error, ReaderError):
            line = text[: error.position].count("\n") + 1
            self.stop("yaml-character", "The line holds a control character.", "Remove it.", line)
        elif isinstance(error, ScannerError) and "'\\t'" in problem:
            self.stop("not-yaml", "A tab stands where YAML wants spaces.", "Indent with spaces.", line)
        elif isinstance(error, ScannerError) and _NEEDS_QUOTES.search(problem):
            remedy = "Put values that contain ': ' or start with a special character in quotes."
            self.stop("not-yaml", "The line is not YAML.", remedy, line)
        else:
            remedy = "Check indentation, colons and quotes on this line and the one above."
            self.stop("not-yaml", "The file is not YAML from here on.", remedy, line)

    def document(self) -> Any:
        """The content of the stream's only document; None when it has none."""
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), StreamEndEvent):
            return None
        content = self._value(next(self._events), (), 0)
        next(self._events)  # the end of the document
        following = next(self._events)
        if isinstance(following, DocumentStartEvent):
            message = "The file holds several documents."
            raise _RefusedError("yaml-documents", message, "Keep one, without a second '---'.", _line(following))
        return content

    def _value(self, event: Event, path: tuple[Step, ...], depth: int) -> Any:
        _refuse(event, depth)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path, depth + 1)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth + 1)
        text, plain = getattr(event, "value", ""), getattr(event, "style", None) is None
        return None if plain and text in _ABSENT else text

    def _sequence(self, path: tuple[Step, ...], depth: int) -> list[Any]:
        built: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            entry = (*path, len(built))
            self.lines[entry] = _line(event)
            built.append(self._value(event, entry, depth))
        return built

    def _mapping(self, path: tuple[Step, ...], depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            line = _line(event)
            if not isinstance(event, ScalarEvent):
                self.add("yaml-key", "A key is a list or a mapping.", "Use text as key.", line, path)
                self._skip(event, depth)
                self._skip(next(self._events), depth)
                continue
            _refuse(event, depth)
            key = event.value
            if not key and event.style is None:
                raise _RefusedError("not-yaml", "A key is missing before the colon.", "Write the key.", line)
            if key in built:
                message = f"The key stands twice; first in line {self.lines[*path, key]}."
                self.add("duplicate-key", message, "Keep one of them.", line, (*path, key))
                self._skip(next(self._events), depth)
                continue
            self.lines[*path, key] = line
            built[key] = self._value(next(self._events), (*path, key), depth)
        return built

    def _skip(self, event: Event, depth: int) -> None:
        """Pass over a value that is not kept; what is not read is refused there too."""
        within = depth
        while True:
            _refuse(event, within)
            within += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if within == depth:
                return
            event = next(self._events)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _refuse(event: Event, depth: int) -> None:
    """Raises `_RefusedError` when an event below ``depth`` collections is one that is not read."""
    found = None
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        found = ("yaml-alias", "Anchors and aliases are not read.", "Write the value out.")
    elif isinstance(event, NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
        found = ("yaml-tag", "Tags are not read.", "Write the value without a tag.")
    elif depth == MAX_DEPTH and isinstance(event, CollectionStartEvent):
        found = ("yaml-depth", f"Nesting is deeper than {MAX_DEPTH} levels.", "Flatten the file.")
    if found is not None:
        raise _RefusedError(*found, _line(event))
