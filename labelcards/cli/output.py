"""What the program prints: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePath
from typing import Any

import click

__all__ = ["plain", "print_error", "print_json", "print_note", "report_written", "shortened", "visible"]


def visible(text: str) -> str:
    """``text`` with control characters shown as escapes, so that data cannot drive the terminal."""
    return "".join(c if c in "\n\t" or c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shortened(text: str, most: int = 80) -> str:
    """``text``, or its beginning where it is longer than a line has room for."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def print_json(content: Any) -> None:
    """One JSON object, keys sorted, on standard output; see `plain` for what it may hold."""
    click.echo(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False, default=plain))


def plain(value: Any) -> Any:
    """What JSON has no form for, in terms of what it has: documents and their parts, dataclasses, paths.

    Raises:
        TypeError: it is none of these.
    """
    if isinstance(value, type):
        raise TypeError(f"the class {value.__name__} has no JSON form")
    if hasattr(value, "model_dump"):  # without importing pydantic, which --help does not need
        return value.model_dump(mode="json", by_alias=True)
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    if isinstance(value, PurePath):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_note(text: str) -> None:
    """A line about what was done, on standard error."""
    click.echo(visible(text), err=True)


def print_error(message: str, hint: str = "") -> None:
    """An error and its remedy, on standard error, in red where that shows."""
    color = sys.stderr.isatty()
    click.echo(click.style("error: ", fg="red", bold=True) if color else "error: ", nl=False, err=True)
    click.echo(visible(message), err=True)
    if hint:
        click.echo(visible(hint), err=True)


def report_written(stage: str, written: Iterable[Path], *, as_json: bool) -> None:
    """What a stage wrote: one JSON object, or a line for a person."""
    paths = sorted(path.as_posix() for path in written)
    if as_json:
        print_json({"stage": stage, "written": paths})
    else:
        print_note(f"{stage}: wrote {', '.join(paths)}" if paths else f"{stage}: nothing changed")
