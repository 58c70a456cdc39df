"""Whether a version meets the gates of its data set.

Reads: ``gates.yaml``, the version's documents and tables, those of what it is measured against.
Writes: nothing.
Params: none.
Deterministic: because the day that waivers are judged by is an argument.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from labelcards.cards.sign_text import signs_in_words
from labelcards.compare.report import catalog_of, compare_sides
from labelcards.compare.sides.locate import locate_side
from labelcards.compare.verdicts.gates import evaluate_gates
from labelcards.dataset.version.manifests import newest_version, read_version_manifest
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.gates import CheckReport, GateResult, GatesDocument, IntegrityStep, VersionStep
from labelcards.documents.yaml_document import did_you_mean, read_yaml_document
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem

__all__ = ["integrity_step", "result_named", "run", "version_step", "with_gates"]


def run(folder: Path, version: str | None, *, against: str | None, gates: Path | None, today: date) -> CheckReport:
    """Evaluate all gates.

    Args:
        folder: the data set.
        version: the version that has to meet them; the newest when absent.
        against: what changes are measured against, as ``labelcards diff`` takes it; the version's parent when absent.
        gates: another file than the data set's ``gates.yaml``.
        today: the day that waivers are judged by.

    Raises:
        InputError: the gates or a manifest are wrong, with all problems; or a version does not exist.
    """
    version = version or newest_version(folder)
    declared = read_yaml_document(gates or folder / "gates.yaml", GatesDocument)
    parent = against or read_version_manifest(folder, version).parent
    new = locate_side(folder, version)
    old = locate_side(folder, parent) if parent else None
    catalog = catalog_of(*([new, old] if old else [new]))
    difference = compare_sides(old, new, catalog) if old is not None else None
    return CheckReport(
        dataset=new.manifest.name,
        version=version,
        against=parent,
        today=today,
        integrity=integrity_step(declared, difference),
        version_step=version_step(declared, difference),
        results=evaluate_gates(declared, new=new, old=old, difference=difference, catalog=catalog, today=today),
    )


def with_gates(datasets: Path) -> tuple[list[Path], list[Path]]:
    """The data sets that have gates, and those that have none.

    Raises:
        InputError: none has any.
    """
    folders = sorted(path.parent for path in datasets.glob("*/dataset.yaml"))
    gated = [folder for folder in folders if (folder / "gates.yaml").is_file()]
    if not gated:
        message = "No data set has gates." if folders else "There is no data set here."
        remedy = "Run `labelcards init`, which writes them." if folders else "Run `labelcards import`, or name one."
        raise InputError([Problem(shown(datasets), "no-gates", message, remedy)])
    return gated, [folder for folder in folders if folder not in gated]


def version_step(declared: GatesDocument, difference: DifferenceDocument | None) -> VersionStep | None:
    """Whether the version number promises as much as has changed; None without a comparison, or when ignored."""
    if difference is None or declared.version_step == "ignore":
        return None
    if difference.advice.fit != "too small":
        return VersionStep(status="passed", advice=difference.advice)
    return VersionStep(status="failed" if declared.version_step == "fail" else "warned", advice=difference.advice)


def integrity_step(declared: GatesDocument, difference: DifferenceDocument | None) -> IntegrityStep | None:
    """Whether the tables show that something happened to them; None without a comparison, or when that is ignored."""
    if difference is None or declared.integrity == "ignore":
        return None
    found = [sign.for_public for sign in difference.signs if sign.concern == "integrity" and sign.level == "warning"]
    status: Literal["passed", "warned", "failed"] = "passed"
    if found:
        status = "failed" if declared.integrity == "fail" else "warned"
    return IntegrityStep(status=status, signs=signs_in_words(found))


def result_named(report: CheckReport, name: str) -> GateResult:
    """The result of one gate.

    Raises:
        InputError: no gate has that name.
    """
    results = {result.gate.name: result for result in report.results}
    if name not in results:
        remedy = did_you_mean(name, results) or f"Gates: {', '.join(results)}."
        raise InputError([Problem("gates.yaml", "unknown-gate", "No gate has that name.", remedy, column=name)])
    return results[name]
