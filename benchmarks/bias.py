"""Bias figures of a million annotations: eight group columns, their pairs, a thousand permutations.

Run ``python benchmarks/bias.py``. Two figures:

- seconds of `bias_figures` on 1,000,000 annotations (200,000 items × 5, 1,000 annotators, 4 labels; 4 item columns, 4
  annotator columns, all pairs crossed; 20,000 gold items), bound 60 s on two cores;
- the permutation test of cohesion along 8 annotator columns with all 28 pairs, 1,000 shuffles, against the plain way,
  which counts labels again after every shuffle (timed on 3 shuffles and scaled), as a ratio.
"""

from __future__ import annotations

import argparse
import time
from itertools import combinations

import numpy as np
import pandas as pd

from labelcards.assess.bias.version import bias_figures
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import leaves
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import BiasParams
from labelcards.documents.version_manifest import VersionManifest
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.groups.cohesion import association
from labelcards.metrics.groups.pair_tables import PairTables
from labelcards.metrics.intervals.permutation import permutation_test
from labelcards.metrics.ratings import Codes, Ratings

LABELS = ("billing", "delivery", "fault", "returns")
COLUMNS = 4
PER_ITEM = 5
SECONDS = 60.0


def draw(items: int, annotators: int, seed: int = 1) -> Ratings:
    """Random labels with a common truth; each item has five different annotators."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, annotators, items)
    step = rng.integers(1, annotators // PER_ITEM, items)
    annotator = (start[:, None] + step[:, None] * np.arange(PER_ITEM)) % annotators
    item = np.repeat(np.arange(items), PER_ITEM)
    truth = rng.integers(0, len(LABELS), items)
    wrong = rng.random(len(item)) < 0.15
    label = np.where(wrong, rng.integers(0, len(LABELS), len(item)), truth[item])
    return Ratings(item, annotator.ravel().astype(np.intp), label.astype(np.intp), items, annotators, len(LABELS))


def version_of(ratings: Ratings, seed: int = 2) -> LabelVersion:
    """The same annotations as tables, with four columns of three values on each side."""
    rng = np.random.default_rng(seed)
    group = {"action": "keep", "group": True}
    names = [f"column_{c}" for c in range(COLUMNS)]
    manifest = DatasetManifest.model_validate(
        {
            "name": "million", "title": "Million", "description": "Made up.", "license": "CC0-1.0",
            "creators": [{"name": "Bench"}], "owners": [{"name": "Bench"}],
            "questions": {"topic": {"title": "Topic", "labels": list(LABELS)}},
            "items": {"columns": dict.fromkeys(names, group)},
            "annotators": {"columns": dict.fromkeys(names, group)},
        }
    )  # fmt: skip
    tables = {"items": {"file": "i.csv"}, "annotations": {"file": "a.csv"}}
    declared = VersionManifest.model_validate({"version": "1.0.0", "date": "2026-01-01", "note": "x", "tables": tables})
    value = np.array(["a", "b", "c"])
    item_ids, ids = (np.array([f"{k}{n:07d}" for n in range(size)]) for k, size in (("i", ratings.N), ("a", ratings.M)))
    columns = {
        "items": {name: value[rng.integers(0, 3, ratings.N)] for name in names},
        "annotators": {name: value[rng.integers(0, 3, ratings.M)] for name in names},
    }
    missing = pd.Series([None] * len(ratings), dtype="str")
    annotations = pd.DataFrame(
        {
            "item_id": pd.Series(item_ids[ratings.item], dtype="str"),
            "annotator_id": pd.Series(ids[ratings.annotator], dtype="str"),
            "question": pd.Series(["topic"] * len(ratings), dtype="str"),
            "label": pd.Series(np.array(LABELS)[ratings.label], dtype="str"),
            "started_at": pd.Series([pd.NaT] * len(ratings), dtype="datetime64[us]"),
            "submitted_at": pd.Series([pd.NaT] * len(ratings), dtype="datetime64[us]"),
            "batch": missing,
            "source": missing,
        }
    )
    gold = pd.DataFrame(
        {
            "item_id": item_ids[::10],
            "question": "topic",
            "label": np.array(LABELS)[rng.integers(0, 4, len(item_ids[::10]))],
        }
    )
    return LabelVersion(
        manifest,
        declared,
        pd.DataFrame({"item_id": item_ids, **columns["items"]}).astype("str"),
        annotations,
        pd.DataFrame({"annotator_id": ids, **columns["annotators"]}).astype("str"),
        gold.astype("str"),
        pd.DataFrame(columns=["item_id", "question", "label", "by", "at", "reason"]),
    )


def members(M: int, seed: int = 3) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(M, 276) eight columns of three groups, and all pairs of columns crossed."""
    codes = np.random.default_rng(seed).integers(0, 3, (M, 8))
    groups = [codes[:, c] == g for c in range(8) for g in range(3)]
    groups += [
        (codes[:, a] == g) & (codes[:, b] == h)
        for a, b in combinations(range(8), 2)
        for g in range(3)
        for h in range(3)
    ]
    return np.stack(groups, axis=1).astype(np.float64)


