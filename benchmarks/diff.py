"""The whole difference of two versions with a million items and three million annotations each.

Run ``python benchmarks/diff.py``. Beside it, in another process, a plain pandas merge of the same tables that counts
added, removed and changed rows and nothing else. Prints seconds and peak memory of both; the bound is 30 s and 3 GB on
two cores.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np
import pandas as pd

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_sides
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.rows import annotation_changes, item_changes
from labelcards.dataset.contract.order import contract_frame
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.difference import SideName
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

ITEMS, PER_ITEM, ANNOTATORS, LABELS = 1_000_000, 3, 2_000, 5
SECONDS, MEGABYTES = 30.0, 3_000.0

MANIFEST = DatasetManifest.model_validate(
    {
        "name": "big",
        "title": "Big",
        "description": "A million items.",
        "license": "CC0-1.0",
        "creators": [{"name": "Team"}],
        "owners": [{"name": "Team"}],
        "questions": {"topic": {"title": "Topic", "labels": [f"label-{k}" for k in range(LABELS)]}},
        "items": {"columns": {"text": {"action": "clean"}, "channel": {"group": True}}},
        "annotators": {"columns": {"team": {"group": True}}},
    }
)
TABLE = {"file": "raw/x.csv"}


def side(number: int) -> Side:
    """Version 1.0.0, or 1.1.0 in which 1% of items are new, 1% gone, 1% edited and 3% of annotations relabelled."""
    generator = np.random.default_rng(7)
    truth = generator.integers(0, LABELS, ITEMS)
    label = np.where(
        generator.random(ITEMS * PER_ITEM) < 0.8,
        truth.repeat(PER_ITEM),
        generator.integers(0, LABELS, ITEMS * PER_ITEM),
    )
    first = generator.integers(0, ANNOTATORS, ITEMS)
    annotator = ((first[:, None] + 7 * np.arange(PER_ITEM)) % ANNOTATORS).ravel()
    identity = np.arange(ITEMS)
    edited = np.zeros(ITEMS, dtype=np.bool_)
    if number:
        label = np.where(generator.random(len(label)) < 0.03, (label + 1) % LABELS, label)
        identity = np.where(identity < ITEMS // 100, identity + ITEMS, identity)
        edited = generator.random(ITEMS) < 0.01
    items = pd.Series("item-" + pd.Series(identity).astype("str").str.zfill(8), dtype="str")
    text = (
        "The parcel "
        + items
        + " has not arrived and nobody answers the telephone."
        + pd.Series(edited).map({True: " Please.", False: ""})
    )
    people = np.array([f"person-{number:04}" for number in range(ANNOTATORS)])
    tables = {
        "items": pd.DataFrame({"item_id": items, "text": text, "channel": np.array(["mail", "chat"])[identity % 2]}),
        "annotations": pd.DataFrame(
            {
                "item_id": items.repeat(PER_ITEM).to_numpy(),
                "annotator_id": people[annotator],
                "question": "topic",
                "label": np.array([f"label-{k}" for k in range(LABELS)])[label],
            }
        ),
        "annotators": pd.DataFrame({"annotator_id": people, "team": [f"team {k % 9}" for k in range(ANNOTATORS)]}),
        "gold": pd.DataFrame(
            {"item_id": items[:20_000], "question": "topic", "label": [f"label-{k}" for k in truth[:20_000]]}
        ),
        "adjudications": None,
    }
    version = f"1.{number}.0"
    declared = VersionManifest.model_validate(
        {"version": version, "date": "2026-01-01", "note": "x", "tables": {"items": TABLE, "annotations": TABLE}}
    )
    frames = {name: contract_frame(name, frame, MANIFEST) for name, frame in tables.items()}
    labels = LabelVersion(manifest=MANIFEST, version=declared, **frames)
    return Side(SideName(given=version, version=version), MANIFEST, declared, labels)


def ours(old: Side, new: Side) -> tuple[int, int, int]:
    """Everything labelcards says, plurality labels included."""
    found = compare_sides(old, new, CATALOG).annotations
    assert found is not None
    return found.added, found.removed, found.changed


def rows_only(old: Side, new: Side) -> tuple[int, int, int]:
    """What the peer does, and items edited besides."""
    assert old.labels is not None
    assert new.labels is not None
    item_changes(old.labels, new.labels)
    found = annotation_changes(old.labels, new.labels)
    return found.added, found.removed, found.changed


def peer(old: Side, new: Side) -> tuple[int, int, int]:
    """Rows of the annotations by an outer merge, and the items in the same way."""
    assert old.labels is not None
    assert new.labels is not None
    key = ["item_id", "annotator_id", "question"]
    before, after = (version.annotations[[*key, "label"]] for version in (old.labels, new.labels))
    merged = before.merge(after, on=key, how="outer", suffixes=("_old", "_new"), indicator=True)
    both = merged["_merge"] == "both"
    items = old.labels.items.merge(new.labels.items, on="item_id", how="outer", indicator=True)
    assert len(items) > ITEMS
    return (
        int((merged["_merge"] == "right_only").sum()),
        int((merged["_merge"] == "left_only").sum()),
        int((both & (merged["label_old"] != merged["label_new"])).sum()),
    )


def measured(pipe: Connection, work: Callable[[Side, Side], tuple[int, int, int]]) -> None:
    """Send seconds, peak megabytes of the process (both versions included) and the counts."""
    old, new = side(0), side(1)
    start = time.perf_counter()
    counts = work(old, new)
    seconds = time.perf_counter() - start
    pipe.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, counts))


def in_a_process(work: Callable[[Side, Side], tuple[int, int, int]]) -> tuple[float, float, tuple[int, int, int]]:
    """Measure in a fresh process, so that peak memory is the work's own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=measured, args=(there, work))
    process.start()
    result: tuple[float, float, tuple[int, int, int]] = here.recv()
    process.join()
    return result


def main() -> int:
    """Time both in one run; exit code 1 when a bound is missed or the counts differ."""
    seconds, megabytes, counts = in_a_process(ours)
    rows_seconds, rows_megabytes, rows_counts = in_a_process(rows_only)
    peer_seconds, peer_megabytes, peer_counts = in_a_process(peer)
    print(
        f"{ITEMS:,} items and {ITEMS * PER_ITEM:,} annotations per side; +{counts[0]:,} -{counts[1]:,} ~{counts[2]:,}"
    )
    print(
        f"labelcards diff, everything  {seconds:6.1f} s  {megabytes:6.0f} MB"
        f" (bound {SECONDS:.0f} s, {MEGABYTES:.0f} MB)"
    )
    print(f"labelcards, rows only        {rows_seconds:6.1f} s  {rows_megabytes:6.0f} MB")
    print(f"pandas merge, rows only      {peer_seconds:6.1f} s  {peer_megabytes:6.0f} MB")
    print(f"rows only: pandas takes {peer_seconds / rows_seconds:.1f} times as long")
    same = counts == peer_counts == rows_counts
    return 0 if same and seconds <= SECONDS and megabytes <= MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
