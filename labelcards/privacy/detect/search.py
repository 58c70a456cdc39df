"""Search many texts: each different text once, what is remembered not at all, the rest on one or several cores."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from labelcards.errors import ToolError
from labelcards.privacy.detect.cache import FindingCache
from labelcards.privacy.detect.detector import Detector, open_detector
from labelcards.privacy.detect.finding import TextFindings

__all__ = ["Progress", "search"]

Progress = Callable[[int, int], None]
"""Called with (texts done, texts to do)."""

_CHUNK = 1024
_WORTH_A_PROCESS = 4 * _CHUNK


def search(
    texts: Sequence[str],
    detector: Detector,
    *,
    cache: FindingCache | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> dict[str, TextFindings]:
    """Text → what was found in it. The result does not depend on ``jobs`` or on the cache.

    Args:
        texts: in any order, repetitions allowed.
        detector: finds.
        cache: remembers from run to run.
        jobs: processes, 0 for one per core; only worth it, and only used, from some thousand new texts on, and with
            labelcards' own set of recognizers.
        progress: told after every thousand texts.

    Raises:
        ToolError: a process was killed.
    """
    jobs = jobs or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))
    different = list(dict.fromkeys(texts))
    known = cache.get(different) if cache else {}
    new = [text for text in different if text not in known]
    done = len(known)
    if progress:
        progress(done, len(different))
    chunks = [new[start : start + _CHUNK] for start in range(0, len(new), _CHUNK)]
    for chunk, found in zip(chunks, _found(chunks, detector, jobs if len(new) >= _WORTH_A_PROCESS else 1), strict=True):
        pairs = list(zip(chunk, found, strict=True))
        known.update(pairs)
        if cache:
            cache.put(pairs)
        done += len(chunk)
        if progress:
            progress(done, len(different))
    return known


def _found(chunks: list[list[str]], detector: Detector, jobs: int) -> Iterator[list[TextFindings]]:
    """Findings per chunk, in order."""
    if jobs <= 1 or detector.custom:
        yield from (detector.find(chunk) for chunk in chunks)
        return
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(
            jobs,
            mp_context=context,
            initializer=_start,
            initargs=(str(detector.spec), detector.threshold, detector.max_characters),
        ) as pool:
            yield from pool.map(_find, chunks)
    except BrokenProcessPool:
        message = "A process that searched texts ended before its time, most likely for want of memory."
        raise ToolError(message, hint="Write `jobs: 1` under `anonymize` in params.yaml, or allow more.") from None


_OPENED: list[Detector] = []


def _start(engine: str, threshold: float, max_characters: int) -> None:
    _OPENED.append(open_detector(engine, threshold=threshold, max_characters=max_characters))


def _find(chunk: list[str]) -> list[TextFindings]:
    return _OPENED[0].find(chunk)
