"""What a version could have detected.

Reads: the version's documents and tables, those of what it is measured against, ``gates.yaml`` if there is one.
Writes: nothing.
Params: none.
Deterministic: because everything is a formula of measured standard errors.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import catalog_of, compare_sides
from labelcards.compare.sides.locate import locate_side
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.detectable import detectable_by_others, detectable_changes, detectable_next
from labelcards.compare.verdicts.gates import evaluate_gates
from labelcards.compare.verdicts.unpaired import selected_figures
from labelcards.dataset.version.manifests import newest_version, read_version_manifest
from labelcards.documents.detectable import DetectableDifference, GateReach, PowerReport
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figures import CatalogEntry
from labelcards.documents.gates import GatesDocument
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.documents.yaml_document import did_you_mean, read_yaml_document
from labelcards.errors import InputError, Problem
from labelcards.metrics.power.detectable import POWER, DetectionAim

__all__ = ["run"]

Catalog = Mapping[str, CatalogEntry]
_NO_DOCUMENTS = "The version has no documents; run `dvc repro`, or `labelcards quality`, to know what it could detect."


def run(
    folder: Path,
    version: str | None,
    *,
    against: str | None = None,
    margins: Mapping[str, float] | None = None,
    power: float = POWER,
    everything: bool = False,
) -> PowerReport:
    """Detectable differences of every question, and where the gates decide.

    Args:
        folder: the data set.
        version: of it; the newest when absent.
        against: what changes are measured against, as ``labelcards diff`` takes it; the version's parent when absent.
        margins: metric → the difference to be found; ``""`` for every metric.
        power: how often a difference is to be found.
        everything: the figures beside the first of each aspect, too.

    Raises:
        InputError: a manifest or the gates are wrong, a version does not exist, or a margin is of no metric.
    """
    margins = margins or {}
    _check(margins)
    version = version or newest_version(folder)
    parent = against or read_version_manifest(folder, version).parent
    new = locate_side(folder, version)
    old = locate_side(folder, parent) if parent else None
    catalog = catalog_of(*([new, old] if old else [new]))
    difference = _with_margins(compare_sides(old, new, catalog), margins) if old is not None else None
    next_ones = [*detectable_next(selected_figures(new.documents), catalog, power, margins=margins, everything=True)]
    compared = difference.metrics if difference else ()
    changes = [*detectable_changes(compared, power, everything=everything)]
    leading = [
        *detectable_next(selected_figures(new.documents), catalog, power, margins=margins, everything=everything)
    ]
    return PowerReport(
        dataset=new.manifest.name,
        version=version,
        against=parent,
        power=power,
        differences=(*(changes if old else leading), *_by_others(new, next_ones, power, everything=everything)),
        gates=_gates(folder, (old, new), difference, catalog, power),
        notes=() if new.documents else (_NO_DOCUMENTS,),
    )


def _check(margins: Mapping[str, float]) -> None:
    """Margins are of metrics."""
    for metric in sorted(set(margins) - {""}):
        if metric not in CATALOG:
            remedy = did_you_mean(metric, CATALOG) or "The metrics are in docs/reference/metrics.md."
            raise InputError([Problem("--margin", "unknown-metric", "No metric has that name.", remedy, column=metric)])


def _with_margins(difference: DifferenceDocument, margins: Mapping[str, float]) -> DifferenceDocument:
    return difference.model_copy(update={"metrics": tuple(_with_margin(one, margins) for one in difference.metrics)})


def _with_margin(one: MetricDifference, margins: Mapping[str, float]) -> MetricDifference:
    margin = margins.get(one.metric, margins.get("", one.margin or 0.0))
    return one.model_copy(update={"margin": margin or None})


def _by_others(
    new: Side, held: list[DetectableDifference], power: float, *, everything: bool
) -> Iterator[DetectableDifference]:
    """Of each question's agreement, what other annotators would have left to be found."""
    quality = new.documents.get("quality")
    told: set[str] = set()
    for one in held:
        if quality is None or one.path[3:5] != ("agreement", "overall") or (one.question in told and not everything):
            continue
        both = quality.find("questions", one.question, "agreement", "two_way", one.path[-1])
        found = both and detectable_by_others(one, both, DetectionAim(SIGNIFICANCE, power))
        if found:
            told.add(one.question)
            yield found


def _gates(
    folder: Path,
    sides: tuple[Side | None, Side],
    difference: DifferenceDocument | None,
    catalog: Catalog,
    power: float,
) -> tuple[GateReach, ...]:
    """The bars of the data set; waivers do not matter here."""
    if not (folder / "gates.yaml").is_file():
        return ()
    old, new = sides
    declared = read_yaml_document(folder / "gates.yaml", GatesDocument)
    results = evaluate_gates(
        declared, new=new, old=old, difference=difference, catalog=catalog, today=date.min, power=power
    )
    return tuple(
        GateReach(
            gate=result.gate.name,
            path=found.path,
            unit=result.definition.unit if result.definition else "",
            bounds=found.detectable,
        )
        for result in results
        for found in result.figures
        if found.detectable
    )
