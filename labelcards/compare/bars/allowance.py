"""Which loosened bars an owner allows.

Who signs has to be an owner at the *target*, so that a change cannot name its own. That the name was really written by
that person is for the code owners of the file to see to: see ``docs/how-to/review-a-change.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from labelcards.documents.bars import BarChange, Loosening

__all__ = ["why_no_owner", "with_allowances"]


def with_allowances(
    changes: Sequence[BarChange],
    written: Sequence[Loosening],
    *,
    before: Sequence[Loosening],
    owners: Sequence[str],
    today: date,
) -> tuple[BarChange, ...]:
    """The changes, with who allows them.

    Args:
        written: allowances of the change.
        before: those that the target has already; they were for changes that have gone in.
        owners: at the target.
        today: allowances end after their day.
    """
    fresh = [one for one in written if one not in before]
    return tuple(_judged(one, fresh, written, owners, today) if one.kind == "loosened" else one for one in changes)


def why_no_owner(name: str, owners: Sequence[str]) -> str:
    """Why a name does not count; empty when it does."""
    if not owners:
        return "the target's dataset.yaml names no owner"
    return "" if name in owners else f"{name} is no owner in the target's dataset.yaml"


def _judged(
    change: BarChange, fresh: Sequence[Loosening], written: Sequence[Loosening], owners: Sequence[str], today: date
) -> BarChange:
    if change.signed_by and not (why := why_no_owner(change.signed_by, owners)):
        return change.model_copy(update={"allowed": f"signed by {change.signed_by}"})
    refused = why_no_owner(change.signed_by, owners) if change.signed_by else ""
    for one in written:
        if one.bar != change.bar:
            continue
        if one not in fresh:
            refused = "the line was there before; it was for another change"
        elif (one.was, one.becomes) != (change.was, change.becomes):
            refused = "the line is about other values"
        elif today > one.until:
            refused = f"the line ended on {one.until.isoformat()}"
        elif why := why_no_owner(one.owner, owners):
            refused = why
        else:
            return change.model_copy(update={"allowed": f"{one.owner}: {one.reason}"})
    return change.model_copy(update={"refused": refused})
