"""Compare two label versions for a reviewer.

Reads: tables, consensus and documents of two versions, from the workspace, from Git and DVC's cache, or from
    folders.
Writes: nothing.
Params: none.
Deterministic: because intervals are analytic and every list is sorted.
Privacy: sees anonymized tables only and quotes no text of an item.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.difference.page import with_erratum
from labelcards.compare.report import catalog_of, compare_sides
from labelcards.compare.sides.locate import find_dataset, locate_side
from labelcards.compare.verdicts.gates import gate_changes
from labelcards.dataset.version.manifests import newest_version
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.gates import GatesDocument
from labelcards.documents.yaml_document import read_yaml_document

__all__ = ["run"]


def run(old: str, new: str | None, dataset: Path | None) -> DifferenceDocument:
    """Compare ``new`` with ``old``; without ``new``, the newest version of the workspace.

    Raises:
        InputError: a side names nothing that can be read, or the data set is not clear.
    """
    folder = dataset or find_dataset(old, *([new] if new else []))
    before = locate_side(folder, old)
    after = locate_side(folder, new or newest_version(folder))
    catalog = catalog_of(before, after)
    document = with_erratum(compare_sides(before, after, catalog))
    if not (folder / "gates.yaml").is_file():
        return document
    declared = read_yaml_document(folder / "gates.yaml", GatesDocument)
    changes = gate_changes(declared, before, after, document.metrics, catalog)
    return document.model_copy(update={"gates": changes})
