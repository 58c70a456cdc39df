r"""Score the built-in detector on a marked sample with presidio-evaluator, as its notebooks do.

    pip install presidio-evaluator==0.3.2
    python tools/score_detector.py ../shared/data/presidio_synth/synth_dataset_v2.json \
        --model labelcards/privacy/data/tagger.npz --model seed2.npz --model seed3.npz

`SpanEvaluator` with its defaults (intersection over union 0.9 in characters, its own skip words), beta 2, tokens of
``spacy.blank("en")``. Types are named as labelcards names them on both sides (`labelcards.privacy.detect.types`).
The level "PII" counts every type as one; the table by type asks for the same type, and ``covered`` for any. Each
``--model`` is a tagger trained with another seed (``tools/name_tagger/train.py``); the last lines are their mean.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import spacy
from presidio_evaluator.evaluation import SpanEvaluator

from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.engines import EngineSpec
from labelcards.privacy.detect.evaluate import LabeledText, read_sample
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.merge import merge
from labelcards.privacy.detect.spanscore import covered_entities
from labelcards.privacy.detect.types import canonical
from labelcards.privacy.recognizers.names import NameRecognizer
from labelcards.privacy.recognizers.registry import builtin_recognizers
from labelcards.privacy.tagger.model import TaggerModel

Row = dict[str, tuple[float, ...]]


def main() -> None:
    """Print one block per model and their mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sample", type=Path)
    parser.add_argument("--model", type=Path, action="append", required=True)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    sample = read_sample(options.sample)
    rows = []
    for path in options.model:
        rows.append(scored(sample, found_by(path, sample)))
        _print(path.name, rows[-1])
    if len(rows) > 1:
        _print("mean", {name: tuple(np.mean([row[name] for row in rows], axis=0)) for name in rows[0]})


def found_by(path: Path, sample: Sequence[LabeledText]) -> list[tuple[EntityFinding, ...]]:
    """What the detector with this tagger finds, overlapping findings merged."""
    names = NameRecognizer(TaggerModel.read(path.read_bytes()))
    own = [names if isinstance(each, NameRecognizer) else each for each in builtin_recognizers()]
    detector = Detector(EngineSpec.parse("builtin"), own)
    detected = detector.find([each.text for each in sample])
    return [merge(each.text, found.findings) for each, found in zip(sample, detected, strict=True)]


def scored(sample: Sequence[LabeledText], found: Sequence[Sequence[EntityFinding]]) -> Row:
    """``PII``: precision, recall, F2, false alarms per 1,000 words. Type: marked, precision, recall, F2, covered."""
    frame = pd.DataFrame(
        [
            row
            for number, (each, own) in enumerate(zip(sample, found, strict=True))
            for row in _tokens(number, each, own)
        ],
        columns=["sentence_id", "token", "start_indices", "annotation", "prediction"],
    )
    result: Any = SpanEvaluator().calculate_score_on_df(frame, beta=2, level="both")
    false = sum(
        not any(one.start < span.end and span.start < one.end for span in each.spans)
        for each, own in zip(sample, found, strict=True)
        for one in own
    )
    words = sum(len(each.text.split()) for each in sample)
    row: Row = {"PII": (result.pii_precision, result.pii_recall, result.pii_f, 1000 * false / words)}
    for name in sorted({canonical(span.entity_type) for each in sample for span in each.spans}):
        typed = result.per_type[name]
        hidden = [
            covered_entities(each.text, [span], own).hit
            for each, own in zip(sample, found, strict=True)
            for span in each.spans
            if canonical(span.entity_type) == name
        ]
        f2 = 5 * typed.precision * typed.recall / max(4 * typed.precision + typed.recall, 1e-9)
        row[name] = (float(len(hidden)), typed.precision, typed.recall, f2, sum(hidden) / len(hidden))
    return row


_WORDS = spacy.blank("en")


def _tokens(number: int, each: LabeledText, found: Sequence[EntityFinding]) -> list[tuple[int, str, int, str, str]]:
    rows = []
    for token in _WORDS(each.text):
        start, end = token.idx, token.idx + len(token)
        rows.append((number, token.text, start, _type(each.spans, start, end), _type(found, start, end)))
    return rows


def _type(spans: Sequence[EntityFinding], start: int, end: int) -> str:
    return next((canonical(span.entity_type) for span in spans if span.start < end and start < span.end), "O")


def _print(title: str, row: Row) -> None:
    precision, recall, f2, alarms = row["PII"]
    sys.stdout.write(
        f"{title}\n  all types: precision {precision:.4f} recall {recall:.4f} F2 {f2:.4f}, "
        f"false alarms per 1,000 words {alarms:.1f}\n"
    )
    for name, values in row.items():
        if name != "PII":
            marked, *shares = values
            sys.stdout.write(f"  {name:18} {marked:5.0f}  " + "  ".join(f"{share:.3f}" for share in shares) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
