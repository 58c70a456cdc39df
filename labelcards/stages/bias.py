"""Measure for whom the labels of one version are worse.

Reads: ``tables/``, ``consensus.parquet``, the reference populations that ``dataset.yaml`` names.
Writes: ``documents/bias.json``.
Params: ``bias``.
Deterministic: because permutations are seeded.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.assess.bias.blind_spots import MOST_ROWS
from labelcards.assess.bias.comparison import CONFIRMED, SMALLEST, SMALLEST_DEVIATIONS
from labelcards.assess.bias.represented import Population
from labelcards.assess.bias.version import bias_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.dataset.files.reference_file import read_references
from labelcards.dataset.version.clean import read_version
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.packages import package_parameters
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.stages.inputs import digests, read_consensus, read_params, version_paths

__all__ = ["run"]


def run(folder: Path, version: str, params: Path) -> list[Path]:
    """Assess the version and return what was written."""
    paths = version_paths(folder, version)
    settings = read_params(params).bias
    labels = read_version(folder, version)
    populations, files = _populations(folder, labels.manifest)
    figures, notes, findings = bias_figures(labels, read_consensus(paths), settings, populations=populations)
    document = MetricsDocument(
        document="bias",
        dataset=paths.dataset.name,
        version=version,
        sources=digests(folder, paths.tables, paths.consensus, *files),
        parameters={
            **settings.model_dump(mode="json"),
            "confirmed": CONFIRMED,
            "smallest": SMALLEST,
            "smallest_deviations": SMALLEST_DEVIATIONS,
            "intersections_below": SIGNIFICANCE,
            "blind_spot_annotations": MOST_ROWS,
            **package_parameters(__name__),
        },
        catalog=catalog_for(figures),
        figures=figures,
        warnings=[*findings, *notes],
    )
    document.write(paths.document("bias"))
    return [paths.document("bias")]


def _populations(folder: Path, manifest: DatasetManifest) -> tuple[dict[str, dict[str, Population]], list[Path]]:
    """What group columns should stand for, by side and column, and the files that say so."""
    found: dict[str, dict[str, Population]] = {}
    files: list[Path] = []
    for side, declared in (("items", manifest.items), ("annotators", manifest.annotators)):
        shares, read = read_references(folder, side, declared)
        files += read
        found[side] = {
            column: Population(declared.columns[column].reference.population, given)  # type: ignore[union-attr]
            for column, given in shares.items()
        }
    return found, files
