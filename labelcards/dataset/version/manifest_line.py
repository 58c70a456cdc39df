"""Adding a table to a version's hand-written manifest without touching what people wrote."""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.files import write_bytes
from labelcards.documents.yaml_file import YamlFile, read_yaml, shown
from labelcards.errors import InputError, Problem

__all__ = ["name_table"]


def name_table(path: Path, table: str, file: str) -> None:
    """Add ``table: {file: …}`` as the last entry of ``tables``; comments and layout stay.

    Args:
        path: a version manifest without that table.
        table: the table's name.
        file: its path inside the dataset folder.

    Raises:
        InputError: ``tables`` is not written as a block of lines; the file is left as it was.
    """
    before = path.read_bytes()
    text = before.decode("utf-8-sig")
    place = _place(read_yaml(path), text.splitlines(), table)
    if place is not None:
        line, indent = place
        lines = text.splitlines(keepends=True)
        if line and not lines[line - 1].endswith("\n"):
            lines[line - 1] += "\n"
        lines.insert(line, f"{' ' * indent}{table}:\n{' ' * (indent + 2)}file: {file}\n")
        write_bytes(path, "".join(lines).encode("utf-8"))
        if _added(path, table, file):
            return
        write_bytes(path, before)
    message = f"The table '{table}' could not be added to the manifest."
    raise InputError([Problem(shown(path), "unchanged", message, f"Add `{table}: {{file: {file}}}` under `tables`.")])


def _place(source: YamlFile, lines: list[str], table: str) -> tuple[int, int] | None:
    """How many lines stand before the new entry, and its indentation; None for a mapping in braces."""
    tables = source.content.get("tables") if isinstance(source.content, dict) else None
    if not isinstance(tables, dict) or not tables or table in tables:
        return None
    numbers = [number for key in tables if (number := source.lines.get(("tables", key))) is not None]
    last = max(numbers, default=0)
    if not last or last == source.lines.get(("tables",)):
        return None
    indent = _indent(lines[last - 1])
    end = last
    for number in range(last, len(lines)):
        if lines[number].strip():
            if _indent(lines[number]) <= indent:
                break
            end = number + 1
    return end, indent


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _added(path: Path, table: str, file: str) -> bool:
    try:
        content = read_yaml(path).content
    except InputError:
        return False
    return bool(content["tables"].get(table) == {"file": file})
