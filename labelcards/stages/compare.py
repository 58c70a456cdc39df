"""Write the pages that compare any two versions of a data set.

Reads: the manifests, guidelines, tables, consensus and documents of all versions.
Writes: ``site/<dataset>/compare/``: one page per pair of versions and a page to choose from.
Params: the versions of ``params.yaml``, ``publish.smallest_group``, ``publish.minimum_annotators``.
Deterministic: because a comparison is.
Privacy: sees anonymized tables only; no id, and no figure about one annotator or a small group, is on a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelcards.cards.difference.audience import for_public
from labelcards.cards.difference.page import page, with_erratum
from labelcards.cards.environment import environment, render
from labelcards.compare.report import catalog_of, compare_sides
from labelcards.compare.sides.locate import locate_side
from labelcards.compare.sides.pairs import ALL_PAIRS, version_pairs
from labelcards.compare.sides.side import Side
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import read_manifest, read_version_manifest
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.files import write_text
from labelcards.documents.folders import staged_folder
from labelcards.documents.metric_difference import DifferenceVerdict
from labelcards.documents.version_manifest import VersionManifest
from labelcards.stages.inputs import read_params

__all__ = ["VersionPair", "run"]


@dataclass(frozen=True, slots=True)
class VersionPair:
    """A pair of versions on the page to choose from: where its page is and what it found."""

    old: str
    new: str
    address: str
    verdicts: tuple[tuple[DifferenceVerdict, int], ...]


def run(folder: Path, out: Path, params: Path, templates: Path | None = None) -> list[Path]:
    """Compare and return what was written; a data set with one version has only the page that says so."""
    name = DatasetPaths(folder).name
    settings = read_params(params)
    versions = _oldest_first(folder, settings.versions_of(name))
    cells: list[VersionPair] = []
    target = out / name / "compare"
    with staged_folder(target) as staged:
        for old, new in version_pairs(versions):
            difference = _difference(locate_side(folder, old), locate_side(folder, new))
            document = for_public(difference, settings.publish)
            cell = VersionPair(old, new, f"{old}..{new}", tuple(document.verdicts.items()))
            write_text(staged / cell.address / "index.html", page(document, templates, embedded=True))
            cells.append(cell)
        text = render(
            environment(templates),
            "diff/choose.html.jinja",
            title=read_manifest(folder).title,
            versions=[one.version for one in versions],
            pairs={(cell.old, cell.new): cell for cell in cells},
            complete=len(versions) <= ALL_PAIRS,
        )
        write_text(staged / "index.html", text.lstrip())
    return [target]


def _difference(old: Side, new: Side) -> DifferenceDocument:
    """What differs between two versions, without gates: a bar that moves must not change pages of older versions."""
    return with_erratum(compare_sides(old, new, catalog_of(old, new)))


def _oldest_first(folder: Path, names: tuple[str, ...]) -> tuple[VersionManifest, ...]:
    """By date, then in the order of params.yaml."""
    return tuple(sorted((read_version_manifest(folder, name) for name in names), key=lambda one: one.date))
