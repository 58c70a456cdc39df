"""Arguments and options that several commands take: each has one meaning, one wording and one default."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = [
    "DATASET",
    "ENCODING",
    "FILE",
    "FOLDER",
    "JSON",
    "JSON_WRITTEN",
    "KNOWN_DATASET",
    "KNOWN_FILE",
    "KNOWN_FOLDER",
    "TEMPLATES",
    "TODAY",
    "VERSION",
    "folder_option",
    "json_option",
    "params_option",
]

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
KNOWN_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
KNOWN_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)

DATASET = click.argument("dataset", type=FOLDER)
KNOWN_DATASET = click.argument("dataset", type=KNOWN_FOLDER)
VERSION = click.argument("version")

TEMPLATES = click.option(
    "--templates",
    type=KNOWN_FOLDER,
    help="Folder whose templates win over the built-in ones; see `labelcards templates`.",
)
TODAY = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Judge waivers by this day.  [default: today]")


def json_option(about: str = "") -> Callable[[Command], Command]:
    """``--json``, as ``as_json``: one object ``about`` something."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print one JSON object{about}.")


JSON = json_option()
ENCODING = click.option("--encoding", help="Of a text file that is not UTF-8, such as cp1252.")
JSON_WRITTEN = json_option(" about what was written")


def params_option(about: str = "File with the stage's parameters.") -> Callable[[Command], Command]:
    """``--params``: the file with parameters, and what it is read for."""
    return click.option("--params", type=FILE, default=Path("params.yaml"), show_default=True, help=about)


def folder_option(*names: str, default: str, about: str) -> Callable[[Command], Command]:
    """A folder that has a usual place."""
    return click.option(*names, type=FOLDER, default=Path(default), show_default=True, help=about)
