"""Train the baseline on the final labels of one version's non-gold items and score it on the gold items.

Reads: ``tables/``, ``consensus.parquet``.
Writes: ``documents/model.json``.
Params: ``model``.
Deterministic: because the baseline has no random part and the intervals are seeded.
Privacy: sees anonymized texts only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.assess.catalog import catalog_for
from labelcards.assess.gold_predictions import predict_gold_items
from labelcards.assess.model import ModelPlan, model_figures
from labelcards.documents.figures import MetricsDocument
from labelcards.stages.inputs import digests, read_clean_version, read_consensus, read_params, version_paths
from labelcards.stages.packages import COMPUTING, package_parameters

__all__ = ["run"]


def run(folder: Path, version: str, params: Path) -> list[Path]:
    """Train, score and return what was written."""
    paths = version_paths(folder, version)
    settings = read_params(params).model
    labels = read_clean_version(paths)
    predicted = predict_gold_items(labels, read_consensus(paths))
    plan = ModelPlan(seed=settings.seed, minimum_cell=settings.minimum_cell, train_items=predicted.train_items)
    figures, notes, findings = model_figures(labels, predicted.table, plan)
    document = MetricsDocument(
        document="model",
        dataset=paths.dataset.name,
        version=version,
        sources=digests(folder, paths.tables, paths.consensus),
        parameters={
            **settings.model_dump(mode="json"),
            **predicted.parameters,
            **package_parameters(*COMPUTING),
        },
        catalog=catalog_for(figures),
        figures=figures,
        warnings=[*findings, *predicted.warnings, *notes],
    )
    document.write(paths.document("model"))
    return [paths.document("model")]
