"""Parts of JSON records that should be lists: what is something else holds nothing."""

from __future__ import annotations

from typing import Any

__all__ = ["dicts", "listed"]


def listed(value: Any) -> list[Any]:
    """A list as it is; nothing in place of anything else."""
    return value if isinstance(value, list) else []


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects of what should be a list of objects."""
    return [entry for entry in listed(value) if isinstance(entry, dict)]
