"""Measure the detector on texts whose personal data people have marked."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.documents.figures import FigureTree, figure
from labelcards.errors import InputError, Problem
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import TAIL, UPPER
from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.merge import merge
from labelcards.privacy.detect.spanscore import SpanCounts, count_spans, covered_entities
from labelcards.privacy.detect.types import canonical

__all__ = ["LabeledText", "detection_figures", "evaluate", "read_sample"]

_REPLICATES = 1000
_TYPE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_METHOD = f"percentile bootstrap over texts, {_REPLICATES} replicates, 95%"
_BETA = 2.0

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabeledText:
    """A text and what people marked in it."""

    text: str
    spans: tuple[EntityFinding, ...]


def read_sample(path: Path) -> list[LabeledText]:
    """A JSON list or JSON lines of ``{"text", "spans": [{"start", "end", "entity_type"}]}``; Presidio's ``full_text``,
    ``start_position`` and ``end_position`` are read too.

    Raises:
        InputError: the file is missing, no JSON, or a span lies outside its text; all problems at once.
    """
    try:
        content = path.read_text(encoding="utf-8")
        rows: list[dict[str, Any]] = (
            json.loads(content)
            if content.lstrip().startswith("[")
            else [json.loads(line) for line in content.splitlines() if line.strip()]
        )
    except FileNotFoundError:
        raise InputError([Problem(str(path), "missing-file", "The file does not exist.", "Check the path.")]) from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise InputError([Problem(str(path), "not-json", "The file is not UTF-8 JSON.", "Export it again.")]) from None
    problems, sample = [], []
    for number, row in enumerate(rows, start=1):
        try:
            sample.append(_labeled(row))
        except (KeyError, TypeError, ValueError):
            remedy = "Give text and spans with start, end and entity_type (capital letters, digits and underscores)."
            problems.append(
                Problem(str(path), "bad-span", "A text or span is incomplete or out of range.", remedy, row=number)
            )
    if problems:
        raise InputError(problems)
    return sample


def _labeled(row: dict[str, Any]) -> LabeledText:
    text = row["text"] if "text" in row else row["full_text"]
    spans = []
    for span in row["spans"]:
        start = int(span["start"] if "start" in span else span["start_position"])
        end = int(span["end"] if "end" in span else span["end_position"])
        if not 0 <= start < end <= len(text):
            raise ValueError
        entity_type = canonical(str(span["entity_type"]))
        if not _TYPE.fullmatch(entity_type):
            raise ValueError
        spans.append(EntityFinding(start, end, entity_type, 1.0))
    return LabeledText(str(text), tuple(spans))


def detection_figures(sample: Sequence[LabeledText], detector: Detector, *, seed: int = 0) -> FigureTree:
    """`evaluate`, with how many ``texts`` and ``words`` the sample has."""
    words = sum(len(each.text.split()) for each in sample)
    return {
        "texts": figure("sample_texts", Estimate(float(len(sample)), len(sample), why_no_interval="a count")),
        "words": figure("sample_words", Estimate(float(words), len(sample), why_no_interval="a count")),
        **evaluate(sample, detector, seed=seed),
    }


def evaluate(sample: Sequence[LabeledText], detector: Detector, *, seed: int = 0) -> FigureTree:
    """Score the detector's merged findings against the marked spans.

    Texts are searched as they are given, so that offsets fit.

    Args:
        sample: labeled texts.
        detector: what is measured.
        seed: of the bootstrap.

    Returns:
        ``pii.{recall, precision, f2, entity_recall}``, ``types.<TYPE>.{marked, recall, precision, f2, covered}`` for
        every type that was marked or found (named as labelcards names it, see `labelcards.privacy.detect.types`), and
        ``false_alarms_per_1000_words``.
    """
    detected = detector.find([each.text for each in sample])
    pooled: list[SpanCounts] = []
    entities: list[SpanCounts] = []
    alarms: list[SpanCounts] = []
    types: dict[str, list[SpanCounts]] = defaultdict(lambda: [SpanCounts()] * len(sample))
    covered: dict[str, list[SpanCounts]] = defaultdict(lambda: [SpanCounts()] * len(sample))
    for number, (each, found) in enumerate(zip(sample, detected, strict=True)):
        merged = merge(each.text, found.findings)
        pooled.append(count_spans(each.text, each.spans, merged))
        entities.append(covered_entities(each.text, each.spans, merged))
        alarms.append(_alarms(each, merged))
        for entity_type in sorted({canonical(span.entity_type) for span in (*each.spans, *merged)}):
            marked = [span for span in each.spans if canonical(span.entity_type) == entity_type]
            of_type = [span for span in merged if canonical(span.entity_type) == entity_type]
            types[entity_type][number] = count_spans(each.text, marked, of_type)
            covered[entity_type][number] = _covered(each, marked, merged)
    draws = _draws(len(sample), seed)
    per_type: FigureTree = {name: _type_figures(types[name], covered[name], draws) for name in sorted(types)}
    return {
        "pii": {
            "recall": figure("detection_recall", _ratio(pooled, draws, _recall)),
            "precision": figure("detection_precision", _ratio(pooled, draws, _precision)),
            "f2": figure("detection_f2", _ratio(pooled, draws, _f2)),
            "entity_recall": figure("entity_recall", _ratio(entities, draws, _recall)),
        },
        "types": per_type,
        "false_alarms_per_1000_words": figure("false_alarms", _ratio(alarms, draws, _per_thousand)),
    }


def _type_figures(counts: list[SpanCounts], covered: list[SpanCounts], draws: Counts) -> FigureTree:
    marked = sum(each.marked for each in covered)
    return {
        "marked": figure("type_marked", Estimate(float(marked), len(counts), why_no_interval="a count")),
        "recall": figure("type_recall", _ratio(counts, draws, _recall)),
        "precision": figure("type_precision", _ratio(counts, draws, _precision)),
        "f2": figure("type_f2", _ratio(counts, draws, _f2)),
        "covered": figure("type_covered", _ratio(covered, draws, _recall)),
    }


def _recall(counts: Counts) -> Counts:
    return counts[:, 2] / counts[:, 0]


def _precision(counts: Counts) -> Counts:
    return counts[:, 2] / counts[:, 1]


def _f2(counts: Counts) -> Counts:
    """(1 + β²)·hit / (β²·marked + found) with β = 2, which equals the mean of precision and recall weighted so."""
    return (1 + _BETA**2) * counts[:, 2] / (_BETA**2 * counts[:, 0] + counts[:, 1])


def _per_thousand(counts: Counts) -> Counts:
    return 1000 * counts[:, 1] / counts[:, 0]


def _draws(n: int, seed: int) -> Counts:
    """(replicates, n) how often each text is drawn."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(n, np.full(n, 1 / n), size=_REPLICATES).astype(np.float64) if n else np.zeros((0, 0))


