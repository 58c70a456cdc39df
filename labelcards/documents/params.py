"""``params.yaml``: one section per stage, and the versions the pipeline runs for."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from labelcards.documents.document import Part
from labelcards.documents.field_types import Slug, VersionNumber
from labelcards.documents.policy import ComparisonPolicy, GroupPolicy
from labelcards.documents.site_publication import Audience

__all__ = [
    "AnonymizeParams",
    "BiasParams",
    "ChangesParams",
    "DemoParams",
    "ModelParams",
    "Params",
    "PublishParams",
    "QualityParams",
    "ScanParams",
]

Seed = Annotated[int, Field(ge=0, lt=2**32)]
Operator = Literal["replace", "mask", "redact", "pseudonym", "surrogate", "generalize", "keep", "drop"]


class DemoParams(Part):
    """How the demo data set is generated."""

    seed: Seed = 20260301
    items: int = Field(default=1200, ge=300, le=100_000)


class AnonymizeParams(Part):
    """How free text and identifiers are made safe.

    Attributes:
        engine: ``builtin`` (no download), or ``spacy:NAME``, ``transformers:NAME``, ``stanza:LANGUAGE``.
        threshold: findings with a lower score are left alone.
        default: what happens to a finding whose entity type is not in ``operators``.
        operators: entity type → operator.
        max_characters: a longer text is withheld.
        jobs: processes of the search, 0 for one per core; the result is the same for any number.
    """

    engine: str = "builtin"
    threshold: float = Field(default=0.4, ge=0, le=1)
    default: Operator = "replace"
    operators: dict[str, Operator] = Field(default_factory=dict)
    max_characters: int = Field(default=100_000, ge=100)
    jobs: int = Field(default=0, ge=0)


class QualityParams(Part):
    """How label quality is measured.

    Attributes:
        seed: of everything that is drawn.
        duplicates: which row counts when one annotator labelled an item twice.
        interval: how intervals of agreement are made: jackknife, or a percentile or BCa bootstrap over items.
        replicates: of the bootstrap, when ``interval`` asks for one.
        folds: folds of the baseline's out-of-fold predictions.
        filter: cleanlab's filter for label issues.
    """

    seed: Seed = 1
    duplicates: Literal["last", "first", "keep"] = "last"
    interval: Literal["jackknife", "percentile", "bca"] = "jackknife"
    replicates: int = Field(default=1000, ge=200, le=100_000)
    folds: int = Field(default=5, ge=2, le=20)
    filter: Literal["prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given"] = (
        "prune_by_noise_rate"
    )


class BiasParams(GroupPolicy):
    """How groups are compared.

    Attributes:
        permutations: shuffles of annotator profiles.
    """

    seed: Seed = 1
    permutations: int = Field(default=1000, ge=100, le=100_000)


class ModelParams(ComparisonPolicy):
    """How the baseline, or somebody's own model, is scored."""

    seed: Seed = 1


class ChangesParams(Part):
    """How a version is compared with its parent.

    Attributes:
        replicates: of the bootstrap.
        seeds: how many times the items are dealt into five parts to train the baseline without each; 0 for never.
        margins: metric → the difference that begins to matter in practice, instead of the catalog's.
    """

    seed: Seed = 1
    replicates: int = Field(default=1000, ge=200, le=100_000)
    seeds: int = Field(default=2, ge=0, le=100)
    margins: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(default_factory=dict)


class ScanParams(Part):
    """What the last check before publishing lets pass: regular expressions of detectable but harmless values."""

    allow: tuple[str, ...] = ()


class PublishParams(Part):
    """Who gets to see what on a published site.

    Attributes:
        audience: whom `labelcards publish` builds for when it is not told.
        smallest_group: groups of fewer items or annotators have no figures on public pages.
        minimum_annotators: figures pooled over fewer annotators describe each of them, and are not public.
        examples: whether public pages show the examples of the guidelines, which may quote items.
        tables: whether a public site hands out the clean tables that a manifest names under ``publication.tables``;
            from them every group can be counted, however small.
    """

    audience: Audience = "public"
    smallest_group: int = Field(default=10, ge=3, le=1000)
    minimum_annotators: int = Field(default=3, ge=3, le=1000)
    examples: bool = False
    tables: bool = False


class VersionEntry(Part):
    """One row of the pipeline: a data set and a version of it."""

    dataset: Slug
    version: VersionNumber


class ParentEntry(VersionEntry):
    """A version that has a parent to compare with."""

    parent: VersionNumber


class Params(Part):
    """The whole file. Sections that other stages of the repository have in it are none of our business.

    Attributes:
        labelcards_version: the release that makes the figures; every stage depends on it, so an upgrade runs them anew.
    """

    labelcards_version: str | None = None
    demo: DemoParams = Field(default_factory=DemoParams)
    anonymize: AnonymizeParams = Field(default_factory=AnonymizeParams)
    quality: QualityParams = Field(default_factory=QualityParams)
    bias: BiasParams = Field(default_factory=BiasParams)
    model: ModelParams = Field(default_factory=ModelParams)
    changes: ChangesParams = Field(default_factory=ChangesParams)
    scan: ScanParams = Field(default_factory=ScanParams)
    publish: PublishParams = Field(default_factory=PublishParams)
    datasets: tuple[Slug, ...] = ()
    versions: dict[str, VersionEntry] = Field(default_factory=dict)
    parents: dict[str, ParentEntry] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _ours(cls, content: Any) -> Any:
        """Without others' sections; one that is nearly named like a section which is missing is a slip."""
        if not isinstance(content, dict):
            return content
        missing = [
            name for name in cls.model_fields if name not in content and name not in ("demo", "labelcards_version")
        ]
        return {
            name: value
            for name, value in content.items()
            if name in cls.model_fields or difflib.get_close_matches(str(name), missing, n=1, cutoff=0.8)
        }

    def versions_of(self, dataset: str) -> tuple[str, ...]:
        """The versions the pipeline runs for a data set, in the file's order."""
        return tuple(entry.version for entry in self.versions.values() if entry.dataset == dataset)
