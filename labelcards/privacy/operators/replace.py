"""Replace a finding by the name of its type."""

from __future__ import annotations

__all__ = ["replace"]


def replace(value: str, entity_type: str) -> str:
    """``Jane Doe`` → ``<PERSON>``."""
    del value
    return f"<{entity_type}>"
