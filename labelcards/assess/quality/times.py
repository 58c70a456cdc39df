"""Times of a table as numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.metrics.consensus.consensus import Floats

__all__ = ["epoch_seconds"]


def epoch_seconds(column: pd.Series[pd.Timestamp]) -> Floats:
    """(R,) seconds since 1970 of a column of UTC times; NaN where missing."""
    times = column.to_numpy("datetime64[us]")
    seconds = times.astype(np.int64).astype(np.float64) / 1e6
    return np.where(np.isnat(times), np.nan, seconds)
