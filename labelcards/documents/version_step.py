"""Steps between version numbers, by which Croissant says how much of a data set changed.

The same data written in another way is a patch, additions alone are a minor version, and anything edited or removed is
a major one. Source: MLCommons Croissant format specification, "Dataset versioning/checkpoints"
(https://docs.mlcommons.org/croissant/).
"""

from __future__ import annotations

from typing import Literal

__all__ = ["LEVELS", "Number", "VersionLevel", "declared_level", "number_of"]

Number = tuple[int, int, int]

VersionLevel = Literal["none", "patch", "minor", "major"]

LEVELS: tuple[VersionLevel, ...] = ("none", "patch", "minor", "major")
"""From no change to the largest."""


def number_of(version: str) -> Number:
    """The three numbers of a version, without a pre-release suffix."""
    first, second, third = (int(part) for part in version.partition("-")[0].split("."))
    return first, second, third


def declared_level(old: str, new: str) -> VersionLevel:
    """The first number in which two versions differ: what the new one's number says has changed."""
    steps: tuple[VersionLevel, ...] = ("major", "minor", "patch")
    pairs = zip(steps, number_of(old), number_of(new), strict=True)
    return next((level for level, before, after in pairs if before != after), "none")
