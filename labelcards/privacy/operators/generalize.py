"""Replace a finding by something true but less exact."""

from __future__ import annotations

import re

from labelcards.privacy.operators.replace import replace

__all__ = ["generalize"]

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NUMBER = re.compile(r"\d{1,3}")
_AGE_WIDTH = 10
_OLDEST = 90


def generalize(value: str, entity_type: str) -> str:
    """A date becomes its year, an age a ten-year band (``90+`` at the top), a postcode its first two characters, an IP
    address its network; a value without such a form becomes its tag.
    """
    rule = _RULES.get(entity_type)
    general = rule(value) if rule else None
    return replace(value, entity_type) if general is None else general


def _year(value: str) -> str | None:
    found = _YEAR.search(value)
    return found.group() if found else None


def _band(value: str) -> str | None:
    found = _NUMBER.search(value)
    if found is None:
        return None
    age = int(found.group())
    low = age // _AGE_WIDTH * _AGE_WIDTH
    return f"{_OLDEST}+" if age >= _OLDEST else f"{low}-{low + _AGE_WIDTH - 1}"


def _prefix(value: str) -> str | None:
    characters = [character for character in value if character.isalnum()]
    return "".join(characters[:2]) + "…" if len(characters) > 3 else None


def _network(value: str) -> str | None:
    parts = value.split(".")
    return f"{parts[0]}.{parts[1]}.0.0/16" if len(parts) == 4 else None


_RULES = {
    "AGE": _band,
    "DATE_TIME": _year,
    "DATE_OF_BIRTH": _year,
    "IP_ADDRESS": _network,
    "POSTCODE": _prefix,
}
