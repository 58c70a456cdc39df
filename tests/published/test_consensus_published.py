"""Accuracies of consensus methods that were published, or computed from the same files with other software."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.consensus import decide_question
from labelcards.assess.quality.gold import gold_figures
from labelcards.assess.quality.method_choice import gains_on_gold
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure
from labelcards.metrics.consensus.dawid_skene import dawid_skene, one_coin
from labelcards.metrics.consensus.gold import f1, score_labels, tie_accuracy
from labelcards.metrics.consensus.mace import mace
from labelcards.metrics.consensus.vote import majority_vote
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.ratings import Ratings
from tests.assess.crowd import label_version


def coded(rows: list[tuple[str, str, int]], truth: dict[str, int]) -> tuple[Ratings, np.ndarray]:
    """Ratings and gold of (item, annotator, label) rows, repeated rows kept."""
    items, item = np.unique([row[0] for row in rows], return_inverse=True)
    people, annotator = np.unique([row[1] for row in rows], return_inverse=True)
    label = np.array([row[2] for row in rows])
    gold = np.array([truth.get(name, -1) for name in items])
    return Ratings(item, annotator, label, len(items), len(people), int(max(label.max(), gold.max())) + 1), gold


def truth_inference(folder: Path) -> tuple[Ratings, np.ndarray]:
    """One data set of the truth-inference benchmark."""
    with (folder / "label.csv").open() as stream:
        rows = [(row["item"], row["worker"], int(row["label"])) for row in csv.DictReader(stream)]
    with (folder / "truth.csv").open() as stream:
        truth = {row["item"]: int(row["truth"]) for row in csv.DictReader(stream)}
    return coded(rows, truth)


def share_right(label: np.ndarray, gold: np.ndarray) -> float:
    """Share of gold items with the right label."""
    return float((label == gold)[gold >= 0].mean())


PUBLISHED = {
    # data set: (majority under which tie rule, its accuracy, Dawid–Skene)
    "d_sentiment": ("lowest", 0.9320, 0.9600),
    "s5_AdultContent": ("lowest", 0.7628, 0.7477),
    "s4_Dog_data": ("expected", 0.8222, 0.8426),
    "bluebird": ("lowest", 0.7593, 0.8981),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_truth_inference_benchmark(shared_data: Path, name: str) -> None:
    """Zheng et al. (VLDB 2017) and Crowd-Kit (JOSS 2024): majority vote and Dawid–Skene to four digits."""
    rule, vote_accuracy, em_accuracy = PUBLISHED[name]
    ratings, gold = truth_inference(shared_data / "truth_inference" / name)
    results = dict(zip(("lowest", "expected", "highest"), tie_accuracy(majority_vote(ratings), gold), strict=True))
    chosen = results[rule]
    assert isinstance(chosen, Estimate)
    assert chosen.value == pytest.approx(vote_accuracy, abs=5e-5)
    plain = dawid_skene(ratings, smoothing=0).consensus
    assert share_right(plain.label, gold) == pytest.approx(em_accuracy, abs=5e-5)
    assert plain.iterations <= 100


def test_sentiment_under_random_ties(shared_data: Path) -> None:
    """Zheng et al. (VLDB 2017, Table 6) print 93.31% for the vote: 93.35% is its expectation with 43 tied items."""
    ratings, gold = truth_inference(shared_data / "truth_inference" / "d_sentiment")
    vote = majority_vote(ratings)
    expected = tie_accuracy(vote, gold)[1]
    assert isinstance(expected, Estimate)
    assert expected.value == pytest.approx(0.9335, abs=5e-5)
    assert int(vote.tied.sum()) == 43


def test_bluebird_f1(shared_data: Path) -> None:
    """F1 of "the bird is there": .6750 for the vote, .8842 for Dawid–Skene."""
    ratings, gold = truth_inference(shared_data / "truth_inference" / "bluebird")
    for label, published in (
        (majority_vote(ratings).label, 0.6750),
        (dawid_skene(ratings, smoothing=0).consensus.label, 0.8842),
    ):
        result = f1(score_labels(label, gold, 2), 1)
        assert isinstance(result, Estimate)
        assert result.value == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("name", PUBLISHED)
def test_smoothing_does_not_cost_accuracy(shared_data: Path, name: str) -> None:
    """The default stays within half a percentage point of maximum likelihood, and its probabilities fit gold better."""
    ratings, gold = truth_inference(shared_data / "truth_inference" / name)
    smooth, plain = dawid_skene(ratings).consensus, dawid_skene(ratings, smoothing=0).consensus
    assert share_right(smooth.label, gold) >= share_right(plain.label, gold) - 0.005
    known = np.flatnonzero(gold >= 0)
    loss = [-np.log(np.maximum(fit.posterior[known, gold[known]], 1e-6)).mean() for fit in (smooth, plain)]
    assert loss[0] < loss[1]


@pytest.mark.parametrize(
    ("name", "one", "spam"),
    [("d_sentiment", 0.948, 0.959), ("s4_Dog_data", 0.8302, 0.8327), ("bluebird", 0.5833, 0.8981)],
)
def test_one_coin_and_mace(shared_data: Path, name: str, one: float, spam: float) -> None:
    """One-coin equals Crowd-Kit 1.2.1 on Dog and Bluebird and is within .001 on sentiment; MACE is pinned."""
    ratings, gold = truth_inference(shared_data / "truth_inference" / name)
    assert share_right(one_coin(ratings, smoothing=0).label, gold) == pytest.approx(one, abs=5e-5)
    assert share_right(mace(ratings).label, gold) == pytest.approx(spam, abs=5e-5)


def rte(shared_data: Path) -> tuple[Ratings, np.ndarray]:
    """Recognizing textual entailment, Snow et al. (EMNLP 2008)."""
    with (shared_data / "snow2008_rte" / "rte.standardized.csv").open(encoding="utf-8") as stream:
        table = list(csv.DictReader(stream))
    rows = [(row["orig_id"], row["!amt_worker_ids"], int(row["response"])) for row in table]
    return coded(rows, {row["orig_id"]: int(row["gold"]) for row in table})


def test_textual_entailment(shared_data: Path) -> None:
    """Snow et al. (2008, section 4): 89.7% for ten workers, .8969 under random ties; Dawid–Skene .9275."""
    ratings, gold = rte(shared_data)
    vote = majority_vote(ratings)
    values = [result.value for result in tie_accuracy(vote, gold) if isinstance(result, Estimate)]
    assert values == pytest.approx([0.9187, 0.8969, 0.8750], abs=6e-5)
    assert int(vote.tied.sum()) == 65
    plain = dawid_skene(ratings, smoothing=0).consensus
    assert share_right(plain.label, gold) == pytest.approx(0.9275, abs=5e-5)
    assert share_right(ratings.label, gold[ratings.item]) == pytest.approx(0.7291, abs=5e-5)
    assert np.nanmean(_worker_accuracy(ratings, gold)) == pytest.approx(0.8370, abs=5e-5)


def _worker_accuracy(ratings: Ratings, gold: np.ndarray) -> np.ndarray:
    right = np.bincount(ratings.annotator, ratings.label == gold[ratings.item], minlength=ratings.M)
    return right / np.bincount(ratings.annotator, minlength=ratings.M)


def test_dawid_and_skene_1979(published_tables: Path) -> None:
    """Forty-five patients, five anaesthetists: the shares of the classes and observer 1's error rates as printed."""
    with (published_tables / "dawid_skene_1979.csv").open() as stream:
        rows = [(row["patient"], row["observer"], int(row["class"]) - 1) for row in csv.DictReader(stream)]
    ratings, _ = coded(rows, {row[0]: 0 for row in rows})
    model = dawid_skene(ratings, smoothing=0, iterations=1000, tolerance=1e-9)
    assert model.prior.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert model.confusion[0].round(2).tolist() == [
        [0.89, 0.11, 0.00, 0.00],
        [0.07, 0.88, 0.05, 0.00],
        [0.00, 0.34, 0.66, 0.00],
        [0.00, 0.00, 0.56, 0.44],
    ]


