"""Whatever the annotations look like, the quality stage gives a value or a reason: no NaN, no warning, no traceback."""

from __future__ import annotations

import json
import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelcards.assess.quality.version import assess_quality
from labelcards.cards.warning_text import shipped_text
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import MetricsDocument, leaves
from labelcards.documents.params import QualityParams
from tests.assess.crowd import label_version

QUESTIONS: dict[str, dict[str, Any]] = {
    "nominal": {"title": "Q", "labels": ["a", "b", "c"]},
    "one label": {"title": "Q", "labels": ["a", "b"]},
    "ordinal": {"title": "Q", "kind": "ordinal", "labels": ["low", "mid", "high"]},
    "multilabel": {"title": "Q", "kind": "multilabel", "labels": ["x", "y"]},
    "interval": {"title": "Q", "kind": "interval"},
    "ratio": {"title": "Q", "kind": "ratio"},
}
ANSWERS = {
    "nominal": ("a", "b", "c"),
    "one label": ("a",),
    "ordinal": ("low", "mid", "high"),
    "multilabel": ("x", "y", "x|y"),
    "interval": ("-1.5", "0", "2", "1000000"),
    "ratio": ("0", "0.5", "3", "1000000"),
}
SOURCES = (None, "human", "gold_check", "ground_truth", "model")
BATCHES = (None, "one", "two")
TEXTS = ("", "where is my parcel", "my invoice is wrong", "cannot log in", "parcel parcel parcel")
DAY = np.datetime64("2026-01-05T09:00:00", "us")


def _times(minutes: list[int | None]) -> pd.Series[Any]:
    moments = [np.datetime64("NaT", "us") if m is None else DAY + np.timedelta64(m, "m") for m in minutes]
    return pd.Series(np.array(moments, dtype="datetime64[us]"))


def _table(rows: list[tuple[str, ...]], names: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(names), dtype="str")
    return table.assign(question=pd.Series(["q"] * len(table), dtype="str"))


@st.composite
def versions(draw: st.DrawFn, kind: str) -> LabelVersion:
    """Up to seven items, four annotators, repeats, gaps everywhere, gold and decisions where there may be no labels."""
    items = [f"i{number}" for number in range(draw(st.integers(0, 7)))]
    answer = st.sampled_from(ANSWERS[kind])
    person = st.sampled_from(["p", "q", "r", "s"])
    minute = st.one_of(st.none(), st.integers(0, 5000))
    row = st.tuples(st.sampled_from(items or ["-"]), person, answer, st.sampled_from(SOURCES), st.sampled_from(BATCHES))
    given_rows = draw(st.lists(st.tuples(row, minute, minute), max_size=24 if items else 0))
    annotations = _table([head[:3] for head, _, _ in given_rows], ("item_id", "annotator_id", "label"))
    annotations["source"] = pd.Series([head[3] for head, _, _ in given_rows], dtype="str")
    annotations["batch"] = pd.Series([head[4] for head, _, _ in given_rows], dtype="str")
    annotations["started_at"] = _times([start for _, start, _ in given_rows])
    annotations["submitted_at"] = _times([end for _, _, end in given_rows])
    gold = [(item, draw(answer)) for item in items if draw(st.booleans())]
    decided = [(item, draw(answer)) for item in items if draw(st.integers(0, 3)) == 0]
    texts = draw(st.one_of(st.none(), st.lists(st.sampled_from(TEXTS), min_size=len(items), max_size=len(items))))
    return label_version(
        items,
        annotations,
        {"q": QUESTIONS[kind]},
        texts=texts,
        gold=_table(gold, ("item_id", "label")),
        adjudications=_table(decided, ("item_id", "label")),
    )


def _check(version: LabelVersion, plan: QualityParams) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assessed = assess_quality(version, plan)
    for path, leaf in leaves(assessed.figures):
        assert leaf.value is not None or leaf.why, path
        assert leaf.low is not None or leaf.why, path
        held = [number for number in (leaf.value, leaf.low, leaf.high) if number is not None]
        assert all(math.isfinite(number) for number in held), path
        if leaf.low is not None and leaf.high is not None:
            assert leaf.low <= leaf.high, path
        entry = assessed.catalog[leaf.metric]
        if leaf.value is not None and entry.high not in ("no bound", "ln K"):
            assert leaf.value <= float(entry.high) + 1e-6, path
    document = MetricsDocument(
        document="quality",
        dataset="crowd",
        version="1.0.0",
        catalog=assessed.catalog,
        figures=assessed.figures,
        warnings=assessed.warnings,
    )
    assert "NaN" not in json.dumps(json.loads(document.dump()), allow_nan=False)
    assert all("nan" not in shipped_text()(warned).lower().split() for warned in assessed.warnings)


@pytest.mark.parametrize("kind", QUESTIONS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_figure_is_a_value_or_a_reason(kind: str, data: st.DataObject) -> None:
    """No input makes the stage fail, warn or write a NaN; values stay in the range that the catalog declares."""
    version = data.draw(versions(kind))
    plan = QualityParams.model_construct(  # fewer replicates than a params.yaml may ask for
        interval=data.draw(st.sampled_from(["jackknife", "percentile", "bca"])),
        replicates=50,
        duplicates=data.draw(st.sampled_from(["last", "first", "keep"])),
    )
    _check(version, plan)
