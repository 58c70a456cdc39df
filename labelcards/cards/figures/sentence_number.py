"""How numbers stand in the sentence of a warning, which is plain text for pages, terminals and files alike."""

from __future__ import annotations

__all__ = ["decimals", "grouped", "hundredfold", "percent", "significant"]


def grouped(value: int) -> str:
    """A whole number with commas between thousands.

    >>> grouped(12804)
    '12,804'
    """
    return f"{value:,}"


def percent(value: float, digits: int = 0) -> str:
    """A share as a percentage.

    >>> percent(0.1234), percent(0.1234, 1)
    ('12%', '12.3%')
    """
    return f"{value:.{digits}%}"


def decimals(value: float, digits: int, *, signed: bool = False) -> str:
    """A number with so many decimals.

    >>> decimals(0.1234, 2), decimals(0.1234, 2, signed=True)
    ('0.12', '+0.12')
    """
    return f"{value:{'+' if signed else ''}.{digits}f}"


def hundredfold(value: float, digits: int, *, signed: bool = False) -> str:
    """A share, or a difference of shares, in hundredths without a sign for them.

    >>> hundredfold(0.1234, 1), hundredfold(-0.1234, 1, signed=True)
    ('12.3', '-12.3')
    """
    return decimals(100 * value, digits, signed=signed)


def significant(value: float) -> str:
    """A number with three significant digits.

    >>> significant(1.23456), significant(0.000123456)
    ('1.23', '0.000123')
    """
    return f"{value:.3g}"
