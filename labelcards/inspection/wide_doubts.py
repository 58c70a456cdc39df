"""Wide tables that may not be what they seem: a model among annotators, two questions, a table on its side, shares."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from labelcards.errors import InputError
from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.names import plain_name
from labelcards.inspection.sheet import Sheet, refuse

__all__ = ["check_group", "check_shares"]

_MODELS = frozenset(
    [
        "model",
        "prediction",
        "predictions",
        "predicted",
        "pred",
        "suggestion",
        "suggested",
        "suggestions",
        "machine",
        "auto",
        "automatic",
        "ai",
        "gpt",
        "gpt3",
        "gpt4",
        "gpt5",
        "chatgpt",
        "llm",
        "llama",
        "roberta",
        "baseline",
        "classifier",
        "system",
    ]
)
_CHECKS = frozenset(
    [
        "match",
        "matches",
        "matching",
        "agree",
        "agrees",
        "agreed",
        "agreement",
        "same",
        "equal",
        "reviewed",
        "checked",
        "done",
        "valid",
        "flag",
        "flagged",
        "priority",
        "curated",
        "curator",
        "adjudicator",
        "adjudicated",
        "reviewer",
        "lead",
        "words",
        "chars",
        "tokens",
        "length",
        "split",
        "fold",
        "mehrheit",
    ]
)
_PLACES = re.compile(
    r"(item|question|frage|doc|document|text|image|task|statement|sample|q|d|i)[ _-]?\d+", re.IGNORECASE
)


def check_group(sheet: Sheet, group: Sequence[ColumnContent]) -> None:
    """Refuse annotators' columns of which a name says that it is something else.

    Raises:
        InputError: a column is named like a model or a check, or unlike all others; the names are annotators times
            questions; or they are items, so that a row is an annotator.
    """
    names = [column.name for column in group]
    if sum(_PLACES.fullmatch(name.strip()) is not None for name in names) * 2 > len(names):
        raise _sideways(sheet)
    grid = _grid(names)
    if grid:
        message = "The names of the columns are annotators times questions, or one of the two in two parts."
        flags = " or ".join(f"--label '{pattern}'" for pattern in grid)
        remedy = f"Give {flags}, or --layout wide for all of them."
        raise refuse(sheet, "several-groups", message, remedy)
    odd = [name for name in names if set(plain_name(name).split("_")) & (_MODELS | _CHECKS)] or _unlike(names)
    if odd and len(odd) < len(names):
        flags = " ".join(f"--drop '{name}'" for name in odd[:4])
        message = "The column may hold a model's answers or a check, and not an annotator's labels."
        remedy = f"Give {flags}, or --layout wide if all of these columns are annotators'."
        raise refuse(sheet, "doubtful-column", message, remedy, odd[0])


def _sideways(sheet: Sheet) -> InputError:
    message = "The columns are named like items: a row may be an annotator, and the table lie on its side."
    return refuse(sheet, "sideways", message, "Turn the table, so that a row is an item; or give --layout wide.")


def _grid(names: Sequence[str]) -> list[str]:
    """Patterns of the questions when the names combine each of some beginnings with each of some ends."""
    parts = [re.fullmatch(r"(.+)[_ .:-]([^_ .:-]+)", name) for name in names]
    if len(names) < 4 or not all(parts):
        return []
    found = {(part.group(1), part.group(2)) for part in parts if part}
    first, last = sorted({a for a, _ in found}), sorted({b for _, b in found})
    full = len(found) == len(names) == len(first) * len(last) and len(first) > 1 and len(last) > 1
    return [f"*{end}" for end in last[:4]] if full else []


def _unlike(names: Sequence[str]) -> list[str]:
    """The few names that lack the beginning which most others have, up to a mark or a number."""
    heads = [re.match(r"(.*[_ .:-])[^_ .:-]+$|(.*\D)\d+$", name) for name in names]
    stems = [(head.group(1) or head.group(2)) if head else "" for head in heads]
    common = max(set(stems), key=lambda stem: (stem != "", stems.count(stem), stem))
    if not common or stems.count(common) < 2 or stems.count(common) * 2 <= len(names):
        return []
    return [name for name, stem in zip(names, stems, strict=True) if stem != common]


def check_shares(sheet: Sheet) -> None:
    """Refuse shares of annotators per label: they do not say how many annotators there were.

    Raises:
        InputError: the columns of numbers add up to 1, or to 100, in every row, and are not all whole.
    """
    columns = [c for c in sheet.columns if _shares(c) is not None and c not in sheet.told.values()]
    if len(columns) < 2 or sheet.options.pattern or sheet.told_labels:
        return
    table = np.column_stack([np.array([*(_shares(c) or ()), 0.0])[c.codes] for c in columns])
    totals = table.sum(axis=1)
    whole = bool((table % 1 == 0).all()) and not any("%" in value for c in columns for value in c.values)
    if not whole and any(np.allclose(totals, total, atol=0.021 * total) for total in (1.0, 100.0)):
        message = "The columns hold shares of annotators per label, which do not say how many annotators there were."
        raise refuse(sheet, "shares", message, "Export counts, or one row per annotation; or give --layout wide.")


def _shares(column: ColumnContent) -> list[float] | None:
    """The distinct values as numbers from 0 to 100, a percent sign left out; None when one is not."""
    found = []
    for value in column.values:
        try:
            number = float(value.removesuffix("%").strip().replace(",", "."))
        except ValueError:
            return None
        if not 0 <= number <= 100:
            return None
        found.append(number)
    return found or None
