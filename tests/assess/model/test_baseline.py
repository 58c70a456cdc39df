"""The built-in model."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from labelcards.assess.model.baseline import (
    fit_predict,
    item_texts,
    label_of,
    out_of_fold,
    predict_gold,
    stratified_folds,
)
from labelcards.assess.quality.consensus import decide_question
from labelcards.metrics.estimate import Undefined
from tests.assess.crowd import label_version, ticket_version
from tests.assess.quality.test_consensus import AB, rows


def texts_and_labels(n: int = 90) -> tuple[list[str], np.ndarray]:
    """Texts whose words give the label away."""
    words = ["invoice refund card", "parcel courier late", "password login reset"]
    labels = np.arange(n) % 3
    return [f"{words[code]} case {number}" for number, code in enumerate(labels)], labels


def test_out_of_fold_probabilities_know_the_topic() -> None:
    """Clear texts are told apart; rows sum to one; six decimals."""
    texts, labels = texts_and_labels()
    result = out_of_fold(texts, labels, 3)
    assert not isinstance(result, Undefined)
    assert (label_of(result) == labels).all()
    np.testing.assert_allclose(result.sum(axis=1), 1, atol=2e-6)
    np.testing.assert_array_equal(result, np.round(result, 6))


def test_an_item_is_not_seen_by_its_own_model() -> None:
    """A wrong label on one clear text: out of fold the model still says what the text says."""
    texts, labels = texts_and_labels()
    wrong = labels.copy()
    wrong[0] = 1
    result = out_of_fold(texts, wrong, 3)
    assert not isinstance(result, Undefined)
    assert label_of(result)[0] == 0


def test_words_of_held_out_texts_do_not_leak() -> None:
    """Document frequencies come from training texts: adding texts to predict does not change other predictions."""
    texts, labels = texts_and_labels(30)
    few = fit_predict(texts, labels, ["invoice card"], 3)
    many = fit_predict(texts, labels, ["invoice card", "invoice invoice parcel", "card card", "zebra card"], 3)
    assert not isinstance(few, Undefined)
    assert not isinstance(many, Undefined)
    np.testing.assert_array_equal(few[0], many[0])


def test_folds_are_balanced_per_label() -> None:
    """Every label is spread evenly, also one with fewer items than folds; seeds differ, one seed does not."""
    labels = np.repeat([0, 1, 2], [50, 23, 3])
    fold = stratified_folds(labels, 5, seed=1)
    for code in range(3):
        sizes = np.bincount(fold[labels == code], minlength=5)
        assert sizes.max() - sizes.min() <= 1
    np.testing.assert_array_equal(fold, stratified_folds(labels, 5, seed=1))
    assert (fold != stratified_folds(labels, 5, seed=2)).any()


def test_a_label_with_one_item_gets_probability_zero_for_it() -> None:
    """Its model never saw the label."""
    texts, labels = texts_and_labels(30)
    result = out_of_fold([*texts, "unique words here"], np.append(labels, 3), 4)
    assert not isinstance(result, Undefined)
    assert result[-1, 3] == 0
    assert (result[:-1, 3] >= 0).all()


def test_items_without_label_are_predicted_too() -> None:
    """-1 takes an item out of training, not out of the result."""
    texts, labels = texts_and_labels()
    some = labels.copy()
    some[:10] = -1
    result = out_of_fold(texts, some, 3)
    assert not isinstance(result, Undefined)
    assert (label_of(result)[:10] == labels[:10]).all()
    np.testing.assert_allclose(result.sum(axis=1), 1, atol=2e-6)


@pytest.mark.parametrize(
    ("n", "labels", "why"), [(9, [0, 1, 0, 1, 0, 1, 0, 1, 0], "fewer than 10"), (12, [1] * 12, "same label")]
)
def test_too_little_to_learn_from(n: int, labels: list[int], why: str) -> None:
    """Too few items, or one label only: no model, and the reason."""
    result = out_of_fold(["some text"] * n, np.array(labels), 2)
    assert isinstance(result, Undefined)
    assert why in result.why


def test_texts_without_words() -> None:
    """Empty texts: the shares of the labels in training, not a crash."""
    labels = np.array([0] * 15 + [1] * 5)
    result = out_of_fold([""] * 20, labels, 2)
    assert not isinstance(result, Undefined)
    np.testing.assert_allclose(result[:, 0], 0.75, atol=0.001)


def test_gold_items_do_not_train() -> None:
    """Predictions for gold items do not change when their training labels do."""
    version = ticket_version()
    decided = decide_question(version, "topic")
    texts = item_texts(version)
    assert not isinstance(texts, Undefined)
    gold = version.gold["item_id"].tolist()
    where = [decided.coded.items.index(name) for name in gold]
    spoiled = decided.final.copy()
    spoiled[where] = 0
    first, second = (
        predict_gold(version, labels, gold, [texts[row] for row in where], 3) for labels in (decided.final, spoiled)
    )
    assert not isinstance(first, Undefined)
    assert not isinstance(second, Undefined)
    np.testing.assert_array_equal(first, second)
    assert (label_of(first) == decided.gold[where]).mean() > 0.85


def test_without_a_text_column() -> None:
    """Nothing to read: undefined, also for the prediction of gold."""
    version = label_version(["i"], rows(("i", "x", "a")), AB)
    assert item_texts(version) == Undefined("the items have no text column", 1)
    assert isinstance(predict_gold(version, np.array([0]), ["g"], ["text"], 2), Undefined)


def test_missing_texts_are_empty() -> None:
    """NA is read as no text."""
    version = ticket_version(n=20)
    items = version.items.assign(text=version.items["text"].mask(version.items.index == 3))
    texts = item_texts(replace(version, items=items))
    assert not isinstance(texts, Undefined)
    assert texts[3] == ""


PROGRAM = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.assess.model.test_baseline import texts_and_labels
from labelcards.assess.model.baseline import out_of_fold
texts, labels = texts_and_labels(60)
print(hashlib.sha256(out_of_fold(texts, labels, 3).tobytes()).hexdigest())
"""


def test_same_bytes_whatever_threads_and_hash_seed(root: Path) -> None:
    """One or eight threads, and another hash seed, give identical probabilities."""
    digests = set()
    for threads, seed in (("1", "0"), ("8", "1")):
        environment = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(root)], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(run.stdout.strip())
    assert len(digests) == 1
