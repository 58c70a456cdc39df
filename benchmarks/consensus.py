"""Consensus against its peers, in one run on one machine: ``python benchmarks/consensus.py``.

- Dawid–Skene against Crowd-Kit: at least 5 times as fast per EM iteration, same labels.
- CROWDLAB against cleanlab on 20,000 items and 200 annotators: at least 10 times as fast, same labels and qualities.

A peer that is not installed is not measured, and the output says so. Crowd-Kit cannot be installed beside labelcards:
``LABELCARDS_CROWD_KIT_PYTHON`` in the environment names the interpreter of an environment that has it. Exit code 1 when
a bar is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from labelcards.metrics.consensus.crowdlab import Crowdlab, crowdlab
from labelcards.metrics.consensus.dawid_skene import dawid_skene
from labelcards.metrics.ratings import Ratings

ITERATIONS = 20
CROWD_KIT_PYTHON = "LABELCARDS_CROWD_KIT_PYTHON"


def crowd(N: int, M: int, K: int, per_item: int, seed: int = 0) -> tuple[Ratings, np.ndarray]:
    """Ratings of N items by ``per_item`` of M annotators of accuracy .4 to .95, and probabilities of a fair model."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, K, N)
    item = np.repeat(np.arange(N), per_item)
    annotator = rng.random((N, M)).argpartition(per_item, axis=1)[:, :per_item].ravel()
    right = rng.random(len(item)) < rng.uniform(0.4, 0.95, M)[annotator]
    label = np.where(right, truth[item], rng.integers(0, K, len(item)))
    probabilities = rng.dirichlet(np.full(K, 0.5), N) / 2
    probabilities[np.arange(N), truth] += 0.5
    return Ratings(item, annotator, label, N, M, K), probabilities


def seconds(run: Callable[[], object], repeats: int) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def against_crowd_kit() -> bool:
    """Dawid–Skene with a fixed number of EM iterations; True when the bar is met or Crowd-Kit is missing."""
    interpreter = os.environ.get(CROWD_KIT_PYTHON) or (sys.executable if find_spec("crowdkit") else None)
    if interpreter is None:
        print(
            "Dawid–Skene against Crowd-Kit: NOT MEASURED. Crowd-Kit needs numpy < 2 and an environment of its own; "
            f"name its Python in {CROWD_KIT_PYTHON} (how to make one: tools/record_oracles.py)."
        )
        return True
    met = True
    for N, M in ((2_000, 40), (20_000, 200)):
        ratings, _ = crowd(N, M, 5, 5)
        peer = crowd_kit(interpreter, ratings)
        ours = partial(dawid_skene, ratings, smoothing=0, iterations=ITERATIONS, tolerance=0)
        same = float((np.array(peer["labels"]) == ours().consensus.label).mean())
        fast, slow = seconds(ours, 5), peer["seconds"]
        print(
            f"Dawid–Skene, {N:,} items, {M} annotators, {ITERATIONS} iterations: {fast:.3f} s, "
            f"Crowd-Kit {slow:.3f} s, {slow / fast:.1f}×, same labels {same:.2%} ({peer['versions']})"
        )
        met &= slow / fast >= 5 and same >= 0.9999
    return met


def crowd_kit(interpreter: str, ratings: Ratings) -> dict[str, Any]:
    """What ``peers/crowd_kit.py`` says, run by another interpreter on the same annotations."""
    script = Path(__file__).parent / "peers" / "crowd_kit.py"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.npz"
        np.savez(path, item=ratings.item, annotator=ratings.annotator, label=ratings.label)
        command = [interpreter, str(script), str(path), str(ITERATIONS)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{CROWD_KIT_PYTHON} does not run Crowd-Kit:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def against_cleanlab() -> bool:
    """CROWDLAB on a table that cleanlab needs dense; True when the bar is met or cleanlab is missing."""
    if find_spec("cleanlab") is None:
        print("CROWDLAB against cleanlab: NOT MEASURED, cleanlab is not installed here")
        return True
    from cleanlab.multiannotator import get_label_quality_multiannotator  # noqa: PLC0415

    ratings, probabilities = crowd(20_000, 200, 5, 5)
    dense = np.full((ratings.N, ratings.M), np.nan)
    dense[ratings.item, ratings.annotator] = ratings.label
    ours = crowdlab(ratings, probabilities)
    if not isinstance(ours, Crowdlab):
        raise TypeError("the ratings have shared items")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = get_label_quality_multiannotator(dense, probabilities, verbose=False)["label_quality"]
        slow = seconds(lambda: get_label_quality_multiannotator(dense, probabilities, verbose=False), 2)
    fast = seconds(lambda: crowdlab(ratings, probabilities), 5)
    same = bool((theirs["consensus_label"] == ours.consensus.label).all())
    gap = float(np.abs(theirs["consensus_quality_score"] - ours.consensus.confidence).max())
    print(
        f"CROWDLAB, 20,000 items, 200 annotators: {fast:.3f} s, cleanlab {slow:.3f} s, {slow / fast:.1f}×, "
        f"same labels {same}, largest difference of qualities {gap:.1e}"
    )
    return slow / fast >= 10 and same and gap < 1e-12


if __name__ == "__main__":
    results = [against_crowd_kit(), against_cleanlab()]
    sys.exit(0 if all(results) else 1)
