"""Every error labelcards raises on purpose, and the exit code each one means.

    LabelcardsError                     exit 70  (never raised itself)
    ├── InputError                      exit 2   a file, manifest or argument is wrong
    ├── PrivacyError                    exit 3   raw data would have got out; nothing was written
    └── ToolError                       exit 4   something labelcards needs is missing or failed

An error never quotes data, because errors reach CI logs: a problem names the file, the row, the column
and the remedy. Names that the user chose in a manifest (columns, labels, versions) are not data and may be
quoted; values found in a table are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "LISTED",
    "InputError",
    "LabelcardsError",
    "PrivacyError",
    "Problem",
    "ToolError",
    "one_line",
]

LISTED = 20
"""Problems of one kind in one file that are listed; the rest is counted."""


def one_line(text: str) -> str:
    """``text`` with line breaks shown as escapes, so that a name in a file cannot look like a message of ours."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, where it is, and what to do about it.

    Attributes:
        file: the file, relative to where the command runs.
        code: stable reason code in kebab case, e.g. ``duplicate-item``.
        message: what is wrong, in one sentence without a value from the data.
        remedy: what to do, as an imperative sentence.
        row: 1-based row as a spreadsheet shows it (the header is row 1), or None.
        column: the column name or YAML path, or None.
    """

    file: str
    code: str
    message: str
    remedy: str
    row: int | None = None
    column: str | None = None

    @property
    def where(self) -> str:
        """``file:row [column]``, as far as known."""
        row = f":{self.row}" if self.row is not None else ""
        column = f" [{one_line(self.column)}]" if self.column else ""
        return f"{self.file}{row}{column}"

    def sort_key(self) -> tuple[str, int, str, str]:
        """Problems are listed by file, row, column and code."""
        return (self.file, self.row or 0, self.column or "", self.code)

    def __str__(self) -> str:
        return f"{self.where}: {self.message} {self.remedy} ({self.code})"


class LabelcardsError(Exception):
    """Root of the tree; carries the exit code and a hint."""

    exit_code: int = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(LabelcardsError):
    """All problems of the given inputs at once, sorted and without duplicates."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem], *, hint: str = "") -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems), key=Problem.sort_key))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        listing = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} {noun} in the input\n{listing}", hint=hint)


class PrivacyError(LabelcardsError):
    """Something raw would have been written or published; the stage wrote nothing."""

    exit_code = 3


class ToolError(LabelcardsError):
    """A program, model, key or package that labelcards needs is missing or failed."""

    exit_code = 4
