"""Which method of consensus decides, who chose it, and what gold says of the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.consensus import QuestionConsensus, consensus_table, decide_question
from labelcards.assess.quality.consensus_figures import consensus_figures, consensus_warnings
from labelcards.assess.quality.method_choice import LEAST_GOLD, gains_on_gold
from labelcards.cards.warning_text import in_words
from labelcards.compare.sides.finals import plurality_labels
from labelcards.dataset.version.coding import code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure
from labelcards.labels.registry import KINDS
from labelcards.metrics.estimate import Estimate, Undefined
from tests.assess.crowd import label_version

LABELS = ["a", "b", "c"]


def table(items: list[str], labels: list[str], annotators: list[str] | None = None) -> pd.DataFrame:
    """Rows of the question ``q``."""
    columns = {"item_id": items, "question": "q", "label": labels} | (
        {"annotator_id": annotators} if annotators else {}
    )
    return pd.DataFrame(columns, dtype="str")


def careless_majority(n: int = 200, *, gold: int = 200, method: str | None = None) -> LabelVersion:
    """Three careless annotators, right in 45%, and two careful ones, right in 95%: votes count all alike."""
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, n)

    def answers(right: float) -> np.ndarray:
        return np.where(rng.random(n) < right, truth, (truth + rng.integers(1, 3, n)) % 3)

    given = [answers(right) for right in (0.45, 0.45, 0.45, 0.95, 0.95)]
    items = [f"i{number:03d}" for number in range(n)]
    rows = pd.concat(
        [table(items, [LABELS[code] for code in each], [f"p{k}"] * n) for k, each in enumerate(given)],
        ignore_index=True,
    )
    question: dict[str, Any] = {"title": "Q", "labels": LABELS}
    if method:
        question["consensus"] = {"method": method}
    return label_version(
        items, rows, {"q": question}, gold=table(items[:gold], [LABELS[code] for code in truth[:gold]])
    )


def numbers(method: str | None = None, *, n: int = 60) -> LabelVersion:
    """Five numbers per item around the truth, now and then one that is far off."""
    rng = np.random.default_rng(5)
    truth = rng.integers(20, 80, n)
    given = np.round(truth[:, None] + rng.normal(0, 4, (n, 5)))
    given[:, 0] += np.where(rng.random(n) < 0.5, 60, 0)
    items = [f"i{number:03d}" for number in range(n)]
    rows = pd.concat([table(items, [str(x) for x in given[:, k]], [f"p{k}"] * n) for k in range(5)], ignore_index=True)
    question: dict[str, Any] = {"title": "Q", "kind": "interval", "minimum": -100, "maximum": 300}
    if method:
        question["consensus"] = {"method": method}
    return label_version(items, rows, {"q": question}, gold=table(items, [str(x) for x in truth]))


def right(decided: QuestionConsensus, method: str) -> np.ndarray:
    """(N,) whether the method is right."""
    return np.asarray(decided.methods[method].label == decided.gold)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_choice_is_made_and_the_first_is_the_default(kind: str) -> None:
    """A kind's consensus has just the methods that a manifest can choose, alone or together, with equal labels."""
    held = KINDS[kind]
    listed = {"labels": ["1", "2", "3"]} if held.lists_labels else {"minimum": 0, "maximum": 9}
    rows = table(["i", "i", "j", "j", "j"], ["1", "2", "3", "3", "1"], ["x", "y", "x", "y", "z"])
    version = label_version(["i", "j"], rows, {"q": {"title": "Q", "kind": kind, **listed}})
    decided = decide_question(version, "q")
    assert sorted(decided.methods) == sorted(held.deciders)
    assert decided.deciding == held.deciders[0]
    for method in held.deciders:
        alone = held.consensus(decided.ratings, decided.coded.labels, ("1", "2", "3"), only=method)
        names = [*(alone.answers or decided.coded.labels)]
        mine = [names[code] for code in alone.methods[method].label]
        assert list(alone.methods) == [method]
        assert mine == [decided.answers[code] for code in decided.methods[method].label]


@pytest.mark.parametrize("method", ["majority", "weighted", "mace", "one_coin", "dawid_skene_unsmoothed"])
def test_the_manifest_chooses_the_final_labels(method: str) -> None:
    """Final labels are those of the chosen method, with its confidence; the default stays among the methods."""
    version = careless_majority(method=method)
    decided = decide_question(version, "q")
    written = consensus_table(decided)
    np.testing.assert_array_equal(decided.final, decided.methods[method].label)
    np.testing.assert_allclose(written["confidence"], np.round(decided.methods[method].confidence, 6))
    assert "dawid_skene" in decided.methods


def test_comparisons_without_quality_follow_the_choice() -> None:
    """Without the stage's table, a comparison takes the method that the manifest names, and the vote without one."""
    for method, wanted in (("weighted", "weighted"), ("mace", "mace"), (None, "majority")):
        version = careless_majority(method=method)
        decided = decide_question(version, "q")
        found = plurality_labels(version, lambda question: code_question(version, question))  # noqa: B023
        codes = decided.methods[wanted].label
        assert found["final"].tolist() == [LABELS[code] for code in codes]
    averaged = numbers("mean")
    finals = plurality_labels(averaged, lambda question: code_question(averaged, question))
    assert finals["final"].tolist() == consensus_table(decide_question(averaged, "q"))["final"].tolist()


