"""Any text as itself in the Markdown of a README, readable as source, too.

The pages of the site write markup characters as numeric entities; a README is also read raw, so here they get a
backslash. Characters of HTML and of template languages become entities all the same.
"""

from __future__ import annotations

import re

from jinja2 import TemplateRuntimeError
from markupsafe import Markup

__all__ = ["code", "indented", "markdown", "one_line", "paragraphs", "points", "printable"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SPACES = re.compile(r"[ \t]+")
_MARKUP = re.compile(r"[\\`*_\[\]~|$]")
_START = re.compile(r"^(?:[-+](?=\s|$)|#+(?=\s|$)|[-=](?=[-=])|\d+(?=[.)](?:\s|$)))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"}
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_CODE = re.compile(r"`([^`\n]+)`")
_STRONG = re.compile(r"\\\*\\\*(?=\S)(.+?)(?<=\S)\\\*\\\*")
_EMPHASIS = re.compile(r"\\\*(?=\S)([^*]+?)(?<=\S)\\\*")


def one_line(value: object) -> str:
    """``value`` on one line, without control characters and marks that turn the direction of writing."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", str(value))).strip(" ")


def printable(value: object) -> object:
    """``value``, if it is one that a template may print.

    Raises:
        TemplateRuntimeError: it is a structure; its innards would end in a file for others.
    """
    if isinstance(value, str | int | float) or value is None or hasattr(value, "__html__"):
        return value
    raise TemplateRuntimeError(f"an export cannot print a {type(value).__name__}")


def _escaped(text: str) -> str:
    text = _MARKUP.sub(lambda found: "\\" + found.group(), text)
    return re.sub("[&<>{}]", lambda found: _ENTITIES[found.group()], text)


def _started(text: str) -> str:
    """The first character of a line could make it a heading, a list, a quotation or a rule."""
    start = _START.match(text)
    if start is None:
        return text
    mark = start.group()
    return f"{mark}\\{text[len(mark) :]}" if mark.isdigit() else f"\\{text}"


def markdown(value: object) -> Markup:
    """``value`` on one line, with nothing in it that Markdown, HTML or a template language reads as markup."""
    if hasattr(value, "__html__"):
        return Markup(str(value))  # noqa: S704 - made by labelcards: a number, or text that went through here
    return Markup(_started(_escaped(one_line(printable(value)))))  # noqa: S704 - escaped just above


def code(value: object) -> Markup:
    """``value`` as a code span; what no span can hold is escaped as text."""
    text = one_line(value)
    if not text or set(text) & set("`|<>{}&\\"):
        return markdown(text)
    return Markup(f"`{text}`")  # noqa: S704 - nothing in it ends the span or is HTML


def indented(value: object) -> Markup:
    """One line of a block that is indented by four spaces, where Markdown reads no markup at all."""
    return Markup(_CONTROL.sub(" ", str(value)).rstrip())  # noqa: S704 - the four spaces before it make it code


def points(text: str) -> list[str]:
    """A person's plain text taken apart: one entry per paragraph and list point, each on one line."""
    found: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for position, line in enumerate(block.split("\n")):
            bullet = _BULLET.match(line)
            if bullet or not position:
                found.append(line[bullet.end() :] if bullet else line)
            else:
                found[-1] += f" {line}"
    return [line for line in map(one_line, found) if line]


def paragraphs(text: str) -> Markup:
    """A person's plain text: paragraphs at blank lines, lists at ``- ``; emphasis and `` `code` `` are kept."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        for line in block.split("\n"):
            bullet = _BULLET.match(line)
            if bullet:
                lines.append(f"- {_inline(line[bullet.end() :])}")
            elif lines:
                lines[-1] += " " + _inline(line, start=False)
            elif line.strip():
                lines.append(_inline(line))
        if len(lines) > 1 and not lines[0].startswith("- "):
            lines.insert(1, "")
        blocks.append("\n".join(lines))
    return Markup("\n\n".join(block for block in blocks if block))  # noqa: S704 - every line went through _inline


def _inline(text: str, *, start: bool = True) -> str:
    """One line with code spans and emphasis."""
    pieces = _CODE.split(one_line(text))
    shown = "".join(str(code(piece)) if index % 2 else _escaped(piece) for index, piece in enumerate(pieces))
    shown = _EMPHASIS.sub(r"*\1*", _STRONG.sub(r"**\1**", shown))
    return _started(shown) if start else shown
