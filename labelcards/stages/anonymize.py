"""Read the raw tables of one version, check them, and write clean ones.

Reads: the raw files that the version's manifest names, and its marked sample if it names one.
Writes: ``tables/``, ``documents/anonymization.json`` and the private ``raw/<version>.fingerprints.json``.
Params: ``anonymize``.
Deterministic: because detection has no random part and pseudonyms depend on value and key only.
Privacy: the only stage that sees raw values; it fails closed, and what it writes outside ``raw/`` is anonymized.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.catalog.privacy import CLEANING, DETECTION, INTAKE
from labelcards.catalog.row import entries
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.packages import package_parameters
from labelcards.documents.params import AnonymizeParams
from labelcards.privacy.clean import clean_version
from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.detect.evaluate import detection_figures, read_sample
from labelcards.privacy.intake import intake_figures
from labelcards.privacy.key import load_key
from labelcards.privacy.policy import Policy
from labelcards.progress import progress
from labelcards.stages.inputs import digests, read_params, version_paths

__all__ = ["run"]


def run(folder: Path, version: str, params: Path) -> list[Path]:
    """Anonymize the version and return what was written."""
    paths = version_paths(folder, version)
    settings = read_params(params).anonymize
    raw, report = read_raw_version(folder, version)
    marked = raw.version.privacy_sample
    sample = read_sample(folder / marked) if marked else []
    key = load_key(raw.manifest.key, folder)
    detector = open_detector(settings.engine, threshold=settings.threshold, max_characters=settings.max_characters)
    with progress(f"anonymize {version}") as advance:
        clean = clean_version(
            raw,
            _policy(settings),
            key,
            detector,
            cache_dir=paths.dataset.raw / ".cache",
            jobs=settings.jobs,
            progress=advance,
        )
    measured: FigureTree = {"detection": detection_figures(sample, detector)} if sample else {}
    document = MetricsDocument(
        document="anonymization",
        dataset=paths.dataset.name,
        version=version,
        parameters={
            **clean.parameters,
            **package_parameters(__name__),
            **({"privacy_sample": marked} if marked else {}),
        },
        catalog=entries({**CLEANING, **INTAKE, **(DETECTION if sample else {})}),
        figures={**clean.figures, "intake": intake_figures(report), **measured},
        warnings=clean.warnings,
    )
    clean.fingerprints.write(paths.fingerprints)
    write_tables(clean.version, paths.tables)
    document = document.model_copy(update={"sources": digests(folder, paths.tables)})
    document.write(paths.document("anonymization"))
    return [paths.tables, paths.document("anonymization"), paths.fingerprints]


def _policy(settings: AnonymizeParams) -> Policy:
    return Policy.from_params({"default": settings.default, **settings.operators})
