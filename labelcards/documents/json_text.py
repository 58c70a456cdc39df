"""Canonical JSON for review: keys sorted, one line per innermost object; a changed figure is one changed line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

__all__ = ["json_text"]


def json_text(content: Any) -> str:
    """``content`` as JSON text with a final newline; equal content is equal text.

    Objects and lists that hold only scalars stand on one line; all others are broken, one space per level.

    Raises:
        ValueError: a number is not finite.

    >>> print(json_text({"alpha": {"n": 3, "value": 0.5}, "name": "x"}), end="")
    {
     "alpha": {"n": 3, "value": 0.5},
     "name": "x"
    }
    """
    return "".join(_pieces(content, 0)) + "\n"


def _flat(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)


def _pieces(value: Any, level: int) -> Iterator[str]:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(child, dict | list) for child in children) and level:
        yield _flat(value)
        return
    if not isinstance(value, dict | list) or not value:
        yield _flat(value)
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, dict):
        rows = [(f"{_flat(key)}: ", value[key]) for key in sorted(value)]
    else:
        rows = [("", child) for child in value]
    yield opening
    for number, (label, child) in enumerate(rows):
        yield ("," if number else "") + "\n" + " " * (level + 1) + label
        yield from _pieces(child, level + 1)
    yield "\n" + " " * level + closing
