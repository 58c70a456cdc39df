"""What a file holds, taken out of ``.gz`` or ``.zip`` where it is packed.

A ZIP archive holds one table (what else it holds, pictures say, is left alone). Nothing is written to the disk, so no
path inside an archive leads anywhere, and nothing that unpacks to more than `MOST_BYTES`, or to far more than text
does, is unpacked.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from labelcards.errors import InputError, Problem

__all__ = ["MOST_BYTES", "FileContent", "check_archive", "read_content"]

MOST_BYTES = 1 << 30
"""A packed file of more bytes is refused."""

_RATIO = 200
_SMALL = 1 << 26
_BLOCK = 1 << 20
_NAMED = 8
_TABLES: tuple[str, ...] = (
    ".csv",
    ".tsv",
    ".tab",
    ".json",
    ".jsonl",
    ".ndjson",
    ".manifest",
    ".parquet",
    ".pq",
    ".arrow",
    ".feather",
)
_TABLES += (".xlsx", ".xml", ".conll", ".conllu", ".xmi")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file holds.

    Attributes:
        name: its name without what packing added: ``labels.csv`` of ``labels.csv.gz``, or the name inside an archive.
        data: the bytes.
    """

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """``.csv`` and the like, in lower case."""
        return PurePosixPath(self.name).suffix.lower()


def read_content(path: Path, file: str) -> FileContent:
    """The content of a file, unpacked.

    Raises:
        InputError: the file cannot be read, is damaged, unpacks to too much, or holds no table or several.
    """
    try:
        data = path.read_bytes()
    except OSError:
        problem = Problem(file, "missing-file", "The file does not exist or cannot be read.", "Check the path.")
        raise InputError([problem]) from None
    if data.startswith(b"\x1f\x8b"):
        name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name
        return FileContent(name, _gunzipped(data, file))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _from_archive(path.name, data, file)
    return FileContent(path.name, data)


def _gunzipped(data: bytes, file: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return _bounded(stream, len(data), file)
    except _DAMAGED:
        message = "The file is compressed, and damaged."
        raise InputError([Problem(file, "damaged-archive", message, "Pack or download it again.")]) from None


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int, file: str) -> bytes:
    parts: list[bytes] = []
    size, most = 0, min(MOST_BYTES, max(_SMALL, packed * _RATIO))
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > most:
            message = f"The file unpacks to more than {most // (1 << 20):,} MB, far more than it takes packed."
            raise InputError([Problem(file, "too-large", message, "Unpack it yourself if that is right.")])
        parts.append(block)
    return b"".join(parts)


def _from_archive(name: str, data: bytes, file: str) -> FileContent:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(entry.filename == "xl/workbook.xml" for entry in entries):
                return FileContent(name, data)
            entry = _only_table(entries, file)
            if entry.flag_bits & 1:
                message = "The archive is locked with a password."
                raise InputError([Problem(file, "locked-archive", message, "Unpack it first.")])
            with archive.open(entry) as stream:
                content = _bounded(stream, max(entry.compress_size, 1), file)
    except _DAMAGED:
        message = "The file is a ZIP archive, and damaged or packed in a way that cannot be read."
        raise InputError([Problem(file, "damaged-archive", message, "Unpack it, or pack it again.")]) from None
    return FileContent(PurePosixPath(entry.filename.replace("\\", "/")).name, content)


def _only_table(entries: list[zipfile.ZipInfo], file: str) -> zipfile.ZipInfo:
    names = {entry.filename.replace("\\", "/"): entry for entry in entries}
    seen = {name: entry for name, entry in names.items() if not _is_litter(PurePosixPath(name))}
    tables = {name: entry for name, entry in seen.items() if PurePosixPath(name).suffix.lower() in _TABLES}
    texts = {name: entry for name, entry in seen.items() if name.lower().endswith(".txt")}
    found = tables or texts
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        message = "The archive holds no table."
        raise InputError([Problem(file, "unknown-format", message, f"It should hold one of {', '.join(_TABLES)}.")])
    listed = ", ".join(sorted(name if name.isprintable() else "?" for name in found)[:_NAMED])
    message = f"The archive holds {len(found):,} tables: {listed}{' …' if len(found) > _NAMED else ''}."
    raise InputError([Problem(file, "several-tables", message, "Unpack it, and name the file or files you mean.")])


def _is_litter(path: PurePosixPath) -> bool:
    """What computers put into archives unasked."""
    return "__MACOSX" in path.parts or path.name.startswith(".")


def check_archive(data: bytes, file: str) -> None:
    """Refuse a packed document (a spreadsheet, say) that unpacks to too much.

    Raises:
        InputError: it is damaged, or its parts are declared to be, or are, larger than they should.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [(entry.file_size, entry.compress_size) for entry in archive.infolist()]
    except _DAMAGED:
        message = "The file is damaged."
        raise InputError([Problem(file, "damaged-archive", message, "Save or download it again.")]) from None
    total, packed = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    if total > min(MOST_BYTES, max(_SMALL, packed * _RATIO)):
        message = "The file unpacks to far more than it takes packed."
        raise InputError([Problem(file, "too-large", message, "Save the sheet as 'CSV UTF-8'.")])
