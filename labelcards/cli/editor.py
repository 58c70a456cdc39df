"""A person's own editor on a text, again and again until what comes back can be used."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from labelcards.cli.output import print_error, print_note
from labelcards.errors import InputError, ToolError

__all__ = ["edited"]

Result = TypeVar("Result")


def edited(text: str, take: Callable[[Path], Result], *, without: str) -> Result:
    """What ``take`` makes of the file that comes back from ``$VISUAL`` or ``$EDITOR``.

    When ``take`` finds problems they are shown and the editor opens again; a draft that is given up is kept.

    Args:
        text: what the file holds at first.
        take: reads the file.
        without: what to do where there is no terminal.

    Raises:
        ToolError: there is no terminal or no editor, or the editor failed; nothing was taken.
        InputError: ``take`` found problems and the person gave up.
    """
    if not _has_terminal():
        raise ToolError("There is no terminal to edit in.", hint=without)
    command = _editor(without)
    folder = Path(tempfile.mkdtemp(prefix="labelcards-answers-"))
    draft = folder / "answers.yaml"
    draft.write_text(text, encoding="utf-8")
    while True:
        _run(command, draft)
        try:
            result = take(draft)
        except InputError as error:
            print_error(str(error))
            if click.confirm("Edit again?", default=True, err=True):
                continue
            print_note(f"Nothing was written. Your draft is kept: {draft}")
            raise
        shutil.rmtree(folder, ignore_errors=True)
        return result


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _editor(without: str) -> list[str]:
    told = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    command = shlex.split(told) if told else ["vi"]
    if not command or shutil.which(command[0]) is None:
        raise ToolError("There is no editor: VISUAL and EDITOR name none that is installed.", hint=without)
    return command


def _run(command: list[str], draft: Path) -> None:
    done = subprocess.run([*command, str(draft)], check=False)  # noqa: S603 - the person's own editor, no shell
    if done.returncode:
        raise ToolError("The editor failed; nothing was written.", hint=f"Your draft is kept: {draft}")