def test_gain_is_a_paired_difference() -> None:
    """The gain is the difference of the two accuracies on the same gold items; n is how many these are."""
    decided = decide_question(careless_majority(gold=150), "q")
    for found in gains_on_gold(decided):
        gap = right(decided, found.method)[:150].mean() - right(decided, "dawid_skene")[:150].mean()
        assert isinstance(found.gain, Estimate)
        assert (found.gain.n, found.gain.value) == (150, pytest.approx(gap))
        low, high = found.gain.low, found.gain.high
        assert low is not None and high is not None  # noqa: PT018
        assert (low > 0 or high < 0) == (found.p < 0.05)


def test_gold_that_favours_another_is_a_warning() -> None:
    """With the worst method chosen, the best one is named with its gain; with the best one chosen, nothing is."""
    version = careless_majority(method="majority")
    decided = decide_question(version, "q")
    accuracies = {name: right(decided, name).mean() for name in decided.methods}
    best = max(accuracies, key=lambda name: accuracies[name])
    found = [each for each in consensus_warnings(decided) if each.code == "gold-favours-another"]
    assert accuracies[best] - accuracies["majority"] > 0.05, "the fixture has a method that is much better"
    assert len(found) == 1
    assert accuracies[str(found[0].facts["better"])] == accuracies[best]
    assert found[0].facts["method"] == "majority"
    sentence = str(in_words(found)[0])
    assert "the majority vote" in sentence
    assert "200 gold items" in sentence
    chosen = decide_question(careless_majority(method=best), "q")
    assert "gold-favours-another" not in {each.code for each in consensus_warnings(chosen)}


def test_gold_that_favours_the_vote_over_the_default() -> None:
    """Hard items on which annotators err alike: Dawid–Skene takes their errors for skill, and gold says so."""
    rng = np.random.default_rng(1)
    n, names = 900, "abcd"
    truth = rng.choice(4, n, p=[0.7, 0.1, 0.1, 0.1])
    hard, alike = rng.random(n) < 0.25, (truth + rng.integers(1, 4, n)) % 4
    items, people, labels = [], [], []
    for item in range(n):
        for person in rng.choice(60, 5, replace=False):
            wrong = alike[item] if rng.random() < 0.8 else rng.integers(0, 4)
            labels.append(names[truth[item] if rng.random() < (0.55 if hard[item] else 0.9) else wrong])
            items.append(f"i{item:03d}")
            people.append(f"p{person:02d}")
    ids = [f"i{item:03d}" for item in range(n)]
    gold = table(ids, [names[code] for code in truth])
    question = {"title": "Q", "labels": list(names)}
    decided = decide_question(label_version(ids, table(items, labels, people), {"q": question}, gold=gold), "q")
    assert right(decided, "majority").mean() - right(decided, "dawid_skene").mean() > 0.03
    found = [each for each in consensus_warnings(decided) if each.code == "gold-favours-another"]
    assert [each.facts["method"] for each in found] == ["dawid_skene"]
    assert next(gain for gain in gains_on_gold(decided) if gain.method == "majority").clear
    best = str(found[0].facts["better"])
    assert right(decided, best).mean() == max(right(decided, name).mean() for name in decided.methods)


def test_too_little_gold_says_nothing() -> None:
    """Without gold, or with too few gold items, gains are undefined with the reason, and nobody is warned."""
    for gold, why in ((0, "no annotated item has gold"), (LEAST_GOLD - 1, f"fewer than {LEAST_GOLD}")):
        decided = decide_question(careless_majority(gold=gold, method="majority"), "q")
        for found in gains_on_gold(decided):
            assert isinstance(found.gain, Undefined)
            assert found.gain.why.startswith(why)
        tree = consensus_figures(decided)["mace"]
        assert isinstance(tree, dict)
        p = tree["gain_p"]
        assert isinstance(p, Figure)
        assert p.value is None and p.why  # noqa: PT018
        assert "gold-favours-another" not in {each.code for each in consensus_warnings(decided)}


def test_numbers_are_judged_by_their_distance() -> None:
    """Where one annotator in five is often far off, gold favours the median over the mean, by its mean error."""
    decided = decide_question(numbers("mean"), "q")
    values = decided.kind.values(decided.answers)

    def error(name: str) -> float:
        return float(np.abs(values[decided.methods[name].label] - values[decided.gold]).mean())

    gains = {found.method: found.gain for found in gains_on_gold(decided)}
    median = gains["median"]
    assert isinstance(median, Estimate)
    assert median.value == pytest.approx(error("mean") - error("median"))
    found = [each for each in consensus_warnings(decided) if each.code == "gold-favours-another"]
    assert found[0].facts["better"] == min(decided.methods, key=error)
    assert error("median") < error("mean")
    assert "nearer to gold on average" in str(in_words(found)[0])


def test_false_recommendations_are_rare() -> None:
    """Equally good methods: in 80 crowds of alike annotators, fewer than 5% are told to change their method."""
    told = 0
    for seed in range(80):
        rng = np.random.default_rng(seed)
        truth = rng.integers(0, 2, 60)
        given = np.where(rng.random((60, 5)) < 0.75, truth[:, None], 1 - truth[:, None])
        items = [f"i{number:02d}" for number in range(60)]
        rows = pd.concat(
            [table(items, [LABELS[code] for code in given[:, k]], [f"p{k}"] * 60) for k in range(5)], ignore_index=True
        )
        gold = table(items, [LABELS[code] for code in truth])
        version = label_version(items, rows, {"q": {"title": "Q", "labels": LABELS[:2]}}, gold=gold)
        told += any(found.clear for found in gains_on_gold(decide_question(version, "q")))
    assert told <= 4
