"""What a fact of a warning or a sign may be, and how it is written down."""

from __future__ import annotations

from typing import Any, Literal

from labelcards.documents.figures import DIGITS
from labelcards.documents.warning_record import Fact

__all__ = ["FactKind", "stated_fact"]

FactKind = Literal["name", "names", "count", "counts", "number", "number or none", "probability"]
"""What a fact may be: a name as the data or the manifest have it, a whole number, a measured number, a p-value."""

_TYPES: dict[FactKind, type | tuple[type, ...]] = {
    "name": str, "names": str, "count": int, "counts": int, "number": (int, float), "number or none": (int, float),
    "probability": (int, float),
}  # fmt: skip


def stated_fact(code: str, name: str, kind: FactKind, given: Any) -> Fact | None:
    """A fact as documents hold it: p-values with 6 decimals, other numbers as figures are rounded, None for none.

    Args:
        code, name: whose fact it is, for the message.
        kind: what it may be.
        given: what it is.

    Raises:
        TypeError: it is of another kind.
    """
    if kind == "number or none" and given is None:
        return None
    several = kind in ("names", "counts") and isinstance(given, tuple)
    if not all(isinstance(each, _TYPES[kind]) for each in (given if several else (given,))):
        raise TypeError(f"the fact {name} of {code} is no {kind}")
    if kind == "probability":
        return round(float(given), DIGITS)
    return _rounded(float(given)) if kind.startswith("number") else given


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if abs(value) < 1 else round(value, DIGITS)
