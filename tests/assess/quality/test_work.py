"""Figures of the work."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.work import version_durations, work_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import Figure
from tests.assess.crowd import label_version, ticket_version
from tests.assess.quality.test_consensus import AB, rows, table_of, value


def times(*clock: str) -> pd.Series:
    """Times of one day."""
    return pd.Series(np.array([f"2026-01-05T{moment}" for moment in clock], dtype="datetime64[us]"))


def test_figures_of_a_timed_version() -> None:
    """About 30 seconds an annotation, so about 120 an hour; adjudicated two days later; all in the catalog."""
    tree = work_figures(ticket_version())
    seconds, speed, turnaround = (
        value(tree, name) for name in ("seconds_per_annotation", "throughput", "turnaround_p50")
    )
    assert seconds == pytest.approx(30, abs=2)
    assert speed == pytest.approx(117, abs=8)
    assert turnaround == pytest.approx(50, abs=1)
    assert value(tree, "timed_share") == 1
    assert catalog_for(tree)


def test_without_times_every_leaf_says_so() -> None:
    """No zero, no NaN: a reason."""
    tree = work_figures(label_version(["i"], rows(("i", "x", "a")), AB))
    for name in ("throughput", "seconds_per_annotation", "hours", "turnaround_p50", "turnaround_p90"):
        leaf = tree[name]
        assert isinstance(leaf, Figure)
        assert leaf.value is None
        assert leaf.why
    assert value(tree, "timed_share") == 0


def test_two_answers_of_one_form_are_one_piece_of_work() -> None:
    """Two questions submitted together take 40 seconds once, not 40 and nothing."""
    first, second = rows(("i", "x", "a")), rows(("i", "x", "a"), question="r")
    both = pd.concat([first, second], ignore_index=True)
    both["started_at"], both["submitted_at"] = times("09:00:00", "09:00:00"), times("09:00:40", "09:00:40")
    version = label_version(["i"], both, {**AB, "r": {"title": "R", "labels": ["a", "b"]}})
    np.testing.assert_array_equal(version_durations(version).seconds, [40])
    assert value(work_figures(version), "hours") == pytest.approx(40 / 3600, abs=1e-6)


def test_reviewers_answers_are_not_annotation_work() -> None:
    """Annotations with source ground_truth are left out."""
    human = rows(("i", "x", "a"))
    truth = rows(("i", "y", "a"), source="ground_truth")
    both = pd.concat([human, truth], ignore_index=True)
    both["started_at"], both["submitted_at"] = times("09:00:00", "09:00:00"), times("09:00:10", "09:30:00")
    np.testing.assert_array_equal(version_durations(label_version(["i"], both, AB)).seconds, [10])


def test_turnaround_runs_from_the_last_annotation() -> None:
    """Annotated at nine and ten, decided at noon: two hours."""
    annotations = rows(("i", "x", "a"), ("i", "y", "b"))
    annotations["submitted_at"] = times("09:00:00", "10:00:00")
    decisions = table_of(("i", "a"))
    decisions["at"] = times("12:00:00")
    tree = work_figures(label_version(["i"], annotations, AB, adjudications=decisions))
    assert value(tree, "turnaround_p50") == 2
