"""Generalization of structured values."""

from __future__ import annotations

import pytest

from labelcards.privacy.columns import band, month, prefix, year


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-14", "2026-03"),
        ("2026-03", "2026-03"),
        ("2026-03-14T10:00:00Z", "2026-03"),
        ("14.03.2026", "2026-03"),
        ("14 March 2026", "2026-03"),
        ("Mar 14, 2026", "2026-03"),
        ("March 2026", "2026-03"),
        ("25/03/2026", "2026-03"),
        ("03/25/2026", "2026-03"),
        ("03/03/2026", "2026-03"),
        ("03/04/2026", None),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_month(value: str, expected: str | None) -> None:
    """A date becomes its month; what is no date, or two dates at once, is withheld."""
    assert month(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1984", "1984"), ("2026-03-14", "2026"), ("03/04/2026", "2026"), ("84", None), ("31/31/2026", None)],
)
def test_year(value: str, expected: str | None) -> None:
    """A year shows even where day and month cannot be told apart."""
    assert year(value) == expected


@pytest.mark.parametrize(
    ("value", "width", "expected"),
    [
        ("34", 10, "30-39"),
        ("30", 10, "30-39"),
        ("39.9", 10, "30-39"),
        ("-3", 10, "-10--1"),
        ("7", 1, "7"),
        ("x", 10, None),
        ("nan", 10, None),
        ("inf", 10, None),
    ],
)
def test_band(value: str, width: int, expected: str | None) -> None:
    """Bands start at multiples of the width; what is no finite number is withheld."""
    assert band(value, width) == expected


@pytest.mark.parametrize(
    ("value", "keep", "expected"), [("10115", 2, "10"), ("SW1A 1AA", 3, "SW1"), ("10", 2, None), ("", 1, None)]
)
def test_prefix(value: str, keep: int, expected: str | None) -> None:
    """A prefix that would be the whole value is withheld."""
    assert prefix(value, keep) == expected
