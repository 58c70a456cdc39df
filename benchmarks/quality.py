"""The whole quality stage on large versions, in one run on one machine: ``python benchmarks/quality.py``.

Writes clean tables of made-up versions (5 annotations per item, 5,000 per annotator, with times, batches and gold) and
runs the stage ``quality`` on each in a process of its own, from Parquet to Parquet and JSON. The items have no texts:
the built-in model does not run, whose cost depends on the texts and not on the annotations.

- 10,000,000 annotations inside 4 GB.
- Time per annotation flat: at 1,000,000 and 10,000,000 at most 1.3 times that at 100,000 (processor time without
  start-up, the best of several runs for the smaller ones).

Exit code 1 when a bar is missed. Takes about five minutes; ``--most 1000000`` stops earlier.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

SIZES = {100_000: 5, 1_000_000: 2, 10_000_000: 1}
"""Annotations → how often the stage runs; the best run counts."""

PER_ITEM, PER_ANNOTATOR, LABELS = 5, 5_000, ("a", "b", "c", "d")
MOST_GIGABYTES, MOST_RATIO = 4.0, 1.3

DATASET = {
    "name": "big",
    "title": "Big",
    "description": "Made up.",
    "license": "CC0-1.0",
    "creators": [{"name": "Nobody"}],
    "owners": [{"name": "Nobody"}],
    "questions": {"topic": {"title": "Topic", "labels": list(LABELS)}},
}
VERSION = {
    "version": "1.0.0",
    "date": "2026-01-31",
    "note": "Made up.",
    "tables": {"items": {"file": "items.csv"}, "annotations": {"file": "annotations.csv"}},
}
CHILD = """
import json, resource, sys, time
from pathlib import Path
from labelcards.assess.model import baseline  # start-up is not measured
from labelcards.assess.quality import label_errors, version
from labelcards.stages.quality import run
begin = time.process_time()
run(Path(sys.argv[1]), "1.0.0", Path("no-params.yaml"))
seconds = time.process_time() - begin
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6]))
"""


def column(names: list[str], codes: np.ndarray) -> pd.Series:
    """Names by code, as the tables hold them."""
    return pd.Series(names, dtype="str").take(codes).reset_index(drop=True)


def version(R: int, seed: int = 0) -> LabelVersion:
    """R annotations by annotators who are right in 85% of cases; gold on the first thousand items."""
    rng = np.random.default_rng(seed)
    N, M = R // PER_ITEM, max(R // PER_ANNOTATOR, 10)
    item = np.repeat(np.arange(N), PER_ITEM)
    annotator = ((rng.integers(0, M, N)[:, None] + np.arange(PER_ITEM) * 7) % M).ravel()
    truth = rng.integers(0, len(LABELS), N)
    label = np.where(rng.random(R) < 0.85, truth[item], rng.integers(0, len(LABELS), R))
    start = np.datetime64("2026-01-05T09:00:00", "us") + (np.arange(R) // M * 40).astype("timedelta64[s]")
    ids, people = [f"t{number:08d}" for number in range(N)], [f"a{number:05d}" for number in range(M)]
    annotations = pd.DataFrame(
        {
            "item_id": column(ids, item),
            "annotator_id": column(people, annotator),
            "question": column(["topic"], np.zeros(R, dtype=np.intp)),
            "label": column(list(LABELS), label),
            "started_at": start,
            "submitted_at": start + np.timedelta64(30, "s"),
            "batch": column([f"b{number:02d}" for number in range(20)], item * 20 // N),
            "source": column(["human"], np.zeros(R, dtype=np.intp)),
        }
    )
    keys = pd.DataFrame({name: pd.Series([], dtype="str") for name in ("item_id", "question", "label", "by", "reason")})
    gold = pd.DataFrame({"item_id": ids[:1000], "question": "topic", "label": [LABELS[code] for code in truth[:1000]]})
    return LabelVersion(
        DatasetManifest.model_validate(DATASET),
        VersionManifest.model_validate({**VERSION, "date": date(2026, 1, 31)}),
        pd.DataFrame({"item_id": pd.Series(ids, dtype="str")}),
        annotations,
        pd.DataFrame({"annotator_id": pd.Series(people, dtype="str")}),
        gold.astype("str"),
        keys.assign(at=pd.Series([], dtype="datetime64[us]"))[["item_id", "question", "label", "by", "at", "reason"]],
    )


def measured(folder: Path, repeats: int) -> tuple[float, float]:
    """Processor seconds of the best run, and the highest resident memory in GB of any."""
    runs = []
    for _ in range(repeats):
        command = [sys.executable, "-c", CHILD, str(folder)]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        runs.append(json.loads(output))
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


def main() -> int:
    """Run all sizes; 1 when a bar is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=max(SIZES), help="the largest number of annotations")
    most = parser.parse_args().most
    met, per_annotation = True, {}
    for R, repeats in SIZES.items():
        if most < R:
            break
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "big"
            (folder / "versions").mkdir(parents=True)
            (folder / "dataset.yaml").write_text(yaml.safe_dump(DATASET))
            (folder / "versions/1.0.0.yaml").write_text(yaml.safe_dump(VERSION))
            write_tables(version(R), folder / "versions/1.0.0/tables")
            seconds, memory = measured(folder, repeats)
        per_annotation[R] = seconds / R * 1e6
        ratio = per_annotation[R] / per_annotation[min(SIZES)]
        good = ratio <= MOST_RATIO and memory <= MOST_GIGABYTES
        met = met and good
        print(
            f"quality stage, {R:>10,} annotations: {seconds:7.1f} s, {per_annotation[R]:5.2f} µs per annotation "
            f"({ratio:.2f} × the smallest; at most {MOST_RATIO}), {memory:.2f} GB (at most {MOST_GIGABYTES:.0f})  "
            f"{'met' if good else 'MISSED'}"
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
