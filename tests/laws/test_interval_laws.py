"""What must hold for every interval of agreement, tried on thousands of tiny tables, where everything is at an edge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from labelcards import agreement
from labelcards.assess.agreement.question import question_agreement
from labelcards.catalog.metrics import CATALOG
from labelcards.dataset.version.coding import CodedQuestion
from labelcards.documents.figures import Figure, leaves
from labelcards.labels.registry import kind_named
from labelcards.metrics.ratings import Ratings

LABELS = {
    "nominal": ("x", "y", "z"),
    "ordinal": ("low", "middle", "high"),
    "interval": ("-1", "0", "2.5"),
    "ratio": ("1", "2", "10"),
    "multilabel": ("x", "x|y", "y|z"),
}
LEVELS = {"nominal": "nominal", "ordinal": "nominal", "interval": "interval", "ratio": "ratio", "multilabel": "nominal"}
QUICK, MANY = 5, 600
HALF_DIGIT = 1e-6


def tiny(seed: int, K: int) -> Ratings:
    """1-6 items, 1-4 annotators, 1-3 labels of K, even or skewed, some cells missing."""
    generator = np.random.default_rng(seed)
    N, M, used = generator.integers(1, 7), generator.integers(1, 5), generator.integers(1, K + 1)
    shares = generator.dirichlet(np.full(used, generator.choice([0.3, 1.0, 5.0])))
    table = generator.choice(used, (N, M), p=shares)
    alike = generator.random((N, 1)) < generator.choice([0.0, 0.5, 0.9])
    table = np.where(alike, table[:, :1], table)
    item, annotator = np.nonzero(generator.random((N, M)) >= generator.choice([0.0, 0.2, 0.5]))
    return Ratings(item, annotator, table[item, annotator], int(N), int(M), K)


def of_question(seed: int, kind: str) -> Iterator[tuple[str, Figure]]:
    """Every figure of a tiny question, through what the stage calls."""
    ratings = tiny(seed, len(LABELS[kind]))
    names = tuple(f"a{code}" for code in range(ratings.M))
    items = tuple(f"i{code}" for code in range(ratings.N))
    coded = CodedQuestion(ratings, items, names, LABELS[kind], np.arange(len(ratings)), 0)
    groups = {"side": pd.Series(np.where(np.arange(ratings.N) % 2, "left", "right"))}
    batches = pd.Series(np.where(ratings.annotator < 2, "b1", "b2"), dtype="str")
    for path, leaf in leaves(question_agreement(coded, kind_named(kind), groups=groups, batches=batches)):
        yield "/".join(path), leaf


def of_table(seed: int, kind: str) -> Iterator[tuple[str, Figure]]:
    """Every figure of a tiny table, through what people with just a file call."""
    ratings = tiny(seed, len(LABELS[kind]))
    if not len(ratings):
        return
    frame = pd.DataFrame(
        {
            "item": ratings.item,
            "annotator": [f"a{code}" for code in ratings.annotator],
            "label": [LABELS[kind][code] for code in ratings.label],
        }
    )
    found = agreement(frame, item="item", annotator="annotator", label="label", level=LEVELS[kind])
    yield from found.metrics.items()
    for label, figures in found.per_label.items():
        for key, leaf in figures.items():
            yield f"{label}/{key}", leaf


def wrong(leaf: Figure) -> list[str]:
    """What an interval must be and this one is not."""
    if leaf.value is None:
        return []
    row, found = CATALOG[leaf.metric.removesuffix("_weighted")], []
    floor, top = (None if end == "no bound" else float(end) for end in (row.low, row.high))
    low, high = (leaf.value, leaf.value) if leaf.low is None or leaf.high is None else (leaf.low, leaf.high)
    if floor is not None and min(low, leaf.value) < floor - HALF_DIGIT:
        found.append("below its range")
    if top is not None and max(high, leaf.value) > top + HALF_DIGIT:
        found.append("above its range")
    if leaf.low is None and not leaf.why:
        found.append("neither interval nor reason")
    if leaf.low is not None and not low - HALF_DIGIT <= leaf.value <= high + HALF_DIGIT:
        found.append("does not hold the value")
    if leaf.low is not None and high - low <= HALF_DIGIT:
        found.append("has no width")
    return found


def _violations(seeds: range, kind: str) -> list[str]:
    return [
        f"{seed} {path} {problem}: {leaf.value} [{leaf.low}, {leaf.high}] {leaf.method}"
        for seed in seeds
        for figures in (of_question(seed, kind), of_table(seed, kind))
        for path, leaf in figures
        for problem in wrong(leaf)
    ]


@pytest.mark.parametrize("kind", LABELS)
def test_intervals_of_tiny_tables(kind: str) -> None:
    """Every interval holds its value, has width and stays in the metric's range; a value without one says why."""
    assert _violations(range(QUICK), kind) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", LABELS)
def test_intervals_of_many_tiny_tables(kind: str) -> None:
    """The same of 600 tables of each kind, twice."""
    assert _violations(range(QUICK, QUICK + MANY), kind) == []
