"""The time at which somebody did something. Only commands that record an act ask for it; the pipeline never does."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from labelcards.errors import InputError, Problem

__all__ = ["now", "today"]


def now() -> datetime:
    """``SOURCE_DATE_EPOCH`` if that is set, else the clock; in UTC, to the second.

    Raises:
        InputError: ``SOURCE_DATE_EPOCH`` is not a number of seconds.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(told), UTC)
    except (ValueError, OverflowError, OSError):
        message = "The variable does not hold a number of seconds since 1970."
        raise InputError([Problem("SOURCE_DATE_EPOCH", "wrong-value", message, "Correct it, or unset it.")]) from None


def today() -> date:
    """The day of `now`, in UTC."""
    return now().date()
