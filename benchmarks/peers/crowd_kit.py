"""Time Crowd-Kit's Dawid–Skene: ``python crowd_kit.py ANNOTATIONS.npz ITERATIONS``; run by ``benchmarks/consensus.py``.

Runs in an environment of its own and needs nothing of labelcards. Prints the best of three fits in seconds, the
versions, and the label of every item, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene


def main(path: str, iterations: int) -> None:
    """Fit three times and print."""
    held = np.load(path)
    table = pd.DataFrame({"task": held["item"], "worker": held["annotator"], "label": held["label"]})
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        peer = DawidSkene(n_iter=iterations, tol=-np.inf).fit(table)
        seconds.append(time.perf_counter() - start)
    labels = peer.labels_.reindex(range(int(held["item"].max()) + 1)).tolist()
    versions = " ".join(f"{name} {version(name)}" for name in ("crowd-kit", "numpy", "pandas"))
    print(json.dumps({"seconds": min(seconds), "labels": labels, "versions": versions}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
