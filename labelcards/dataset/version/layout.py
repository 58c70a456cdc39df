"""Where the files of a data set and its label versions are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["DatasetPaths", "VersionPaths"]


@dataclass(frozen=True, slots=True)
class DatasetPaths:
    """The files of one data set, below ``folder`` (``datasets/<name>``)."""

    folder: Path

    @property
    def name(self) -> str:
        """The data set's name: the folder's."""
        return self.folder.name

    @property
    def manifest(self) -> Path:
        """The hand-written description."""
        return self.folder / "dataset.yaml"

    @property
    def datasheet(self) -> Path:
        """People's answers for the Datasheet."""
        return self.folder / "datasheet.yaml"

    @property
    def modelcard(self) -> Path:
        """People's answers for the Model Card."""
        return self.folder / "modelcard.yaml"

    @property
    def log(self) -> Path:
        """Who did what to the labels, when and why; only ever added to."""
        return self.folder / "log.jsonl"

    @property
    def raw(self) -> Path:
        """Private: never pushed, never published."""
        return self.folder / "raw"

    def version(self, version: str) -> VersionPaths:
        """The paths of one label version."""
        return VersionPaths(self, version)


@dataclass(frozen=True, slots=True)
class VersionPaths:
    """The files of one label version."""

    dataset: DatasetPaths
    version: str

    @property
    def manifest(self) -> Path:
        """The hand-written description of the version."""
        return self.dataset.folder / "versions" / f"{self.version}.yaml"

    @property
    def folder(self) -> Path:
        """Where everything generated for the version is."""
        return self.dataset.folder / "versions" / self.version

    @property
    def tables(self) -> Path:
        """The anonymized tables."""
        return self.folder / "tables"

    @property
    def fingerprints(self) -> Path:
        """Private: keyed digests of raw values, for the scan."""
        return self.dataset.raw / f"{self.version}.fingerprints.json"

    @property
    def consensus(self) -> Path:
        """One row per question and item: consensus by every method, and the final label."""
        return self.folder / "consensus.parquet"

    @property
    def audit(self) -> Path:
        """Private: what reviewers said about a sample of the labels; the version's table ``audit``."""
        return self.dataset.raw / self.version / "audit.csv"

    def audit_draw(self, question: str) -> Path:
        """How the sample of one question was drawn: item ids and strata, which go to Git."""
        return self.dataset.folder / "audits" / f"{self.version}.{question}.csv"

    @property
    def predictions(self) -> Path:
        """The baseline's out-of-fold probabilities, one row per question, item and label."""
        return self.folder / "predictions.parquet"

    @property
    def documents(self) -> Path:
        """The metrics documents, which go to Git."""
        return self.folder / "documents"

    def document(self, stage: str) -> Path:
        """The metrics document that ``stage`` writes."""
        return self.answers if stage == "answers" else self.documents / f"{stage}.json"

    @property
    def answers(self) -> Path:
        """How complete and fresh the answers are; judged by all documents, so not one of them itself."""
        return self.folder / "answers.json"

    @property
    def parent_guidelines(self) -> Path:
        """The parent's guidelines, copied by the stage ``changes``."""
        return self.documents / "parent_guidelines.md"

    @property
    def kpis(self) -> Path:
        """The headline figures in the flat form that ``dvc metrics`` shows."""
        return self.folder / "kpis.json"