def fast(ratings: Ratings, member: np.ndarray[tuple[int, int], np.dtype[np.float64]], permutations: int) -> float:
    """Seconds of the permutation test on pair tables."""
    start = time.perf_counter()
    tables = PairTables.of(ratings)

    def gaps(order: Codes, active: Codes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        inside, across = tables.cohesion(member[:, active][order])
        return inside - across

    permutation_test(gaps, ratings.M, member.shape[1], permutations=permutations, seed=1)
    return time.perf_counter() - start


def plain(ratings: Ratings, member: np.ndarray[tuple[int, int], np.dtype[np.float64]], shuffles: int) -> float:
    """Seconds per shuffle when every group's counts are made again from the annotations."""
    rng = np.random.default_rng(1)
    cell = ratings.item * ratings.K + ratings.label
    everyone = np.bincount(cell, minlength=ratings.N * ratings.K).reshape(ratings.N, ratings.K).astype(np.float64)
    start = time.perf_counter()
    for _ in range(shuffles):
        shuffled = member[rng.permutation(ratings.M)]
        for column in shuffled.T:
            x = np.bincount(cell[column[ratings.annotator] > 0], minlength=ratings.N * ratings.K)
            x = x.reshape(ratings.N, ratings.K).astype(np.float64)
            assert isinstance(association(x, everyone - x).difference, Estimate)
    return (time.perf_counter() - start) / shuffles


def main() -> None:
    """Print the figures and fail when the bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--annotators", type=int, default=1000)
    parser.add_argument("--permutations", type=int, default=1000)
    given = parser.parse_args()
    ratings = draw(given.items, given.annotators)
    member = members(given.annotators)
    seconds = fast(ratings, member, given.permutations)
    each = plain(ratings, member, 1)
    print(f"cohesion test: {seconds:.1f} s for {given.permutations} shuffles × {member.shape[1]} groups")
    print(f"counting again: {each:.1f} s per shuffle, so {each * given.permutations / seconds:.0f} times slower")
    version = version_of(ratings)
    order = np.argsort(ratings.item, kind="stable")
    finals = pd.DataFrame({"question": "topic", "item_id": version.items["item_id"]})
    finals["final"] = np.array(LABELS)[ratings.label[order][::PER_ITEM]]
    start = time.perf_counter()
    tree, _, found = bias_figures(version, finals, BiasParams(permutations=given.permutations))
    total = time.perf_counter() - start
    print(
        f"bias_figures: {total:.1f} s for {len(ratings)} annotations, {len(list(leaves(tree)))} figures, "
        f"{len(found)} findings"
    )
    if len(ratings) >= 1_000_000 and total > SECONDS:
        raise SystemExit(f"slower than {SECONDS:.0f} s")


if __name__ == "__main__":
    main()
