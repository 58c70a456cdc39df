"""A label version in memory: the tables of the contract and the two manifests that describe them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.contract.times import no_times
from labelcards.dataset.version.codes import AnnotationCodes
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["LabelVersion"]


def _without_rows(name: str) -> pd.DataFrame:
    contract = CONTRACT[name]
    return pd.DataFrame(
        {
            column: no_times(0) if column in contract.times else pd.Series([], dtype="str")
            for column in (*contract.required, *contract.optional)
        }
    )


def _no_audit() -> pd.DataFrame:
    return _without_rows("audit")


def _no_predictions() -> pd.DataFrame:
    return _without_rows("predictions")


@dataclass(frozen=True)
class LabelVersion:
    """Items, annotations, annotators, gold and adjudications of one version, and what was found out about them.

    All tables follow the contract in `labelcards.dataset.contract.tables`; absent ones are empty with its columns.
    Rows are sorted by their keys, so that equal content is equal bytes. Tables do not change once a version has them:
    another table is another version (``dataclasses.replace``).

    Attributes:
        manifest: the data set.
        version: this label version.
        items: ``item_id`` and the declared item columns, one row per item.
        annotations: one row per judgement: ``item_id, annotator_id, question, label, started_at, submitted_at,
            batch, source, suggested_by``.
        annotators: ``annotator_id`` and the declared annotator columns; every annotator in ``annotations`` is here.
        gold: ``item_id, question, label``.
        adjudications: ``item_id, question, label, by, at, reason``.
        audit: labels that a reviewer gave to a random sample: ``item_id, question, label, by, at, stratum,
            stratum_items``; the last two say how the sample was drawn, see `labelcards.assess.quality.audit`.
        predictions: somebody's model: ``item_id, question, label, probability``, the last one as text.
    """

    manifest: DatasetManifest
    version: VersionManifest
    items: pd.DataFrame
    annotations: pd.DataFrame
    annotators: pd.DataFrame
    gold: pd.DataFrame
    adjudications: pd.DataFrame
    audit: pd.DataFrame = field(default_factory=_no_audit)
    predictions: pd.DataFrame = field(default_factory=_no_predictions)

    def __repr__(self) -> str:
        """Name, version and sizes; no cell of a table."""
        sizes = [f"{len(getattr(self, name)):,} {name}" for name in CONTRACT if len(getattr(self, name))]
        return f"{self.manifest.name} {self.version.version}: {', '.join(sizes) or 'no rows'}"

    @cached_property
    def codes(self) -> AnnotationCodes:
        """The annotations as codes; made once."""
        return AnnotationCodes.of(
            self.annotations, self.items["item_id"], self.annotators["annotator_id"], self.manifest.questions
        )

    @cached_property
    def counted(self) -> LabelVersion:
        """The version without annotations of source ``ground_truth``, rows renumbered; itself when it has none.

        Labelling tools store a reviewer's answer among the annotations; scored as one, it would be measured against
        itself.
        """
        kept = self.annotations["source"].ne("ground_truth").fillna(True)
        return self if kept.all() else replace(self, annotations=self.annotations[kept].reset_index(drop=True))
