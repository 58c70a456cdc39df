"""XML files of labelling tools, read without trusting them: a file that declares entities is refused."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from labelcards.dataset.files.packed import read_content
from labelcards.errors import InputError, Problem

__all__ = ["read_xml", "text_of"]

_MOST_BYTES = 1 << 28
_DEEPEST = 100


class _DeclaredEntityError(ValueError):
    """The file has a document type, which can declare entities."""


class _Reading:
    """Builds the tree of one file, and refuses what could grow or lead elsewhere."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.builder.data
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _DeclaredEntityError
        self.builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(tag)

    def _refuse(self, *_: object) -> int:
        raise _DeclaredEntityError


def read_xml(path: Path, file: str) -> Element:
    """The root element of a file, packed or not.

    Raises:
        InputError: the file cannot be read, is not XML, too large or too deep, or declares entities.
    """
    data = read_content(path, file).data
    if len(data) > _MOST_BYTES:
        message = f"The file is larger than {_MOST_BYTES >> 20} MB."
        raise InputError([Problem(file, "too-large", message, "Export it in parts.")])
    reading = _Reading()
    try:
        reading.parser.Parse(data, True)
        return reading.builder.close()
    except _DeclaredEntityError:
        message = "The XML file has a document type, or elements far inside each other, which no export needs."
        raise InputError([Problem(file, "unsafe-xml", message, "Export it again.")]) from None
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        row = error.lineno if isinstance(error, expat.ExpatError) else None
        raise InputError([Problem(file, "not-xml", "This is not XML.", "Export the file again.", row)]) from None


def text_of(element: Element, name: str) -> str:
    """The text of a child, trimmed; empty where there is none."""
    return (element.findtext(name) or "").strip()
