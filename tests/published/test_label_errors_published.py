"""Label errors of MNIST and CIFAR-10 as found by cleanlab and confirmed by people."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from labelcards.assess.quality.label_errors import Filter, LabelErrorFlags, flag_labels


def flagged(shared_data: Path, name: str, filter_by: Filter) -> LabelErrorFlags:
    """Flags for the original test labels of a data set."""
    folder = shared_data / "label_errors"
    labels = np.load(folder / f"{name}_test_set_original_labels.npy").astype(np.intp)
    probabilities = np.load(folder / f"{name}_test_set_pyx.npy").astype(np.float32).astype(np.float64)
    result = flag_labels(labels, probabilities, filter_by=filter_by)
    assert isinstance(result, LabelErrorFlags)
    return result


@pytest.mark.parametrize(
    ("filter_by", "mnist", "cifar10"),
    [
        ("prune_by_noise_rate", 15, 284),
        ("both", 15, 226),
        ("confident_learning", 15, 244),
        ("predicted_neq_given", 87, 706),
    ],
)
def test_number_of_flagged_items(shared_data: Path, filter_by: Filter, mnist: int, cifar10: int) -> None:
    """Northcutt et al. (2021), tutorial notebook: 15 in MNIST and 284 in CIFAR-10; other filters find other numbers."""
    assert int(flagged(shared_data, "mnist", filter_by).issue.sum()) == mnist
    assert int(flagged(shared_data, "cifar10", filter_by).issue.sum()) == cifar10


@pytest.mark.parametrize(("name", "validated"), [("mnist", 15), ("cifar10", 54)])
def test_validated_errors(shared_data: Path, name: str, validated: int) -> None:
    """Northcutt et al. (2021), Table 1: fewer than three votes for the given label make 15 and 54 validated errors."""
    votes = json.loads((shared_data / "label_errors" / f"{name}_mturk.json").read_text())
    assert sum(entry["mturk"]["given"] < 3 for entry in votes) == validated


def test_flags_contain_the_validated_errors(shared_data: Path) -> None:
    """Of the 54 validated errors of CIFAR-10, 49 are among the 284 flagged items."""
    issue = flagged(shared_data, "cifar10", "prune_by_noise_rate").issue
    votes = json.loads((shared_data / "label_errors" / "cifar10_mturk.json").read_text())
    assert sum(bool(issue[int(entry["id"])]) for entry in votes) == 240
    assert sum(bool(issue[int(entry["id"])]) for entry in votes if entry["mturk"]["given"] < 3) == 49
