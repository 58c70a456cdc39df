"""A page of documentation as a notebook: its Python blocks run in order, and what a block shows stands below it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Block", "blocks", "run", "with_outputs"]

_FENCED = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A Python block of a page, its first line, and the text that the page says it shows; empty for nothing."""

    line: int
    code: str
    shown: str


def blocks(page: Path) -> list[Block]:
    """The Python blocks of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(text.count("\n", 0, found.start()) + 2, found.group(1), (found.group(2) or ""))
        for found in _FENCED.finditer(text)
    ]


def run(block: Block, names: dict[str, Any]) -> str:
    """What a notebook shows: the value of the last line, if that is an expression; one line end behind it."""
    tree = ast.parse(block.code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "page", "exec"), names)  # noqa: S102 - our own documentation
    if not isinstance(last, ast.Expr):
        return ""
    value = eval(compile(ast.Expression(last.value), "page", "eval"), names)  # noqa: S307
    lines = [line.rstrip() for line in repr(value).splitlines()]
    return "\n".join(lines) + "\n"


def with_outputs(page: Path, names: dict[str, Any]) -> str:
    """The page with the text that its blocks show now."""

    def shown(found: re.Match[str]) -> str:
        output = run(Block(0, found.group(1), ""), names)
        return f"```python\n{found.group(1)}```\n" + (f"\n```text\n{output}```\n" if output else "")

    return _FENCED.sub(shown, page.read_text(encoding="utf-8"))
