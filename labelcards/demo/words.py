"""The plain words that templates use: products, days, months, sums of money."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from labelcards.demo.text_file import read
from labelcards.documents.document import Part

__all__ = ["WORDS", "Words"]

_Listed = Annotated[tuple[str, ...], Field(min_length=2)]


class Words(Part):
    """What stands for ``<product>``, ``<weekday>``, ``<month>`` and ``<amount>`` (a number within a currency)."""

    products: _Listed
    weekdays: _Listed
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    amounts: _Listed
    currencies: _Listed


WORDS = read("words.toml", Words)
