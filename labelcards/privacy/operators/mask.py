"""Hide the characters of a finding and keep its shape."""

from __future__ import annotations

__all__ = ["mask"]

_HIDDEN = "*"


def mask(value: str, entity_type: str) -> str:
    """``Jane Doe`` → ``**** ***``: letters and digits are hidden, so lengths stay visible.

    Use `replace` where the length itself gives something away.
    """
    del entity_type
    return "".join(
        _HIDDEN if not character.isspace() and character not in "-/.,()" else character for character in value
    )
