"""A demo data set: invented support tickets, labelled by an invented team in three versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["VERSIONS", "generate"]

VERSIONS = ("1.0.0", "1.1.0", "2.0.0")
"""The label versions of the demo, oldest first."""


def generate(folder: Path, *, seed: int, items: int, versions: Sequence[str]) -> None:
    """Write the demo's raw tables; see `labelcards.demo.generator.generate`. Imports Faker only when called."""
    from labelcards.demo.generator import generate as write  # noqa: PLC0415 (Faker is slow to import)

    write(folder, seed=seed, items=items, versions=versions)
