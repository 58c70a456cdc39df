"""One of the two things that are compared: a label version with whatever of it could be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from labelcards.compare.sides.finals import plurality_labels
from labelcards.dataset.version.coding import CodedQuestion, DuplicatePolicy, code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.difference import SideName
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.guidelines import Guidelines
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.policy import GroupPolicy
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["MARGIN", "Side"]

MARGIN = "margins."
"""What the parameters of ``changes.json`` call a margin: this and the metric."""


@dataclass(frozen=True)
class Side:
    """A label version as far as it is there.

    Attributes:
        name: what it is called, and why its tables are missing if they are.
        manifest, declared: the hand-written descriptions.
        labels: its clean tables, or None.
        consensus: the table that the stage ``quality`` wrote, or None.
        documents: stage → document, those that exist.
        guidelines: parsed, or None.
        ancestors: the declared version's parent, its parent and so on, as far as they could be read.
    """

    name: SideName
    manifest: DatasetManifest
    declared: VersionManifest
    labels: LabelVersion | None = None
    consensus: pd.DataFrame | None = None
    documents: Mapping[str, MetricsDocument] = field(default_factory=dict)
    guidelines: Guidelines | None = None
    ancestors: tuple[VersionManifest, ...] = ()
    _coded: dict[str, CodedQuestion] = field(default_factory=dict, repr=False)

    @property
    def duplicates(self) -> DuplicatePolicy:
        """Which row counts when an annotator answered twice: as the quality stage was told, else the last."""
        quality = self.documents.get("quality")
        told = quality.parameters.get("duplicates") if quality is not None else None
        return "first" if told == "first" else "keep" if told == "keep" else "last"

    @property
    def policy(self) -> GroupPolicy | None:
        """The bars that the version's figures on groups were held to; None when it has no such figures."""
        bias = self.documents.get("bias")
        return GroupPolicy.recorded(bias.parameters) if bias is not None else None

    @property
    def margins(self) -> dict[str, float]:
        """Metric → the difference that begins to matter, as the version's comparison with its parent was told."""
        changes = self.documents.get("changes")
        told = {} if changes is None else changes.parameters
        return {name.removeprefix(MARGIN): float(value) for name, value in told.items() if name.startswith(MARGIN)}

    @cached_property
    def finals(self) -> pd.DataFrame:
        """``question, item_id, final`` and, from the stage ``quality``, further columns; plurality labels without it.

        Raises:
            ValueError: there are no tables.
        """
        if self.consensus is not None:
            return self.consensus
        if self.labels is None:
            raise ValueError("a side without tables has no final labels")
        return plurality_labels(self.labels, self.coded)

    def coded(self, question: str) -> CodedQuestion:
        """The annotations of a question as codes, without ground truth; coded once.

        Raises:
            ValueError: there are no tables.
        """
        if self.labels is None:
            raise ValueError("a side without tables has no annotations")
        if question not in self._coded:
            self._coded[question] = code_question(self.labels.counted, question, self.duplicates)
        return self._coded[question]
