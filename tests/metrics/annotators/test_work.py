"""Times at work."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.annotators.work import (
    annotator_seconds,
    durations,
    hours,
    items_per_hour,
    seconds_per_annotation,
    throughput,
    turnaround,
)
from labelcards.metrics.estimate import Estimate, Undefined

NAN = np.nan


def test_time_runs_from_start_or_previous_submission() -> None:
    """Start known; start stamped for the whole page; start missing; first without start."""
    started = np.array([100.0, 100.0, NAN, NAN])
    submitted = np.array([110.0, 125.0, 145.0, 50.0])
    times = durations(np.zeros(4, dtype=np.intp), started, submitted)
    np.testing.assert_array_equal(times.seconds, [10, 15, 20, NAN])


def test_annotators_do_not_mix() -> None:
    """The previous submission is the same annotator's, also when their work interleaves."""
    times = durations(np.array([0, 1, 0, 1]), np.full(4, NAN), np.array([10.0, 11.0, 40.0, 61.0]))
    np.testing.assert_array_equal(times.seconds, [NAN, NAN, 30, 50])


def test_pauses_are_cut_to_the_median() -> None:
    """Twenty times 30 seconds and a lunch of an hour: the hour counts as 30 seconds, the median does not move."""
    submitted = np.cumsum(np.r_[0.0, np.full(10, 30.0), 3600.0, np.full(10, 30.0)])
    times = durations(np.zeros(22, dtype=np.intp), np.full(22, NAN), submitted)
    assert times.pause.sum() == 1
    total = hours(times)
    assert isinstance(total, Estimate)
    assert total.value == pytest.approx(21 * 30 / 3600)
    median = seconds_per_annotation(times)
    assert isinstance(median, Estimate)
    assert median.value == 30


def test_slow_but_short_is_not_a_pause() -> None:
    """Fifty seconds after a row of two-second answers is thinking, not a break."""
    submitted = np.cumsum(np.r_[0.0, np.full(10, 2.0), 50.0])
    assert not durations(np.zeros(12, dtype=np.intp), np.full(12, NAN), submitted).pause.any()


def test_no_time_at_all_is_no_time_at_work() -> None:
    """Two answers saved at the same second, or a clock put back: how long the second took is unknown, not zero."""
    submitted = np.array([100.0, 100.0, 130.0])
    times = durations(np.zeros(3, dtype=np.intp), np.full(3, NAN), submitted)
    np.testing.assert_array_equal(times.seconds, [NAN, NAN, 30])
    late = durations(np.zeros(2, dtype=np.intp), np.array([10.0, 90.0]), np.array([20.0, 60.0]))
    np.testing.assert_array_equal(late.seconds, [10, NAN])


def test_without_times_everything_is_undefined() -> None:
    """No timestamps: each figure says so."""
    times = durations(np.arange(3), np.full(3, NAN), np.full(3, NAN))
    for result in (seconds_per_annotation(times), hours(times), throughput(times)):
        assert isinstance(result, Undefined)
        assert result.why == "annotations have no times"
    assert isinstance(turnaround(np.full(3, NAN), np.full(3, NAN), 0.5), Undefined)


def test_throughput_is_annotations_over_hours() -> None:
    """Two annotators at 30 and 60 seconds: 20 annotations in .25 hours; a single one has no interval."""
    annotator = np.repeat([0, 1], 10)
    started = np.arange(20) * 1000.0
    both = throughput(durations(annotator, started, started + np.where(annotator == 0, 30.0, 60.0)))
    assert isinstance(both, Estimate)
    assert both.value == pytest.approx(20 / (900 / 3600))
    assert both.low is not None
    assert both.high is not None
    assert both.low < both.value < both.high
    alone = throughput(durations(np.zeros(20, dtype=np.intp), started, started + 30))
    assert isinstance(alone, Estimate)
    assert alone.why_no_interval == "one annotator"


def test_items_per_hour_swaps_the_bounds() -> None:
    """40 to 60 seconds are 60 to 90 items per hour."""
    result = items_per_hour(Estimate(50, 9, "method", 40, 60))
    assert isinstance(result, Estimate)
    assert (result.value, result.low, result.high) == (72, 60, 90)


def test_median_interval_counts_annotators_not_annotations() -> None:
    """Annotators of very different pace: the pooled median is far less certain than 800 independent times suggest."""
    rng = np.random.default_rng(0)
    annotator = np.repeat(np.arange(8), 100)
    started = np.arange(800) * 1000.0
    seconds = rng.lognormal(3.5 + 0.6 * rng.standard_normal(8)[annotator], 0.2)
    times = durations(annotator, started, started + seconds)
    pooled = seconds_per_annotation(times)
    one = annotator_seconds(times, np.arange(100))
    assert isinstance(pooled, Estimate)
    assert isinstance(one, Estimate)
    assert pooled.n == 8
    assert pooled.low is not None
    assert pooled.high is not None
    assert one.low is not None
    assert one.high is not None
    assert (pooled.high - pooled.low) / pooled.value > 4 * (one.high - one.low) / one.value


def test_turnaround_leaves_out_early_decisions() -> None:
    """Decided after 1, 2 and 3 hours; one decided before the last annotation does not count."""
    result = turnaround(np.zeros(4), np.array([3600.0, 7200.0, 10800.0, -10.0]), 0.5)
    assert isinstance(result, Estimate)
    assert (result.value, result.n) == (2, 3)
