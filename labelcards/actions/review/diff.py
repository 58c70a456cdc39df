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
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.gates import gate_changes
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.manifests import newest_version
from labelcards.documents.difference import DifferenceDocument, SideName
from labelcards.documents.gates import GatesDocument
from labelcards.documents.yaml_document import read_yaml_document

__all__ = ["diff", "difference_of"]


def diff(
    old: str | Path | LabelVersion, new: str | Path | LabelVersion | None = None, *, dataset: str | Path | None = None
) -> DifferenceDocument:
    """What differs from one label version to another, and whether it is better, worse, or noise.

    Args:
        old, new: each a version's number, a Git revision, ``revision:version``, a folder of clean tables, or a
            `LabelVersion` in memory, of which only the tables and manifests are known. ``new`` is the newest version of
            the workspace when absent.
        dataset: the folder of the data set, when numbers or revisions are given; the only one below ``datasets/`` when
            absent.

    Returns:
        Every figure in both versions with the difference (new minus old), its 95% interval, a two-sided p-value after
        correction over its family, and a verdict; and how labels, rows, guidelines and gates changed.

    Raises:
        InputError: a side names nothing that can be read, or the data set is not clear.
        ToolError: a side may be a Git revision and Git is not installed.

    Example::

        found = labelcards.diff("1.0.0", "1.1.0", dataset="datasets/support-tickets")
        found.to_frame().query("verdict == 'worse'")
    """
    if isinstance(old, LabelVersion) and isinstance(new, LabelVersion) and dataset is None:
        return _compared(_in_memory(old), _in_memory(new))
    named = [str(side) for side in (old, new) if isinstance(side, str | Path)]
    folder = Path(dataset) if dataset is not None else find_dataset(*named)
    before, after = _side(folder, old), _side(folder, newest_version(folder) if new is None else new)
    gates = folder / "gates.yaml"
    return difference_of(before, after, read_yaml_document(gates, GatesDocument) if gates.is_file() else None)


def difference_of(old: Side, new: Side, gates: GatesDocument | None) -> DifferenceDocument:
    """What differs between two sides that were read already, and which gates one of them meets alone."""
    document = _compared(old, new)
    if gates is None:
        return document
    changes = gate_changes(gates, old, new, document, catalog_of(old, new))
    return document.model_copy(update={"gates": changes})


def _compared(old: Side, new: Side) -> DifferenceDocument:
    return with_erratum(compare_sides(old, new, catalog_of(old, new)))


def _side(folder: Path, given: str | Path | LabelVersion) -> Side:
    return _in_memory(given) if isinstance(given, LabelVersion) else locate_side(folder, str(given))


def _in_memory(version: LabelVersion) -> Side:
    name = SideName(given=version.version.version, version=version.version.version)
    return Side(name=name, manifest=version.manifest, declared=version.version, labels=version)
