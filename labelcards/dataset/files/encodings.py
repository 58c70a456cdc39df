"""The bytes of a text file as UTF-8.

UTF-8 is assumed. A mark at the start of the file (UTF-16, UTF-32) is certain and is followed; any other encoding has to
be declared (``--encoding``, or ``encoding`` of a table in the version's manifest).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from labelcards.documents.field_types import codec_name
from labelcards.errors import InputError, Problem

__all__ = ["as_utf8", "reading_as"]

_BLOCK_BYTES = 1 << 22
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_REMEDY = (
    "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8'), or declare its encoding (--encoding cp1252; `encoding: cp1252` "
    "of the table)."
)

_declared: ContextVar[str | None] = ContextVar("declared_encoding", default=None)


@contextmanager
def reading_as(encoding: str | None) -> Iterator[None]:
    """Within the block, text files count as being in ``encoding``; None leaves it as it is.

    Raises:
        InputError: there is no such encoding.
    """
    if encoding is None:
        yield
        return
    if codec_name(encoding) is None:
        message, remedy = "No encoding has this name.", "Write a name such as cp1252, latin-1, utf-16-le or shift_jis."
        raise InputError([Problem("--encoding", "unknown-encoding", message, remedy)])
    token = _declared.set(encoding)
    try:
        yield
    finally:
        _declared.reset(token)


def as_utf8(content: bytes, file: str) -> bytes:
    """``content`` in UTF-8 without a mark.

    Raises:
        InputError: the content is not in the declared encoding, or, without one, neither marked nor UTF-8. The
            problem names ``file`` and the line.
    """
    mark, marked = next((pair for pair in _MARKS if content.startswith(pair[0])), (b"", None))
    declared = _declared.get()
    if marked is not None and declared is not None and not _agree(marked, codec_name(declared) or ""):
        message = f"The file is declared as {declared}, and begins with the mark of {marked.removesuffix('-sig')}."
        raise InputError([Problem(file, "other-encoding", message, "Leave the encoding out.")])
    encoding = marked or declared
    if encoding in (None, "utf-8-sig") or codec_name(encoding or "") == "utf-8":
        return _checked(content[len(mark) :], file)
    try:
        return content.decode(encoding or "utf-8").encode()
    except UnicodeDecodeError as error:
        line = _line(content[: error.start], encoding or "")
        message = f"The file is not {encoding}: the first other byte is in line {line}."
    except UnicodeError:
        message = f"The file is not {encoding}."
    raise InputError([Problem(file, "unreadable-encoding", message, _REMEDY)])


def _agree(marked: str, declared: str) -> bool:
    return declared.replace("_", "-").startswith(marked.removesuffix("-sig"))


def _line(before: bytes, encoding: str) -> int:
    return before.decode(encoding, errors="ignore").count("\n") + 1


def _checked(content: bytes, file: str) -> bytes:
    """Decoded in blocks, so that no second copy of a large file is made; Arrow cannot name the line of a bad byte."""
    if content[:2].count(b"\0") == 1:
        message = "The file looks like UTF-16 without a mark at its start."
        order = "be" if content.startswith(bytes(1)) else "le"
        remedy = f"Declare it (--encoding utf-16-{order}), or save it as UTF-8."
        raise InputError([Problem(file, "unreadable-encoding", message, remedy)])
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(content), _BLOCK_BYTES):
        block = content[start : start + _BLOCK_BYTES]
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(block, final=start + _BLOCK_BYTES >= len(content))
        except UnicodeDecodeError as error:
            line = content[: start - held + error.start].count(b"\n") + 1
            message = f"The file is not UTF-8: the first other byte is in line {line}."
            raise InputError([Problem(file, "unreadable-encoding", message, _REMEDY)]) from None
    return content
