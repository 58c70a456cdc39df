"""``SHA256SUMS``: the digests of every file of a folder, so that a copy can be checked wherever it was downloaded to.

The format is that of ``sha256sum``, which can check the folder too. Schema 1: one line ``<64 hex digits>  <path>`` per
file, sorted by path, for every file but itself and its signature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from labelcards.documents.files import sha256_file, write_text
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem

__all__ = ["SIGNATURE", "SUMS", "SumsReport", "check_sums", "read_sums", "write_sums"]

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
_UNCOVERED = (SUMS, SIGNATURE)
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class SumsReport:
    """How a folder differs from its digests; all paths are relative to it and sorted.

    Attributes:
        folder: as it was given.
        files: how many files the digests cover.
        changed: files with other bytes.
        missing: files that are not there.
        extra: files that the digests do not know; links count, since their target is not part of the folder.
    """

    folder: str
    files: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the folder is what it was."""
        return not (self.changed or self.missing or self.extra)


def write_sums(folder: Path) -> Path:
    """Write the digests of all files of ``folder`` into it; what was signed before no longer is.

    Raises:
        ValueError: a file's name holds a line break.
    """
    names = sorted(_files(folder))
    if any("\n" in name or "\r" in name for name in names):
        raise ValueError("a file's name holds a line break")
    write_text(folder / SUMS, "".join(f"{sha256_file(folder / name)}  {name}\n" for name in names))
    (folder / SIGNATURE).unlink(missing_ok=True)
    return folder / SUMS


def read_sums(folder: Path) -> dict[str, str]:
    """Path → SHA-256.

    Raises:
        InputError: there is no such file, or lines of it do not fit or lead out of the folder; all at once.
    """
    path = folder / SUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        remedy = "Name the folder of a version, e.g. site/<dataset>/<version>, and download the file with the others."
        raise InputError([Problem(shown(path), "missing-file", "The folder has no digests.", remedy)]) from None
    except UnicodeDecodeError:
        raise InputError([Problem(shown(path), "not-text", "The file is not text.", "Download it again.")]) from None
    found: dict[str, str] = {}
    problems = []
    for row, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        name = PurePosixPath(match[2]) if match else None
        if match is None or name is None or name.is_absolute() or ".." in name.parts or match[2] in found:
            message = "The line is not a digest and the path of a file inside the folder."
            problems.append(Problem(shown(path), "not-a-digest", message, "Download it again.", row=row))
            continue
        found[match[2]] = match[1]
    if problems:
        raise InputError(problems)
    return found


def check_sums(folder: Path) -> SumsReport:
    """Compare every file of ``folder`` with its digests.

    Raises:
        InputError: see `read_sums`.
    """
    known = read_sums(folder)
    present = _files(folder)
    links = {name for name in present if (folder / name).is_symlink()}
    there = [name for name in known if name in present and name not in links]
    return SumsReport(
        folder=folder.as_posix(),
        files=len(known),
        changed=tuple(sorted(name for name in there if sha256_file(folder / name) != known[name])),
        missing=tuple(sorted(set(known) - present)),
        extra=tuple(sorted((present - set(known)) | links)),
    )


def _files(folder: Path) -> set[str]:
    """Every file and link but the digests and their signature."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {name for path in found if (name := path.relative_to(folder).as_posix()) not in _UNCOVERED}
