"""A label version in memory: the five tables of the contract and the two manifests that describe them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from labelcards.documents.manifest import DatasetManifest, VersionManifest

__all__ = ["LabelVersion"]


@dataclass(frozen=True, slots=True)
class LabelVersion:
    """Items, annotations, annotators, gold and adjudications of one version.

    All tables follow the contract in `labelcards.dataset.tables`; absent ones are empty with the contract's columns.
    Rows are sorted by their keys, so that equal content is equal bytes.

    Attributes:
        manifest: the data set.
        version: this label version.
        items: ``item_id`` and the declared item columns, one row per item.
        annotations: one row per judgement: ``item_id, annotator_id, question, label, started_at, submitted_at,
            batch, source``.
        annotators: ``annotator_id`` and the declared annotator columns; every annotator in ``annotations`` is here.
        gold: ``item_id, question, label``.
        adjudications: ``item_id, question, label, by, at, reason``.
    """

    manifest: DatasetManifest
    version: VersionManifest
    items: pd.DataFrame
    annotations: pd.DataFrame
    annotators: pd.DataFrame
    gold: pd.DataFrame
    adjudications: pd.DataFrame
