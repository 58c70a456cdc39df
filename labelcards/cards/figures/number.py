"""How numbers are written: the same metric looks the same on every page."""

from __future__ import annotations

from labelcards.documents.figures import CatalogEntry

__all__ = ["count", "is_difference", "plain", "probability", "tick"]

_MINUS = "\u2212"
_THIN = "\u202f"


def count(value: float) -> str:
    """A whole number with thin spaces between thousands.

    >>> count(12804).replace(chr(0x202f), " ")
    '12 804'
    """
    return f"{round(value):,}".replace(",", _THIN).replace("-", _MINUS)


def is_difference(entry: CatalogEntry) -> bool:
    """Whether the metric is a difference, which is written with its sign."""
    return entry.unit.startswith("difference") or (entry.unit == "coefficient" and entry.low == "-2")


def plain(value: float, entry: CatalogEntry, *, bound: bool = False) -> str:
    """``value`` in the metric's unit, without the unit's name; ``bound`` is an interval's end, with a digit less.

    Shares are percentages, differences of shares are percentage points, coefficients have three decimals.
    """
    signed = "+" if is_difference(entry) else ""
    match entry.unit:
        case "count":
            text = count(value)
        case "share" | "difference of shares":
            text = f"{value * 100:{signed}.1f}"
        case "coefficient" | "ratio" | "difference" | "nats":
            text = f"{value:{signed}.{2 if bound and not signed else 3}f}"
        case _:
            text = _measured(value)
    return _no_negative_zero(text).replace("-", _MINUS)


def _measured(value: float) -> str:
    """Three significant digits, at most two decimals: 0.42, 8.31, 42.7, 318, 12 804."""
    size = abs(value)
    if size >= 1000:
        return count(value)
    return f"{value:.{0 if size >= 100 else 1 if size >= 10 else 2}f}"


def _no_negative_zero(text: str) -> str:
    body = text.lstrip("+-")
    return body if text[:1] in "+-" and not body.strip("0.") else text


def probability(value: float) -> str:
    """A p-value with three decimals; smaller ones only as a bound.

    >>> probability(0.00004)
    '<0.001'
    """
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def tick(value: float, entry: CatalogEntry) -> str:
    """An axis tick: as short as the axis allows."""
    if entry.unit in ("share", "difference of shares"):
        return f"{value * 100:+.0f}".replace("+", "+" if is_difference(entry) and value else "").replace("-", _MINUS)
    if entry.unit == "count":
        return count(value)
    return f"{value:g}".replace("-", _MINUS)
