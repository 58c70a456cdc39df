"""Adding a table to a version's hand-written manifest without touching what people wrote."""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.files import write_bytes
from labelcards.documents.yaml_edit import with_entry
from labelcards.documents.yaml_file import read_yaml, shown

__all__ = ["name_table"]


def name_table(path: Path, table: str, file: str) -> None:
    """Add ``table: {file: …}`` as the last entry of ``tables``; comments and layout stay.

    Args:
        path: a version manifest without that table.
        table: the table's name.
        file: its path inside the dataset folder.

    Raises:
        InputError: the manifest does not fit, or has the table already; the file is left as it was.
    """
    read_yaml(path)
    text = path.read_bytes().decode("utf-8")
    write_bytes(path, with_entry(text, ["tables"], table, {"file": file}, file=shown(path)).encode())
