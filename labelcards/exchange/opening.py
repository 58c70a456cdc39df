"""The first bytes of a file, by which the tool that wrote it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from labelcards.dataset.files.encodings import as_utf8
from labelcards.dataset.files.packed import FileContent, read_content
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError

__all__ = ["FileOpening"]

_BYTES = 1 << 16
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<([A-Za-z_][\w.:-]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileOpening:
    """How a file begins, or that it is a folder.

    Attributes:
        path: where it is.
        folder: whether it is a folder.
        ending: as `labelcards.dataset.files.packed.FileContent.ending`; empty for folders.
        text: up to 64 KB of text in whole lines; empty for folders and for what is no text.
    """

    path: Path
    folder: bool
    ending: str
    text: str

    @property
    def root(self) -> str:
        """The name of an XML file's root element; empty for other files."""
        found = _ROOT.match(self.text)
        return found[1] if found else ""

    @staticmethod
    def of(path: Path) -> FileOpening:
        """The opening of a file or folder; of a file that cannot be read, nothing.

        Raises:
            InputError: the file cannot be unpacked.
        """
        if path.is_dir():
            return FileOpening(path, True, "", "")
        content = _start(path)
        start = content.data[:_BYTES]
        if len(content.data) > _BYTES and b"\n" in start:
            start = start[: start.rindex(b"\n") + 1]
        try:
            text = as_utf8(start, shown(path)).decode()
        except InputError:
            text = start.decode("latin-1") if start.startswith(b"<?xml") else ""  # an element's name is ASCII
        return FileOpening(path, False, content.ending, "" if "\0" in text else text)


def _start(path: Path) -> FileContent:
    """Of a file that is not packed, only the beginning is read."""
    try:
        with path.open("rb") as stream:
            start = stream.read(_BYTES + 1)
    except OSError:
        return FileContent(path.name, b"")
    if start.startswith((b"\x1f\x8b", b"PK")):
        return read_content(path, shown(path))
    return FileContent(path.name, start)
