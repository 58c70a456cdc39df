"""What a fact of a warning or a sign may be, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from labelcards.documents.figures import DIGITS
from labelcards.documents.warning_record import Fact

__all__ = ["FactKind", "stated_facts"]

FactKind = Literal["name", "names", "count", "counts", "number", "number or none", "probability"]
"""What a fact may be: a name as the data or the manifest have it, a whole number, a measured number, a p-value."""

_TYPES: dict[FactKind, type | tuple[type, ...]] = {
    "name": str, "names": str, "count": int, "counts": int, "number": (int, float), "number or none": (int, float),
    "probability": (int, float),
}  # fmt: skip


def stated_facts(code: str, kinds: Mapping[str, FactKind], given: Mapping[str, Any]) -> dict[str, Fact]:
    """Facts as documents hold them: p-values with 6 decimals, other numbers as figures are rounded; none is left out.

    Args:
        code: whose facts they are, for the message.
        kinds: name → what the fact may be.
        given: name → what it is; ``None`` for a number that there is none of.

    Raises:
        TypeError: a fact is missing, not declared or of another kind.
    """
    if set(given) != set(kinds):
        raise TypeError(f"{code} is told by the facts {sorted(kinds)}, not by {sorted(given)}")
    held = {name: _stated(code, name, kind, given[name]) for name, kind in kinds.items()}
    return {name: fact for name, fact in held.items() if fact is not None}


def _stated(code: str, name: str, kind: FactKind, given: Any) -> Fact | None:
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
