"""Alpha with a bootstrap interval on a million annotations, against the same bootstrap over ``krippendorff.alpha``.

Run: ``python benchmarks/agreement.py``. Both sides start from the long code arrays; the peer gets its fastest input,
the (items, labels) table of counts, of which each replicate resamples the rows. The peer is timed on a few replicates
and scaled. Prints the ratio and the peak memory of our side, which runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from multiprocessing.connection import Connection

import krippendorff
import numpy as np

from labelcards.metrics.agreement.coefficients import Alpha
from labelcards.metrics.agreement.measures import agreement
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings

ITEMS, PER_ITEM, ANNOTATORS, LABELS = 200_000, 5, 2_000, 5
REPLICATES, TIMED = 1_000, 5
TARGET_RATIO, TARGET_MEGABYTES = 200, 300


def crowd() -> Ratings:
    """A million noisy annotations: seven in ten follow the item's true label."""
    generator = np.random.default_rng(0)
    truth = generator.integers(0, LABELS, ITEMS, dtype=np.intp)
    item = np.repeat(np.arange(ITEMS), PER_ITEM)
    noise = generator.integers(0, LABELS, len(item), dtype=np.intp)
    label = np.where(generator.random(len(item)) < 0.7, truth[item], noise)
    first = generator.integers(0, ANNOTATORS, ITEMS, dtype=np.intp)
    annotator = ((first[:, None] + 7 * np.arange(PER_ITEM)) % ANNOTATORS).ravel()
    return Ratings(item, annotator, label, ITEMS, ANNOTATORS, LABELS)


def ours(pipe: Connection) -> None:
    """Send seconds (best of three) and megabytes of alpha with its BCa interval."""
    ratings = crowd()
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        result = agreement(ratings, Alpha(), IntervalPlan("bca", replicates=REPLICATES, seed=1))
        seconds.append(time.perf_counter() - start)
    assert isinstance(result, Estimate)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((min(seconds), megabytes, result.value, result.low, result.high))


def peer() -> tuple[float, float]:
    """Seconds of a thousand replicates, scaled from a few, and alpha."""
    ratings = crowd()
    generator = np.random.default_rng(1)
    start = time.perf_counter()
    counts = ratings.counts().toarray()
    alpha = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    once = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(TIMED):
        rows = generator.integers(0, ITEMS, ITEMS)
        krippendorff.alpha(value_counts=counts[rows], level_of_measurement="nominal")
    return once + (time.perf_counter() - start) / TIMED * REPLICATES, float(alpha)


def main() -> None:
    """Time both sides in one run and print the ratio."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=ours, args=(there,))
    process.start()
    seconds, megabytes, value, low, high = here.recv()
    process.join()
    peer_seconds, peer_value = peer()
    assert abs(value - peer_value) < 1e-9
    ratio = peer_seconds / seconds
    print(f"{ITEMS * PER_ITEM:,} annotations, {ITEMS:,} items, {ANNOTATORS:,} annotators, {REPLICATES:,} replicates")
    print(f"alpha {value:.6f}, 95% BCa interval {low:.6f} to {high:.6f}")
    print(f"labelcards   {seconds:9.3f} s, peak memory of the process {megabytes:.0f} MB (target {TARGET_MEGABYTES})")
    print(f"krippendorff {peer_seconds:9.1f} s ({TIMED} replicates timed, scaled to {REPLICATES:,})")
    print(f"ratio        {ratio:9.0f} x (target {TARGET_RATIO})")


if __name__ == "__main__":
    main()
