"""An owner's line covers one step of one bar, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labelcards.compare.bars.allowance import with_allowances
from labelcards.documents.bars import BarChange, Loosening

CHANGE = BarChange(bar="gates.agreement.min", kind="loosened", was="0.8", becomes="0.7")
LINE = Loosening(
    bar=CHANGE.bar, was="0.8", becomes="0.7", owner="Ada", reason="A harder domain.", until=date(2026, 6, 30)
)
TODAY = date(2026, 6, 30)


def _judged(
    line: Loosening, *, before: tuple[Loosening, ...] = (), owners: tuple[str, ...] = ("Ada",), today: date = TODAY
) -> BarChange:
    (found,) = with_allowances([CHANGE], [line], before=before, owners=owners, today=today)
    return found


def test_an_owner_allows_it() -> None:
    """The line is enough until its day, that day included."""
    found = _judged(LINE)
    assert (found.allowed, found.fails) == ("Ada: A harder domain.", False)


@pytest.mark.parametrize(
    ("change", "rest", "why"),
    [
        ({"becomes": "0.1"}, {}, "the line is about other values"),
        ({"was": "0.9"}, {}, "the line is about other values"),
        ({"bar": "gates.other.min"}, {}, ""),
        ({"bar": "gates"}, {}, ""),
        ({"owner": "Eve"}, {}, "Eve is no owner in the target's dataset.yaml"),
        ({}, {"owners": ()}, "the target's dataset.yaml names no owner"),
        ({}, {"today": date(2026, 7, 1)}, "the line ended on 2026-06-30"),
        ({}, {"before": (LINE,)}, "the line was there before; it was for another change"),
    ],
)
def test_what_does_not_count(change: dict[str, Any], rest: dict[str, Any], why: str) -> None:
    """Another step, another bar, a stranger, an ended or an old line: the bar still fails, and it is said why."""
    found = _judged(LINE.model_copy(update=change), **rest)
    assert (found.fails, found.refused) == (True, why)


def test_a_waiver_signs_itself() -> None:
    """A waiver by an owner needs no second line; by anybody else it fails."""
    signed = BarChange(bar="gates.a.waiver", kind="loosened", signed_by="Ada")
    (found,) = with_allowances([signed], [], before=(), owners=("Ada",), today=TODAY)
    assert not found.fails
    (stranger,) = with_allowances([signed], [], before=(), owners=("Bob",), today=TODAY)
    assert (stranger.fails, stranger.refused) == (True, "Ada is no owner in the target's dataset.yaml")


def test_tightened_bars_need_nobody() -> None:
    """What asks for more does not fail."""
    tightened = BarChange(bar="gates.a.min", kind="tightened")
    assert with_allowances([tightened], [], before=(), owners=(), today=TODAY) == (tightened,)
