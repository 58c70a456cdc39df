"""Read every file that would be published as lines of plain text."""

# ruff: noqa: E501, SIM905 - word lists

from __future__ import annotations

import gzip
import hashlib
import html
import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["lines_of", "published_files"]

_TEXT = frozenset(
    ".html .htm .md .markdown .json .jsonl .ndjson .jsonld .svg .xml .txt .csv .tsv .yaml .yml .lock .toml .js .css .map .ini .cfg "
    ".dvc .rst .log .webmanifest .py .ipynb".split()
)
_PACKED = frozenset((".zip", ".whl"))
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_THEMES = ("material", "mkdocs")
_PIECE = 4000


def published_files(paths: list[Path]) -> Iterator[Path]:
    """The files under the paths, sorted; assets that a theme package ships with these very bytes are left out."""
    for path in sorted(paths):
        files = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
        for file in files:
            if ".git" not in file.parts and not _is_theme_asset(file):
                yield file


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    r"""(line number, text) of a file; for Parquet the row number (1-based), for archives the line within the member.

    Entities of HTML and ``\uXXXX`` escapes are resolved. A long line comes in overlapping pieces. A file of another
    kind (picture, font) gives the text in it that is UTF-8.
    """
    if path.suffix == ".parquet":
        yield from _rows(path)
    elif path.suffix == ".gz":
        yield from _lines(gzip.decompress(path.read_bytes()), Path(path.stem).suffix)
    elif path.suffix in _PACKED:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                yield from _lines(archive.read(name), Path(name).suffix)
    else:
        yield from _lines(path.read_bytes(), path.suffix)


def _lines(content: bytes, suffix: str) -> Iterator[tuple[int, str]]:
    if suffix not in _TEXT and b"\x00" in content[:4096]:
        return
    text = content.decode("utf-8", "replace")
    for number, line in enumerate(io.StringIO(text), start=1):
        plain = line
        if "\\u" in plain:
            plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), plain)
        if "&" in plain:
            plain = html.unescape(plain)
        if len(plain) <= _PIECE:
            yield number, plain
            continue
        for start in range(0, len(plain), _PIECE - 200):
            yield number, plain[start : start + _PIECE]


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    import pyarrow as pa  # noqa: PLC0415 - imported when needed: slow or optional
    import pyarrow.parquet as pq  # noqa: PLC0415 - imported when needed: slow or optional

    table = pq.read_table(path)
    texts = [
        column
        for column in table.itercolumns()
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    ]
    for number, row in enumerate(zip(*(column.to_pylist() for column in texts), strict=True), start=1):
        for value in row:
            if value:
                yield number, value
    for key, value in (table.schema.metadata or {}).items():
        yield 0, f"{key.decode('utf-8', 'replace')} {value.decode('utf-8', 'replace')}"


@lru_cache(maxsize=1)
def _theme_assets() -> dict[str, set[str]]:
    """File name → SHA-256 of the files with that name that the installed themes ship."""
    known: dict[str, set[str]] = {}
    for package in _THEMES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for file in Path(folder).rglob("*"):
                if file.is_file() and file.suffix in (
                    ".js",
                    ".css",
                    ".map",
                    ".svg",
                    ".png",
                    ".woff",
                    ".woff2",
                    ".ttf",
                    ".eot",
                ):
                    known.setdefault(file.name, set()).add(str(file))
    return known


@lru_cache(maxsize=4096)
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _is_theme_asset(path: Path) -> bool:
    if path.suffix not in (".js", ".css", ".map", ".svg", ".png", ".woff", ".woff2", ".ttf", ".eot"):
        return False
    same_name = _theme_assets().get(path.name, ())
    return any(_digest(str(path)) == _digest(candidate) for candidate in same_name)