def _ratio(counts: list[SpanCounts], draws: Counts, of: Callable[[Counts], Counts]) -> Result:
    """A ratio of summed counts with its bootstrap interval; n is the number of texts that bear on it.

    Where all or none are hit, resampling knows no other outcome; Wilson's bound for as many texts stands in.
    """
    table = np.array([(each.marked, each.found, each.hit) for each in counts], dtype=np.float64).reshape(-1, 3)
    total = table.sum(axis=0, keepdims=True)
    n = int((table.sum(axis=1) > 0).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(of(total)[0]) if len(table) else float("nan")
        drawn = of(draws @ table) if len(table) else np.zeros(0)
    if not np.isfinite(value):
        return Undefined("nothing was marked or found", n)
    drawn = drawn[np.isfinite(drawn)]
    if value in (0.0, 1.0) and of is not _per_thousand:
        return Estimate(value, n, "Wilson over texts, 95%", *wilson_bounds(value, n))
    if value == 0.0:
        return Estimate(value, n, why_no_interval="no text has one")
    low, high = np.quantile(drawn, [TAIL, UPPER]) if len(drawn) else (value, value)
    return Estimate(value, n, _METHOD, min(float(low), value), max(float(high), value))


def _covered(each: LabeledText, spans: Sequence[EntityFinding], merged: Sequence[EntityFinding]) -> SpanCounts:
    """Marked spans, each counted as hit when its letters and digits are all covered."""
    hidden = [covered_entities(each.text, [span], merged).hit for span in spans]
    return SpanCounts(len(spans), 0, sum(hidden))


def _alarms(each: LabeledText, merged: Sequence[EntityFinding]) -> SpanCounts:
    """``marked`` holds the words of the text, ``found`` the findings that touch no marked span."""
    false = [
        found for found in merged if not any(found.start < span.end and span.start < found.end for span in each.spans)
    ]
    return SpanCounts(len(each.text.split()), len(false), 0)
