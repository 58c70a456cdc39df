"""Compare two label versions for a reviewer.

Reads: tables, consensus and documents of two versions, from the workspace, from Git and DVC's cache, or from
    folders.
Writes: nothing.
Params: none.
Deterministic: because intervals are analytic and every list is sorted.
Privacy: sees anonymized tables only and quotes no text of an item.
"""

from __future__ import annotations

from html import unescape
from pathlib import Path

from labelcards.assess.catalog import CATALOG
from labelcards.cards.environment import environment, render
from labelcards.compare.gates import gate_changes
from labelcards.compare.locate import dataset_of, locate_side
from labelcards.compare.report import compare_sides
from labelcards.compare.side import Side
from labelcards.dataset.manifests import list_versions
from labelcards.documents.difference import DifferenceDocument, GateChange
from labelcards.documents.figures import CatalogEntry
from labelcards.documents.gates import GatesDocument
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError, Problem
from labelcards.stages.difference_view import difference_view

__all__ = ["MOST_BYTES", "catalog_of", "comment", "find_dataset", "newest_version", "page", "run"]

MOST_BYTES = 60_000
"""GitHub and GitLab cut longer comments."""

_CAPS = (100, 40, 15, 6, 2, 0)
_ON_A_PAGE = 500
_TEMPLATE = "diff/comment.md.jinja"


def run(old: str, new: str | None, dataset: Path | None) -> DifferenceDocument:
    """Compare ``new`` with ``old``; without ``new``, the newest version of the workspace.

    Raises:
        InputError: a side names nothing that can be read, or the data set is not clear.
    """
    folder = dataset or find_dataset(old, *([new] if new else []))
    before = locate_side(folder, old)
    after = locate_side(folder, new or newest_version(folder))
    catalog = catalog_of(before, after)
    document = compare_sides(before, after, catalog)
    gates: tuple[GateChange, ...] = ()
    if (folder / "gates.yaml").is_file():
        declared = read_yaml_document(folder / "gates.yaml", GatesDocument)
        gates = gate_changes(declared, before, after, document.metrics, catalog)
    return document.model_copy(update={"gates": gates, "erratum": _erratum(document)})


def find_dataset(*given: str) -> Path:
    """The data set that folders among ``given`` lie in, else the only one below ``datasets/``."""
    for name in given:
        if (folder := dataset_of(name)) is not None:
            return folder
    found = sorted(path.parent for path in Path("datasets").glob("*/dataset.yaml"))
    if len(found) == 1:
        return found[0]
    message = "There is no data set here." if not found else "There are several data sets here."
    choices = ", ".join(path.as_posix() for path in found) or "datasets/<name>"
    raise InputError([Problem("datasets", "which-dataset", message, f"Give --dataset: {choices}.")])


def catalog_of(*sides: Side) -> dict[str, CatalogEntry]:
    """Definitions of every metric that the sides' documents hold; ours win."""
    held = [document.catalog for side in sides for document in side.documents.values()]
    return {key: entry for catalog in (*held, CATALOG) for key, entry in catalog.items()}


def comment(document: DifferenceDocument, templates: Path | None = None) -> str:
    """The difference as Markdown for a pull request: summary first, details folded, at most `MOST_BYTES` long."""
    jinja = environment(templates)
    text = ""
    for cap in _CAPS:
        text = render(jinja, _TEMPLATE, view=difference_view(document, cap), complete=cap == _CAPS[0])
        if len(text.encode("utf-8")) <= MOST_BYTES:
            break
    return text


def page(document: DifferenceDocument, templates: Path | None = None, *, embedded: bool = False) -> str:
    """The difference as one HTML page that needs no other file; ``embedded`` adds links to the site around it."""
    view = difference_view(document, _ON_A_PAGE)
    return render(environment(templates), "diff/page.html.jinja", view=view, embedded=embedded).lstrip()


def newest_version(folder: Path) -> str:
    """The highest version number of a data set."""
    versions = list_versions(folder)
    if not versions:
        raise InputError(
            [Problem(folder.as_posix(), "no-version", "The data set has no version.", "Write versions/<v>.yaml.")]
        )
    return versions[-1]


def _erratum(document: DifferenceDocument) -> str:
    """Text for the Datasheet when something that was published changed; a person signs it off."""
    if document.advice.level != "major":
        return ""
    text = render(environment(), "diff/erratum.txt.jinja", view=difference_view(document, 5))
    return unescape(text).strip()
