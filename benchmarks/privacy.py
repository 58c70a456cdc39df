"""Anonymization against stock Presidio with the same recognizers, in one run: ``python -m benchmarks.privacy``.

Prints, per corpus, texts per second of CPU time on one core for Presidio's `AnalyzerEngine` and for
`labelcards.privacy`, their ratio, and how many texts have different findings (it must be 0). Each time is the least of
three, each with a detector that has seen none of the texts. ``first`` is without a cache of findings, ``again`` the
same texts with it, ``new version`` a version in which one text in twenty is new.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from labelcards.privacy.detect.cache import FindingCache
from labelcards.privacy.detect.detector import Detector, open_detector
from labelcards.privacy.detect.engines import EngineSpec
from labelcards.privacy.detect.finding import TextFindings
from labelcards.privacy.detect.search import search
from labelcards.privacy.key import PseudonymKey
from tests.privacy.stock import stock_analyzer

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
RUNS = 3
KEY = PseudonymKey(b"benchmark key of 32 bytes ......")


def corpora() -> dict[str, list[str]]:
    """Real and synthetic texts with many and few pieces of personal data; with repetitions as a labelled table has
    them.
    """
    synth = json.loads((SHARED / "presidio_synth" / "synth_dataset_v2.json").read_text(encoding="utf-8"))
    news = pd.read_csv(SHARED / "snow2008_rte" / "rte.standardized.csv", dtype=str)
    police: list[str] = []
    for path in sorted((SHARED / "leoka_label_studio").glob("*.json")):
        tasks = json.loads(path.read_text(encoding="utf-8"))
        police += [value for task in tasks for value in task["data"].values() if isinstance(value, str) and value]
    return {
        "presidio_synth": [row["full_text"] for row in synth],
        "news (different)": sorted(set(news["text"].dropna())),
        "news (10 rows per item)": list(news["text"].dropna()),
        "police narratives": sorted(set(police)),
    }


def _timed(work: Callable[[Detector], Any], spec: EngineSpec) -> tuple[float, Any]:
    """The least CPU time of three runs, and the result."""
    times = []
    for _ in range(RUNS):
        detector = Detector(spec)
        detector.find(["warm up"])
        started = time.process_time()
        result = work(detector)
        times.append(time.process_time() - started)
    return min(times), result


def _stock(detector: Detector, texts: list[str]) -> list[list[tuple[int, int, str, float]]]:
    engine = stock_analyzer(detector)
    return [sorted((r.start, r.end, r.entity_type, round(r.score, 6)) for r in engine.analyze(t, "en")) for t in texts]


def _plain(detected: TextFindings) -> list[tuple[int, int, str, float]]:
    return sorted((f.start, f.end, f.entity_type, round(f.score, 6)) for f in detected.findings)


def measure(name: str, texts: list[str], detector: Detector) -> dict[str, float]:
    """Times of one corpus."""
    _stock(detector, texts[:20])
    stock_time, stock = _timed(lambda fresh: _stock(fresh, texts), detector.spec)
    first_time, found = _timed(lambda fresh: search(texts, fresh), detector.spec)
    differing = sum(_plain(found[text]) != theirs for text, theirs in zip(texts, stock, strict=True))
    known = [text for number, text in enumerate(texts) if number % 20]
    with tempfile.TemporaryDirectory() as folder:
        caches = [FindingCache(Path(folder) / str(run), KEY, detector.configuration) for run in range(RUNS)]
        for cache in caches:
            search(known, detector, cache=cache)
        runs = iter(caches)
        version_time, _ = _timed(lambda fresh: search(texts, fresh, cache=next(runs)), detector.spec)
        again_time, _ = _timed(lambda fresh: search(texts, fresh, cache=caches[0]), detector.spec)
    n = len(texts)
    print(
        f"{name:26} {n:6} texts  stock {n / stock_time:8.0f}/s  "
        f"first {n / first_time:8.0f}/s ({stock_time / first_time:5.1f}x)  "
        f"new version {stock_time / version_time:6.1f}x  again {stock_time / again_time:6.1f}x  differing {differing}"
    )
    return {"first": stock_time / first_time, "version": stock_time / version_time, "differing": differing}


def main() -> int:
    """Exit code 1 when any finding differs from stock Presidio's."""
    if not SHARED.is_dir():
        print(f"skipped: no corpora at {SHARED}")
        return 0
    detector = open_detector()
    results = [measure(name, texts, detector) for name, texts in corpora().items()]
    return int(any(result["differing"] for result in results))


if __name__ == "__main__":
    sys.exit(main())
