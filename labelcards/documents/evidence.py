"""What the figures of one version rest on: files with digests, stages with parameters, packages, the commit."""

from __future__ import annotations

from pydantic import Field

from labelcards.documents.document import Part

__all__ = ["Evidence", "EvidenceFile", "StageRun"]

Value = str | int | float | bool


class EvidenceFile(Part):
    """A file or folder that a stage read or wrote.

    Attributes:
        path: relative to the data set's folder; a folder ends with a slash.
        private: whether it is raw data, which is never distributed.
        sha256: of its bytes; None for a folder, or when nothing recorded it.
        md5: as ``dvc.lock`` has it, with ``.dir`` for the listing of a folder.
        git_blob: what Git calls this content; None for what people did not write by hand.
        size: bytes.
    """

    path: str
    private: bool = False
    sha256: str | None = None
    md5: str | None = None
    git_blob: str | None = None
    size: int | None = None


class StageRun(Part):
    """One stage: what it used and wrote, with which parameters, seeds and packages.

    Attributes:
        stage: ``anonymize``, ``quality``, …
        used, generated: paths of `EvidenceFile`.
        parameters, seeds: name → value.
        packages: package → version, as it was when the stage ran.
    """

    stage: str
    used: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
    parameters: dict[str, Value] = Field(default_factory=dict)
    seeds: dict[str, Value] = Field(default_factory=dict)
    packages: dict[str, str] = Field(default_factory=dict)


class Evidence(Part):
    """The evidence of one version.

    Attributes:
        dataset, version: which.
        commit: the last Git commit that changed the version's hand-written inputs; None with a reason.
        why_no_commit: the reason.
        why_no_dvc: why there are no DVC digests; empty when there are.
        files: by path.
        stages: in the order of the pipeline.
        packages: package → version of what wrote the pages.
    """

    dataset: str
    version: str
    commit: str | None = None
    why_no_commit: str = ""
    why_no_dvc: str = ""
    files: tuple[EvidenceFile, ...] = ()
    stages: tuple[StageRun, ...] = ()
    packages: dict[str, str] = Field(default_factory=dict)
