"""Figures of the work behind the labels: time, throughput, turnaround of reviews."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.assess.quality.times import epoch_seconds
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.annotators.work import (
    Durations,
    durations,
    hours,
    seconds_per_annotation,
    throughput,
    turnaround,
)
from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import share_of

__all__ = ["version_durations", "work_figures"]


def version_durations(version: LabelVersion) -> Durations:
    """Times at work over all questions; answers submitted together (same annotator, item and time) are one.

    Annotations with source ``ground_truth`` are a reviewer's and left out.
    """
    table, codes = version.annotations, version.codes
    counted_rows = table["source"].ne("ground_truth").fillna(True).to_numpy(dtype=np.bool_)
    submitted = table["submitted_at"].to_numpy("datetime64[us]")
    keys = {"who": codes.annotator, "item": codes.item, "at": submitted.view(np.int64)}
    together = pd.DataFrame(keys)[counted_rows].duplicated().to_numpy(dtype=np.bool_)
    rows = np.flatnonzero(counted_rows)
    rows = rows[~together | np.isnat(submitted[rows])]
    started, ended = (epoch_seconds(table[name].iloc[rows]) for name in ("started_at", "submitted_at"))
    return durations(codes.annotator[rows], started, ended)


def work_figures(version: LabelVersion) -> FigureTree:
    """``work``: time per annotation, throughput, hours, share of annotations with a known time, pauses, turnaround.

    The leaves are named like their metrics; without times they say so.
    """
    times = version_durations(version)
    last, decided = _review_times(version)
    timed = times.timed
    return {
        "throughput": figure("throughput", throughput(times)),
        "seconds_per_annotation": figure("seconds_per_annotation", seconds_per_annotation(times)),
        "hours": figure("hours", hours(times)),
        "timed_share": figure("timed_share", share_of(timed, np.ones(len(timed)), nothing="no annotations")),
        "pauses": figure("pauses", counted(int(times.pause.sum()))),
        "turnaround_p50": figure("turnaround_p50", turnaround(last, decided, 0.5)),
        "turnaround_p90": figure("turnaround_p90", turnaround(last, decided, 0.9)),
    }


def _review_times(version: LabelVersion) -> tuple[Floats, Floats]:
    """Per adjudication: seconds of the item's last annotation of that question, and of the decision."""
    keys = ["item_id", "question"]
    reviewed = version.annotations["item_id"].isin(version.adjudications["item_id"])
    annotations = version.annotations.loc[reviewed, [*keys, "submitted_at"]]
    last = annotations.groupby(keys, observed=True)["submitted_at"].max().rename("last").reset_index()
    joined = version.adjudications[[*keys, "at"]].merge(last, on=keys, how="left")
    return epoch_seconds(joined["last"]), epoch_seconds(joined["at"])
