"""What an export says of a clean table without holding its rows: digest, sizes, columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from labelcards.dataset.version.layout import VersionPaths
from labelcards.documents.files import sha256_file
from labelcards.documents.publication import PUBLISHABLE
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem

__all__ = ["TableFacts", "table_facts"]


@dataclass(frozen=True, slots=True)
class TableFacts:
    """One Parquet file.

    Attributes:
        name: the table, one of `PUBLISHABLE`.
        path: where it is.
        sha256: of the file.
        size: of the file, in bytes.
        rows: how many.
        memory: bytes of the table in Arrow's memory format, which is what the Hub calls ``num_bytes``.
        columns: (name, Arrow type) in the file's order.
    """

    name: str
    path: Path
    sha256: str
    size: int
    rows: int
    memory: int
    columns: tuple[tuple[str, str], ...]

    @property
    def file(self) -> str:
        """The file's name in an export."""
        return f"{self.name}.parquet"


def table_facts(paths: VersionPaths) -> tuple[TableFacts, ...]:
    """Every publishable table of a version that exists and has rows.

    Raises:
        InputError: a file is damaged.
    """
    found: list[TableFacts] = []
    problems: list[Problem] = []
    for name in PUBLISHABLE:
        path = paths.consensus if name == "consensus" else paths.tables / f"{name}.parquet"
        if not path.is_file():
            continue
        try:
            table = pq.read_table(path, partitioning=None)
        except (OSError, pa.ArrowInvalid):
            problems.append(Problem(shown(path), "missing-file", "The table is damaged.", "Run `dvc repro`."))
            continue
        if table.num_rows:
            found.append(_facts(name, path, table))
    if problems:
        raise InputError(problems)
    return tuple(found)


def _facts(name: str, path: Path, table: pa.Table) -> TableFacts:
    return TableFacts(
        name=name,
        path=path,
        sha256=sha256_file(path),
        size=path.stat().st_size,
        rows=table.num_rows,
        memory=table.combine_chunks().nbytes,
        columns=tuple((field.name, str(field.type)) for field in table.schema),
    )
