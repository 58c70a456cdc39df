"""Build the browsable folder of one version.

Reads: ``docs/cards/<dataset>/<version>/``.
Writes: ``site/<dataset>/<version>/``.
Params: none.
Deterministic: because every date on it is the version's own.
Privacy: sees pages only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.dataset.version.layout import DatasetPaths
from labelcards.site.version import build_version

__all__ = ["run"]


def run(folder: Path, version: str, cards: Path, out: Path) -> list[Path]:
    """Build and return what was written."""
    name = DatasetPaths(folder).name
    target = out / name / version
    build_version(cards / name / version, target)
    return [target]
