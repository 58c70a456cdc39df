"""From tables of text to code arrays."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from labelcards.dataset.version.codes import AnnotationCodes
from labelcards.dataset.version.coding import DuplicatePolicy, code_question
from labelcards.dataset.version.label_version import LabelVersion
from tests.assess.crowd import label_version

QUESTIONS = {
    "topic": {"title": "Topic?", "labels": ["a", "b", "c"]},
    "other": {"title": "Other?", "labels": ["a", "b", "c"]},
}


def repeated_version(seed: int) -> LabelVersion:
    """Sixty annotations of eight items by four annotators, most repeated, some without a time, in random order."""
    rng = np.random.default_rng(seed)
    times = (np.datetime64("2026-01-01", "us") + rng.integers(0, 6, 60).astype("timedelta64[D]")).copy()
    times[rng.random(60) < 0.3] = np.datetime64("NaT")
    annotations = pd.DataFrame(
        {
            "item_id": [f"i{code}" for code in rng.integers(0, 8, 60)],
            "annotator_id": [f"x{code}" for code in rng.integers(0, 4, 60)],
            "question": rng.choice(["topic", "other"], 60, p=[0.8, 0.2]),
            "label": rng.choice(["a", "b", "c"], 60),
        },
        dtype="str",
    )
    return label_version([f"i{code}" for code in range(9)], annotations.assign(submitted_at=times), QUESTIONS)


def expected_rows(version: LabelVersion, policy: DuplicatePolicy) -> list[int]:
    """The rows that count, one group at a time: no time is earlier than any time, ties in table order."""
    table = version.annotations[version.annotations["question"] == "topic"]
    rows = []
    for _, group in table.groupby(["item_id", "annotator_id"]):
        keys = [(time.value if time is not pd.NaT else -1, row) for row, time in group["submitted_at"].items()]
        ordered = [row for _, row in sorted(keys)]
        rows += ordered if policy == "keep" else [ordered[0] if policy == "first" else ordered[-1]]
    return sorted(int(row) for row in rows)


@pytest.mark.parametrize("policy", ["last", "first", "keep"])
@pytest.mark.parametrize("seed", range(8))
def test_the_policy_on_repeats(policy: DuplicatePolicy, seed: int) -> None:
    """The rows kept are those of a search group by group; codes give back the table; repeats are counted."""
    version = repeated_version(seed)
    coded = code_question(version, "topic", policy)
    assert coded.rows.tolist() == expected_rows(version, policy)
    table = version.annotations.iloc[coded.rows]
    assert [coded.items[code] for code in coded.ratings.item] == table["item_id"].tolist()
    assert [coded.annotators[code] for code in coded.ratings.annotator] == table["annotator_id"].tolist()
    assert [coded.labels[code] for code in coded.ratings.label] == table["label"].tolist()
    topic = version.annotations[version.annotations["question"] == "topic"]
    assert coded.repeated == int(topic.duplicated(["item_id", "annotator_id"]).sum())


def test_a_question_nobody_answered() -> None:
    """No rows, but all items, annotators and labels."""
    version = repeated_version(0)
    annotations = version.annotations[version.annotations["question"] == "topic"].reset_index(drop=True)
    coded = code_question(label_version(list(version.items["item_id"]), annotations, QUESTIONS), "other")
    assert (len(coded.ratings), coded.ratings.N, coded.ratings.K, coded.repeated) == (0, 9, 3, 0)


def test_ground_truth_rows_are_left_out() -> None:
    """Rows of that source go, the others are renumbered; a version without any comes back as it is."""
    version = repeated_version(1)
    assert version.counted is version
    sources = pd.Series(["ground_truth", None] * 30, dtype="str")
    left = replace(version, annotations=version.annotations.assign(source=sources)).counted.annotations
    assert left["source"].isna().all()
    assert left.index.tolist() == list(range(30))


def test_the_table_is_coded_once() -> None:
    """However many questions and parts of stages ask: one look-up for the version, one for its counted rows."""
    version = repeated_version(2)
    sources = pd.Series(["ground_truth"] + [None] * 59, dtype="str")
    version = replace(version, annotations=version.annotations.assign(source=sources))
    with patch.object(AnnotationCodes, "of", side_effect=AnnotationCodes.of) as made:
        for part in (version, version.counted, version.counted):
            for question in QUESTIONS:
                code_question(part, question)
    assert made.call_count == 2


def test_a_replaced_table_is_coded_anew() -> None:
    """The codes belong to the tables they were made from."""
    version = repeated_version(3)
    before = version.codes
    assert version.codes is before
    fewer = replace(version, annotations=version.annotations.iloc[:7])
    assert len(fewer.codes) == 7


@pytest.mark.parametrize("seed", range(3))
def test_nobody_agrees_with_themselves(seed: int) -> None:
    """With every row kept, agreement still sees each annotator once per item: the last answer."""
    version = repeated_version(seed)
    kept, last = code_question(version, "topic", "keep").of_people, code_question(version, "topic", "last")
    assert list(kept.rows) == list(last.rows)
    assert (kept.ratings.label == last.ratings.label).all()
    assert last.of_people is last
