"""Measure the labels of one version.

Reads: ``tables/``.
Writes: ``consensus.parquet``, ``predictions.parquet``, ``documents/quality.json``.
Params: ``quality``; ``consensus.method`` of the questions in ``dataset.yaml``.
Deterministic: because every draw is seeded and every output sorted.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.assess.quality.version import assess_quality
from labelcards.dataset.files.frame_file import write_frame
from labelcards.dataset.version.clean import read_version
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.packages import package_parameters
from labelcards.stages.inputs import digests, read_params, version_paths

__all__ = ["run"]


def run(folder: Path, version: str, params: Path) -> list[Path]:
    """Assess the version and return what was written."""
    paths = version_paths(folder, version)
    settings = read_params(params).quality
    labels = read_version(folder, version)
    assessed = assess_quality(labels, settings)
    document = MetricsDocument(
        document="quality",
        dataset=paths.dataset.name,
        version=version,
        sources=digests(folder, paths.tables),
        parameters={
            **settings.model_dump(mode="json"),
            **_deciding(labels.manifest),
            **package_parameters(__name__),
        },
        catalog=assessed.catalog,
        figures=assessed.figures,
        warnings=assessed.warnings,
    )
    write_frame(paths.consensus, assessed.consensus)
    write_frame(paths.predictions, assessed.predictions)
    document.write(paths.document("quality"))
    return [paths.consensus, paths.predictions, paths.document("quality")]


def _deciding(manifest: DatasetManifest) -> dict[str, str]:
    """Which method makes the final labels of each question, and who chose it."""
    found: dict[str, str] = {}
    for key, question in manifest.questions.items():
        found[f"consensus.{key}.method"] = question.deciding
        found[f"consensus.{key}.chosen"] = "default" if question.consensus is None else "manifest"
    return found
