"""Measure for whom the labels of one version are worse.

Reads: ``tables/``, ``consensus.parquet``.
Writes: ``documents/bias.json``.
Params: ``bias``.
Deterministic: because permutations are seeded.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.assess.bias import BiasPlan, bias_figures
from labelcards.assess.catalog import catalog_for
from labelcards.documents.figures import MetricsDocument
from labelcards.stages.inputs import digests, read_clean_version, read_consensus, read_params, version_paths
from labelcards.stages.packages import COMPUTING, package_parameters

__all__ = ["run"]


def run(folder: Path, version: str, params: Path) -> list[Path]:
    """Assess the version and return what was written."""
    paths = version_paths(folder, version)
    settings = read_params(params).bias
    plan = BiasPlan(seed=settings.seed, permutations=settings.permutations, minimum_cell=settings.minimum_cell)
    figures, notes, findings = bias_figures(read_clean_version(paths), read_consensus(paths), plan)
    document = MetricsDocument(
        document="bias",
        dataset=paths.dataset.name,
        version=version,
        sources=digests(folder, paths.tables, paths.consensus),
        parameters={**settings.model_dump(mode="json"), **package_parameters(*COMPUTING)},
        catalog=catalog_for(figures),
        figures=figures,
        warnings=[*findings, *notes],
    )
    document.write(paths.document("bias"))
    return [paths.document("bias")]
