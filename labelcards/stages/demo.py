"""Write the raw files of the demo data set.

Reads: nothing.
Writes: ``raw/<version>/``, ``raw/planted.jsonl``, ``raw/demo.key``.
Params: ``demo``.
Deterministic: because everything is drawn from the seed.
Privacy: the people are made up; the outputs are ``push: false`` all the same.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.dataset.version.layout import DatasetPaths
from labelcards.demo import VERSIONS, generate
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(folder: Path, params: Path) -> list[Path]:
    """Generate the demo below ``folder`` and return what was written."""
    settings = read_params(params).demo
    generate(folder, seed=settings.seed, items=settings.items, versions=VERSIONS)
    return [DatasetPaths(folder).raw]
