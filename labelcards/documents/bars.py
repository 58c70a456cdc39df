"""Bars that a change moves: gates, waivers, parameters, the anonymization policy, and what an owner allows of it.

A `BarChange` is found by `labelcards ci`; a `Loosening` is written by hand under ``loosened`` in ``gates.yaml``.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from labelcards.documents.document import Part
from labelcards.documents.party import Line

__all__ = ["BarChange", "BarKind", "Loosening"]

BarKind = Literal["loosened", "tightened", "changed"]
"""``changed``: neither direction is looser."""


class Loosening(Part):
    """An owner's line that lets one bar be loosened in one step, from one value to another.

    It covers nothing but that step, so that it is of no use to a later change.

    Attributes:
        bar, was, becomes: as the comment prints them; an empty text means that it is absent.
        owner: a name under ``owners`` in the *target's* ``dataset.yaml``.
        reason: why it is loosened.
        until: the last day on which the change may go in.
    """

    bar: Line
    was: str = ""
    becomes: str = ""
    owner: Line
    reason: Line
    until: date


class BarChange(Part):
    """One bar that differs from the target's.

    Attributes:
        bar: what it is: ``gates.agreement.min``, ``params.scan.allow``, ``dataset.items.body.action``.
        kind: which way it moved.
        was, becomes: the values as text; empty when absent.
        note: what follows from it; may be empty.
        signed_by: the owner that the new value itself names, as a waiver does; empty for none.
        allowed: who allows a loosened bar, and why; empty when nobody does.
        refused: why an allowance that was written does not count.
    """

    bar: str
    kind: BarKind
    was: str = ""
    becomes: str = ""
    note: str = ""
    signed_by: str = ""
    allowed: str = ""
    refused: str = ""

    @property
    def fails(self) -> bool:
        """Whether the change must not go in."""
        return self.kind == "loosened" and not self.allowed
