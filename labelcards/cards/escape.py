"""Escaping: any text as itself, in Markdown and in HTML, wherever a template prints it.

A name from a manifest, a label or a person's answer may hold anything. One escape serves headings, sentences, table
cells and attributes: every character that Markdown or HTML could read as markup becomes a numeric entity, which both
show as the character itself.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from markupsafe import Markup

__all__ = ["anchor", "inline", "link", "md", "prose", "safe_output"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_MARKUP = re.compile(r"[&<>\"'`\\*_{}\[\]#|~^]")
_LINE_START = re.compile(r"^(?:[-.+!?:=]+|\d+(?=[.)](?:\s|$)))")
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+\Z")
_EMPHASIS = tuple(
    (re.compile(rf"{mark}(?=\S)([^<]+?)(?<=\S){mark}"), tag)
    for mark, tag in (("&#96;", "code"), ("&#42;&#42;", "strong"), ("&#42;", "em"))
)
LONGEST = 64
"""How long a name may be that stands in an identifier as it is."""
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match.group())


def md(text: object) -> Markup:
    """``text`` on one line, with nothing in it that Markdown or HTML reads as markup."""
    line = " ".join(_CONTROL.sub(" ", str(text)).split())
    start = _LINE_START.match(line)
    head = "" if start is None else "".join(f"&#{ord(character)};" for character in start.group())
    return Markup(head + _MARKUP.sub(_entity, line[start.end() if start else 0 :]))  # noqa: S704 - escaped just above


def safe_output(value: Any) -> Any:
    """What Jinja prints for an expression: markup made by labelcards as it is, everything else through `md`."""
    return value if hasattr(value, "__html__") else md(value)


def inline(text: object) -> Markup:
    """``text`` on one line, escaped by `md`, with ``**strong**``, ``*emphasis*`` and `` `code` `` shown as such."""
    shown = str(md(text))
    for pattern, tag in _EMPHASIS:
        shown = pattern.sub(rf"<{tag}>\1</{tag}>", shown)
    return Markup(shown)  # noqa: S704 - escaped by md; only these three elements are added


def prose(text: str) -> Markup:
    """A person's plain text as HTML: paragraphs at blank lines, lists at ``- ``; no markup of its own but emphasis."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", _CONTROL.sub(" ", text.replace("\r\n", "\n")).strip()):
        lines = [line for line in block.split("\n") if line.strip()]
        prefix: list[str] = []
        points: list[str] = []
        for line in lines:
            if _BULLET.match(line):
                points.append(_BULLET.sub("", line))
            elif points:
                points[-1] += " " + line.strip()
            else:
                prefix.append(line)
        if prefix:
            blocks.append(f"<p>{inline(' '.join(prefix))}</p>")
        if points:
            blocks.append("<ul>" + "".join(f"<li>{inline(point)}</li>" for point in points) + "</ul>")
    return Markup("".join(blocks))  # noqa: S704 - every piece went through md


def link(address: str | None, text: str | None = None) -> Markup:
    """A link when ``address`` is a plain web address, otherwise only its text."""
    shown = md(text or address or "")
    if address is None or not _WEB.match(address):
        return shown
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, shown)


def anchor(*parts: str) -> Markup:
    """A fragment identifier for names that may hold anything: readable, and distinct for distinct names.

    A name between others that holds the - that joins them is told apart by its digest.

    >>> str(anchor("label", "billing"))
    'label-billing'
    >>> str(anchor("label", "Rückgabe!"))
    'label-r-ckgabe-ed76d6'
    """
    steps: list[str] = []
    for place, part in enumerate(parts):
        inner = 0 < place < len(parts) - 1
        slug = re.sub(r"[^a-z0-9_-]+", "-", part.lower()).strip("-")
        if slug != part or len(slug) > LONGEST or (inner and "-" in slug):
            slug = f"{slug[:40]}-{hashlib.sha256(part.encode()).hexdigest()[:6]}".strip("-")
        steps.append(slug)
    return Markup("-".join(steps))  # noqa: S704 - letters, digits, - and _
