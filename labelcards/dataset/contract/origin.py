"""Where the rows of a table came from, so that a problem can name file, row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.errors import LISTED, Problem

__all__ = ["Mask", "Origin", "Positions"]

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The origin of R rows.

    Attributes:
        files: the files, as problems show them.
        file: (R,) position in ``files``.
        row: (R,) row in the file.
        columns: contract column → column in the file.
        answers: the columns that hold answers, when a row's answer may come from several.
        answer: (R,) position in ``answers``.
    """

    files: tuple[str, ...]
    file: Positions
    row: Positions
    columns: Mapping[str, str]
    answers: tuple[str, ...]
    answer: Positions

    def where(self, mask: Mask) -> Origin:
        """The origin of the rows where ``mask`` (R,) is true."""
        return Origin(self.files, self.file[mask], self.row[mask], self.columns, self.answers, self.answer[mask])

    @staticmethod
    def joined(parts: Sequence[Origin]) -> Origin:
        """The origins of tables put below each other; their contract columns are the same."""
        answers = tuple(dict.fromkeys(name for part in parts for name in part.answers))
        files = tuple(dict.fromkeys(file for part in parts for file in part.files))
        return Origin(
            files=files,
            file=np.concatenate([_recoded(part.file, part.files, files) for part in parts]),
            row=np.concatenate([part.row for part in parts]),
            columns={name: column for part in reversed(parts) for name, column in part.columns.items()},
            answers=answers,
            answer=np.concatenate([_recoded(part.answer, part.answers, answers) for part in parts]),
        )

    def problems(
        self, mask: Mask, column: str, code: str, message: str | Callable[[int], str], remedy: str
    ) -> list[Problem]:
        """One problem per flagged row, at most `LISTED` per file and column, then one that counts the rest.

        Args:
            mask: (R,) the flagged rows.
            column: the contract column they are about; ``label`` stands for the column that holds the row's answer.
            code, message, remedy: as in `Problem`; the message may depend on the position of the row in the table.
        """
        flagged = np.flatnonzero(mask)
        if not len(flagged):
            return []
        answers = self.answer[flagged] if column == "label" else np.zeros(len(flagged), dtype=np.int64)
        places, first = np.unique(np.stack([self.file[flagged], answers, self.row[flagged]]), axis=1, return_index=True)
        problems = []
        for file, answer in np.unique(places[:2], axis=1).T:
            here = (places[0] == file) & (places[1] == answer)
            name = self.answers[answer] if column == "label" else self.columns.get(column, column)
            for count, position in enumerate(flagged[first[here]][: LISTED + 1]):
                said = message if isinstance(message, str) else message(int(position))
                if count == LISTED:
                    said = f"… and {here.sum() - LISTED:,} more from here on. {said}"
                problems.append(Problem(self.files[file], code, said, remedy, int(self.row[position]), name))
        return problems

    def place(self, position: int, beside: int) -> str:
        """The place of one row in words, seen from the row ``beside``: the file is named when it is another one."""
        row = f"row {self.row[position]}"
        return row if self.file[position] == self.file[beside] else f"{row} of {self.files[self.file[position]]}"


def _recoded(codes: Positions, old: tuple[str, ...], new: tuple[str, ...]) -> Positions:
    if not old:
        return codes
    return np.array([new.index(name) for name in old], dtype=np.int64)[codes]
