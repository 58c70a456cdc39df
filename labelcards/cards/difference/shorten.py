"""Text from data on one short line."""

from __future__ import annotations

__all__ = ["shorten"]

NAME = 60


def shorten(text: str, width: int = NAME) -> str:
    """``text`` on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
