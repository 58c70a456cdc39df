"""A style sheet without the rules that no page of a site can use: the theme is made for far more than these pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["used_rules"]

_CLASS = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
_DATA = re.compile(r"\[data-[\w-]+=\"?([\w-]+)\"?\]")
_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRINGS = re.compile(_STRING)
_TOKEN = re.compile(rf"/\*.*?\*/|{_STRING}|\\.|[{{}}();,\[\]]", re.DOTALL)
_WORD = re.compile(r"[\w-]+")
_GROUPS = ("@media", "@supports")
_NEGATED = re.compile(r":not\([^()]*\)")


def used_rules(sheet: str, texts: str, *, direction: str = "ltr") -> str:
    """``sheet`` without selectors that name a class or ``data-`` value found nowhere in ``texts``, nor rules left empty.

    A class that a script could set counts as used, because scripts are among the texts. Selectors for the other
    writing direction go, too. Whatever is not understood (``@font-face``, ``@keyframes``, nested groups) stays.

    Args:
        sheet: minified CSS.
        texts: all pages and scripts of the site, joined.
        direction: the direction of every page, ``ltr`` or ``rtl``.
    """
    other = f"[dir={'rtl' if direction == 'ltr' else 'ltr'}]"
    return _used(sheet, set(_WORD.findall(texts)), other)


def _used(sheet: str, words: set[str], other: str) -> str:
    kept: list[str] = []
    for head, body in _blocks(sheet):
        if head.startswith(_GROUPS):
            inner = _used(body, words, other)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@") or not head:
            kept.append(f"{head}{{{body}}}" if head else body)
        else:
            selectors = [s for s in _selectors(_COMMENT.sub("", head)) if other not in s and _usable(s, words)]
            kept += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "".join(kept)


def _usable(selector: str, words: set[str]) -> bool:
    positive = _NEGATED.sub("", selector)
    names = [name.replace("\\", "") for name in _CLASS.findall(_STRINGS.sub("", positive))]
    return all(name in words for name in (*names, *_DATA.findall(positive)))


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Head and body of every top-level rule; statements without a body come with an empty head."""
    start = opened = depth = 0
    for token in _TOKEN.finditer(sheet):
        mark, at = token.group(), token.start()
        if mark == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield sheet[start:opened].strip(), sheet[opened + 1 : at]
                start = at + 1
        elif mark == ";" and depth == 0:
            yield "", sheet[start : at + 1]
            start = at + 1
    if sheet[start:].strip():
        yield "", sheet[start:]


def _selectors(head: str) -> list[str]:
    """The parts of a selector list; commas within brackets and strings do not part it."""
    parts: list[str] = []
    depth = start = 0
    for token in _TOKEN.finditer(head):
        mark = token.group()
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(mark, 0)
        if mark == "," and depth == 0:
            parts.append(head[start : token.start()])
            start = token.end()
    return [*parts, head[start:]]
