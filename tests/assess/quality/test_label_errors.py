"""Labels that are probably wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from labelcards.assess.model.baseline import item_texts, out_of_fold
from labelcards.assess.quality.consensus import QuestionConsensus, decide_question
from labelcards.assess.quality.label_errors import LabelErrorFlags, flag_labels, label_error_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.metrics.estimate import Undefined
from tests.assess.crowd import ticket_version
from tests.assess.quality.test_consensus import value


def planted(n: int = 300, wrong: int = 12) -> tuple[QuestionConsensus, LabelErrorFlags, np.ndarray]:
    """Tickets with final labels of which the first are wrong, the flags, and which are wrong."""
    version = ticket_version(n=n, accuracies=(1.0, 1.0, 1.0))
    decided = decide_question(version, "topic")
    spoiled = np.zeros(n, dtype=bool)
    spoiled[:wrong] = True
    final = np.where(spoiled & (decided.final >= 0), (decided.final + 1) % 3, decided.final)
    moved = replace(decided, final=final)
    texts = item_texts(version)
    assert not isinstance(texts, Undefined)
    probabilities = out_of_fold(texts, final, 3)
    assert not isinstance(probabilities, Undefined)
    flagged = flag_labels(final, probabilities)
    assert isinstance(flagged, LabelErrorFlags)
    return moved, flagged, spoiled & (decided.final >= 0)


def test_planted_errors_are_flagged_first() -> None:
    """Most of twelve wrong labels among 300 are flagged, hardly any right one; the worst scores are wrong labels."""
    _, flagged, wrong = planted()
    assert flagged.issue[wrong].mean() >= 0.75
    assert flagged.issue[~wrong].mean() <= 0.02
    suspects = np.flatnonzero(flagged.issue)
    assert wrong[suspects[np.argsort(flagged.score[suspects], kind="stable")][:5]].all()


def test_items_without_label_are_not_flagged() -> None:
    """-1: no flag, no score, no suggestion."""
    probabilities = np.tile([[0.9, 0.1], [0.1, 0.9]], (20, 1))
    labels = np.tile([0, 1], 20)
    labels[:4] = -1
    flagged = flag_labels(labels, probabilities)
    assert isinstance(flagged, LabelErrorFlags)
    assert not flagged.issue[:4].any()
    assert np.isnan(flagged.score[:4]).all()
    assert flagged.suggested[:4].tolist() == [-1] * 4


def test_bad_arguments() -> None:
    """An unknown filter and wrong shapes are errors; one label only is undefined."""
    probabilities = np.full((4, 2), 0.5)
    with pytest.raises(ValueError, match="filter"):
        flag_labels(np.zeros(4, dtype=np.intp), probabilities, filter_by="magic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="N, K"):
        flag_labels(np.zeros(3, dtype=np.intp), probabilities)
    assert flag_labels(np.zeros(4, dtype=np.intp), probabilities) == Undefined("fewer than two labels occur", 4)


def test_nothing_is_printed_or_warned(capsys: pytest.CaptureFixture[str]) -> None:
    """A label with two items makes cleanlab uneasy; nobody else needs to hear it."""
    rng = np.random.default_rng(0)
    labels = np.array([0] * 30 + [1] * 30 + [2] * 2)
    probabilities = rng.dirichlet(np.ones(3), 62) / 2
    probabilities[np.arange(62), labels] += 0.5
    assert isinstance(flag_labels(labels, probabilities), LabelErrorFlags)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_model_that_knows_nothing_flags_nothing() -> None:
    """Random probabilities would flag a third of the items; they are refused, on balanced and on skewed labels."""
    rng = np.random.default_rng(1)
    for shares in ([0.5, 0.5], [0.95, 0.05], [0.5, 0.3, 0.2]):
        labels = rng.choice(len(shares), 400, p=shares)
        result = flag_labels(labels, rng.dirichlet(np.ones(len(shares)), 400))
        assert result == Undefined("the model predicts these labels no better than chance", 400)


def test_a_model_that_only_ranks_is_informative() -> None:
    """Five percent positives that never exceed one half but get four times the others' probability: flags are given."""
    rng = np.random.default_rng(2)
    labels = (rng.random(1000) < 0.05).astype(np.intp)
    positive = np.where(labels == 1, 0.2, 0.05) * rng.uniform(0.7, 1.3, 1000)
    assert isinstance(flag_labels(labels, np.column_stack([1 - positive, positive])), LabelErrorFlags)


def test_figures_name_the_filter() -> None:
    """Counts per label add up; the filter is in the method; all in the catalog."""
    decided, flagged, _ = planted()
    tree = label_error_figures(decided, flagged)
    total = value(tree, "flagged")
    assert total == flagged.issue.sum()
    assert total == sum(value(tree, "per_label", label, "flagged") or 0 for label in decided.coded.labels)
    assert getattr(tree["flagged"], "method", None) == "cleanlab prune_by_noise_rate"
    assert catalog_for(tree)


def test_undefined_flags_are_said() -> None:
    """Without probabilities the leaves carry the reason."""
    decided, _, _ = planted(60, 0)
    tree = label_error_figures(decided, Undefined("the items have no text column"))
    assert {getattr(leaf, "why", None) for leaf in tree.values()} == {"the items have no text column"}
