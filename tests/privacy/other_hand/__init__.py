"""Templates and values that another hand wrote without seeing the training data, as a labelled sample."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from labelcards.privacy.detect.evaluate import LabeledText
from labelcards.privacy.detect.finding import EntityFinding

__all__ = ["TYPES", "sample"]

FOLDER = Path(__file__).parent
TYPES = {
    "FIRST_NAME": "PERSON",
    "LAST_NAME": "PERSON",
    "CITY": "LOCATION",
    "COUNTRY": "LOCATION",
    "REGION": "LOCATION",
    "NATIONALITY": "NRP",
    "RELIGION": "NRP",
    "POLITICAL_GROUP": "NRP",
    "DATE_OF_BIRTH": "DATE_TIME",
    "PASSPORT": "ID_NUMBER",
    "TAX_ID": "ID_NUMBER",
    "VEHICLE_PLATE": "ID_NUMBER",
    "CUSTOMER_ID": "ID_NUMBER",
    "ORDER_ID": "ID_NUMBER",
    "TICKET_ID": "ID_NUMBER",
    "USERNAME": "HANDLE",
}
"""Slot → entity type; other slots are named as their types."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def sample(part: str, times: int, seed: int) -> list[LabeledText]:
    """Every template of a part filled so many times, a slot never twice with one value in a text; those without slots
    once.

    Args:
        part: ``development``, every third template and value, whose errors may be looked at; ``test``, the others,
            which nobody looks at; ``all``.
        times: sentences per template.
        seed: of the choice of values.
    """
    rng = random.Random(seed)
    values = json.loads((FOLDER / "values.json").read_text(encoding="utf-8"))
    lines = (FOLDER / "templates.jsonl").read_text(encoding="utf-8").splitlines()
    texts = _part([json.loads(line)["text"] for line in lines], part)
    own = {slot: _part(listed, part) for slot, listed in values.items()}
    return [_filled(text, own, rng) for text in texts for _ in range(times if _SLOT.search(text) else 1)]


def _part(listed: list[str], part: str) -> list[str]:
    return [each for number, each in enumerate(listed) if part in ("all", "test" if number % 3 else "development")]


def _filled(template: str, values: dict[str, list[str]], rng: random.Random) -> LabeledText:
    text = ""
    spans: list[EntityFinding] = []
    left: dict[str, list[str]] = {}
    position = 0
    for slot in _SLOT.finditer(template):
        name = slot[1]
        pool = left.setdefault(name, rng.sample(values[name], len(values[name])))
        value = pool.pop()
        text += template[position : slot.start()]
        spans.append(EntityFinding(len(text), len(text) + len(value), TYPES.get(name, name), 1.0))
        text += value
        position = slot.end()
    return LabeledText(text + template[position:], tuple(spans))
