"""The code lists that values are checked against; where they come from is in ``data/SOURCES.md``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

__all__ = [
    "ANNOTATIONS_CREATORS",
    "LANGUAGE_CREATORS",
    "MULTILINGUALITY",
    "SIZE_CATEGORIES",
    "hub_licenses",
    "languages",
    "nearest",
    "size_category",
    "spdx_identifier",
    "spdx_licenses",
    "task_categories",
    "task_ids",
]

_DATA = Path(__file__).with_name("data")

_SIZES = (
    ("n<1K", 10**3),
    ("1K<n<10K", 10**4),
    ("10K<n<100K", 10**5),
    ("100K<n<1M", 10**6),
    ("1M<n<10M", 10**7),
    ("10M<n<100M", 10**8),
    ("100M<n<1B", 10**9),
    ("1B<n<10B", 10**10),
    ("10B<n<100B", 10**11),
    ("100B<n<1T", 10**12),
)
SIZE_CATEGORIES: tuple[str, ...] = (*(name for name, _ in _SIZES), "n>1T")
"""The size categories of the Hub, ascending."""

ANNOTATIONS_CREATORS: tuple[str, ...] = (
    "found",
    "crowdsourced",
    "expert-generated",
    "machine-generated",
    "no-annotation",
    "other",
)
LANGUAGE_CREATORS: tuple[str, ...] = ("found", "crowdsourced", "expert-generated", "machine-generated", "other")
MULTILINGUALITY: tuple[str, ...] = ("monolingual", "multilingual", "translation", "other")


def size_category(examples: int) -> str:
    """The Hub's category of a data set with so many examples.

    >>> size_category(1200)
    '1K<n<10K'
    """
    return next((name for name, bound in _SIZES if examples < bound), "n>1T")


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple((_DATA / name).read_text(encoding="utf-8").splitlines())


@cache
def spdx_licenses() -> frozenset[str]:
    """Identifiers of the SPDX License List."""
    return frozenset(_lines("spdx.txt"))


def spdx_identifier(text: str) -> str:
    """The SPDX identifier that ``text`` is, in upper or lower case; empty when it is none."""
    return _folded_licenses().get(text.casefold(), "")


@cache
def _folded_licenses() -> dict[str, str]:
    return {identifier.casefold(): identifier for identifier in spdx_licenses()}


@cache
def hub_licenses() -> frozenset[str]:
    """Identifiers that the Hub knows as ``license``."""
    return frozenset(_lines("hub_licenses.txt"))


@cache
def languages() -> frozenset[str]:
    """Codes of ISO 639-1, 639-2, 639-3 and 639-5."""
    return frozenset(_lines("languages.txt"))


@cache
def task_categories() -> frozenset[str]:
    """The Hub's task categories, which are also a model's pipeline tags."""
    return frozenset(line.split()[0] for line in _lines("hub_tasks.txt"))


@cache
def task_ids() -> frozenset[str]:
    """The Hub's finer tasks."""
    return frozenset(task for line in _lines("hub_tasks.txt") for task in line.split()[1:])


def nearest(value: str, known: Iterable[str]) -> str:
    """A remedy that names the known value nearest to a mistyped one; empty when none is near."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    near = difflib.get_close_matches(value.casefold(), sorted(folded), n=1, cutoff=0.6)
    return f"Did you mean '{folded[near[0]]}'?" if near else ""