def judged(
    items: list[str], rows: list[tuple[str, str, str]], gold: dict[str, str], **question: object
) -> LabelVersion:
    """A label version of one question."""
    given = pd.DataFrame(rows, columns=["item_id", "annotator_id", "label"], dtype="str").assign(question="q")
    known = pd.DataFrame(sorted(gold.items()), columns=["item_id", "label"], dtype="str").assign(question="q")
    return label_version(items, given.astype("str"), {"q": {"title": "Q", **question}}, gold=known.astype("str"))


GAINS = {
    # data set: (method, its gain over smoothed Dawid–Skene in points, corrected p below)
    "bluebird": ("majority", -13.9, 0.001),
    "d_sentiment": ("majority", -2.6, 0.001),
    "s4_Dog_data": ("majority", -2.4, 1.0),
    "s5_AdultContent": ("mace", 3.3, 1.0),
}


@pytest.mark.parametrize("name", GAINS)
def test_gold_on_public_data_favours_no_other_method(shared_data: Path, name: str) -> None:
    """No data set shows another method to be better beyond noise; the gains are those that the documentation gives."""
    folder = shared_data / "truth_inference" / name
    with (folder / "label.csv").open() as stream:
        rows = [(row["item"], row["worker"], row["label"]) for row in csv.DictReader(stream)]
    items = sorted({row[0] for row in rows})
    with (folder / "truth.csv").open() as stream:
        gold = {row["item"]: row["truth"] for row in csv.DictReader(stream) if row["item"] in set(items)}
    labels = sorted({*(row[2] for row in rows), *gold.values()})
    found = {
        gain.method: gain for gain in gains_on_gold(decide_question(judged(items, rows, gold, labels=labels), "q"))
    }
    method, points, below = GAINS[name]
    gain = found[method].gain
    assert isinstance(gain, Estimate)
    assert 100 * gain.value == pytest.approx(points, abs=0.05)
    assert found[method].p <= below
    assert not any(each.clear for each in found.values())


def test_numbers_of_affective_text(shared_data: Path) -> None:
    """N_Emotion, 700 questions by 10 workers (Snow et al. 2008): the mean's MAE 12.02 and RMSE 17.85 (VLDB 2017)."""
    folder = shared_data / "n_emotion"
    if not folder.is_dir():
        pytest.skip("the data set n_emotion is not among the shared ones")
    with (folder / "answer.csv").open() as stream:
        rows = [(row["question"], row["worker"], row["answer"]) for row in csv.DictReader(stream)]
    with (folder / "truth.csv").open() as stream:
        gold = {row["question"]: row["truth"] for row in csv.DictReader(stream)}
    version = judged(sorted(gold), rows, gold, kind="interval", minimum=-100, maximum=100)
    scores = gold_figures(decide_question(version, "q"))["mean"]
    assert isinstance(scores, dict)
    shown = {}
    for key in ("mean_absolute_error", "root_mean_squared_error"):
        found = scores[key]
        assert isinstance(found, Figure)
        assert found.value is not None
        shown[key] = (round(found.value, 2), found.n)
    assert shown == {"mean_absolute_error": (12.02, 700), "root_mean_squared_error": (17.85, 700)}
