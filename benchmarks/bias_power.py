"""How often the bias report speaks when there is nothing to say, and how often it finds what is there.

Run ``python benchmarks/bias_power.py [--versions N]``; it prints the tables of ``docs/reference/bias-power.md``.
Versions are simulated (`tests.assess.bias_data`): 400 items, 18 annotators, 4 annotations per item, every item with
gold, annotators of unequal care, some items hard for everybody. The question is ordinal, so that every kind of
comparison is made.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labelcards.assess.bias.version import bias_figures
from labelcards.documents.figures import Figure, FigureTree, leaves
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import BiasParams
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.intervals.proportions import wilson_bounds
from tests.assess.bias_data import Effects, finals_of, simulated

PLAN = BiasParams(permutations=200)
FAMILIES = (
    "label_rate", "label_level", "error_rate", "disagreement", "annotator_rate", "annotator_level", "annotator_error",
    "annotator_dissent", "cohesion",
)  # fmt: skip


def report(effects: Effects, seed: int) -> tuple[FigureTree, list[WarningRecord]]:
    """The figures and findings of one simulated version."""
    version = simulated(effects, seed)
    content: dict[str, Any] = version.manifest.model_dump(exclude_none=True)
    content["questions"]["topic"]["kind"] = "ordinal"
    version = replace(version, manifest=DatasetManifest.model_validate(content))
    figures, _, found = bias_figures(version, finals_of(version), PLAN)
    return figures, found


def rejected(figures: FigureTree, level: float) -> set[str]:
    """The kinds of comparison in which some single column is rejected at the level."""
    return {
        path[2]
        for path, figure in leaves(figures)
        if path[0] == "questions" and path[-1] == "p_adjusted" and "×" not in "".join(path) and _small(figure, level)
    }


def _small(figure: Figure, level: float) -> bool:
    return figure.value is not None and figure.value <= level


def share(hits: int, n: int) -> str:
    """A share with its interval, as the table shows it."""
    low, high = wilson_bounds(hits / n, n)
    return f"{hits / n:.0%} ({low:.0%}–{high:.0%})"


def null_table(versions: int) -> Iterator[str]:
    """Versions without any effect: how many are rejected, by kind of comparison, and how many carry a finding."""
    at = {level: Counter[str]() for level in (0.05, 0.01)}
    spoke = 0
    for seed in range(versions):
        figures, found = report(Effects(), 10_000 + seed)
        spoke += bool(found)
        for level, counts in at.items():
            counts.update(rejected(figures, level))
    yield "| comparisons | some adjusted p ≤ .05 | some adjusted p ≤ .01 |"
    yield "|---|---|---|"
    for family in FAMILIES:
        yield f"| `{family}` | {share(at[0.05][family], versions)} | {share(at[0.01][family], versions)} |"
    yield f"| **any finding in the whole report** | | {share(spoke, versions)} |"


def power_table(versions: int) -> Iterator[str]:
    """Versions with one planted effect: how often it is found and named, and how often something else is."""
    yield "| planted | found | a group without effect is told |"
    yield "|---|---|---|"
    planted = [
        (f"blind spot: {blind:.0%} more errors by a third of the annotators on a third of the items",
         Effects(blind=blind), ("annotator_error", "home", "North", "place", "South"))
        for blind in (0.15, 0.25, 0.35)
    ] + [
        (f"label gap: {gap:.0%} of the items of half the customers get the first label instead",
         Effects(learner=gap), ("english",))
        for gap in (0.1, 0.2, 0.3)
    ]  # fmt: skip
    for said, effects, where in planted:
        hits = other = 0
        for seed in range(versions):
            _, found = report(effects, 20_000 + seed)
            hits += any(set(where) <= set(warned.about) for warned in found)
            other += any(
                not any(name in step for name in ("South", "North", "learner", "fluent") for step in warned.about)
                for warned in found
            )
        yield f"| {said} | {share(hits, versions)} | {share(other, versions)} |"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--versions", type=int, default=200)
    chosen = parser.parse_args()
    for table in (null_table, power_table):
        for line in table(chosen.versions):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
