"""From what raw files say to the labels of the manifest."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.dataset.contract.origin import Mask, Origin
from labelcards.documents.label_scheme import Question
from labelcards.errors import Problem

__all__ = ["canonical_number", "resolve_answers"]

_NAMED = 20
"""How many allowed labels a message names."""


@dataclass(frozen=True, slots=True)
class _Misfit:
    """Why an answer is not valid."""

    code: str
    message: str
    remedy: str


_Resolver = Callable[[str], "str | _Misfit"]


def resolve_answers(
    label: pd.Series[str], question: pd.Series[str], questions: Mapping[str, Question], origin: Origin
) -> tuple[pd.Series[str], list[Problem]]:
    """The answers (R,) as label ids: aliases resolved, sets sorted and joined with ``|``, numbers in shortest form.

    Args:
        label: what the file says; missing answers stay missing.
        question: the question each row answers; rows with an unknown one are left alone.
        questions: the declared questions.
        origin: where the rows came from.

    Returns:
        The resolved labels (missing where an answer is not valid) and the problems.
    """
    resolved = pd.Series(np.full(len(label), None, dtype=object))
    problems: list[Problem] = []
    for name, declared in questions.items():
        asked = ((question == name) & label.notna()).to_numpy(dtype=np.bool_)
        if not asked.any():
            continue
        codes, distinct = pd.factorize(label[asked])
        resolver = _resolver(name, declared)
        found = [resolver(str(value)) for value in distinct]
        meaning = np.array([value if isinstance(value, str) else None for value in found], dtype=object)
        resolved[asked] = meaning[codes]
        problems += _misfits(asked, codes, found, origin)
    return resolved.astype("str"), problems


def _misfits(asked: Mask, codes: np.ndarray, found: list[str | _Misfit], origin: Origin) -> list[Problem]:
    problems: list[Problem] = []
    positions = np.flatnonzero(asked)
    for misfit in dict.fromkeys(value for value in found if isinstance(value, _Misfit)):
        wrong = np.array([value == misfit for value in found], dtype=np.bool_)
        flagged = np.zeros(len(asked), dtype=np.bool_)
        flagged[positions[wrong[codes]]] = True
        problems += origin.problems(flagged, "label", misfit.code, misfit.message, misfit.remedy)
    return problems


def _resolver(name: str, question: Question) -> _Resolver:
    if question.kind in ("interval", "ratio"):
        return _number_resolver(question)
    single = _label_resolver(name, question)
    return _set_resolver(single) if question.kind == "multilabel" else single


def _label_resolver(name: str, question: Question) -> _Resolver:
    known = {_nfc(label.id): label.id for label in question.labels}
    known |= {_nfc(alias): label.id for label in question.labels for alias in label.aliases}
    folded = {spelling.casefold() for spelling in known}
    listing = ", ".join(question.label_ids[:_NAMED]) + (", …" if len(question.label_ids) > _NAMED else "")
    message = f"The answer is none of the labels of '{name}' ({listing}) and no alias of one."
    unknown = _Misfit("unknown-label", message, "Correct it, or declare it as a label or alias in dataset.yaml.")
    other_case = _Misfit(
        "unknown-label",
        f"The answer differs from a label of '{name}' ({listing}) in upper and lower case.",
        "Correct it, or declare the spelling as an alias in dataset.yaml.",
    )

    def resolve(text: str) -> str | _Misfit:
        found = known.get(text)
        if found is not None:
            return found
        return other_case if text.casefold() in folded else unknown

    return resolve


def _set_resolver(single: _Resolver) -> _Resolver:
    def resolve(text: str) -> str | _Misfit:
        whole = single(text)
        if isinstance(whole, str):
            return whole
        chosen: set[str] = set()
        for part in text.split("|"):
            if part.strip():
                label = single(part.strip())
                if isinstance(label, _Misfit):
                    return label
                chosen.add(label)
        return "|".join(sorted(chosen)) if chosen else whole

    return resolve


def _number_resolver(question: Question) -> _Resolver:
    low = -math.inf if question.minimum is None else question.minimum
    high = math.inf if question.maximum is None else question.maximum
    bad = _Misfit("bad-number", "The answer is not a number.", "Write digits with a decimal point, no separators.")
    message = f"The number is outside {canonical_number(low)} … {canonical_number(high)}."
    outside = _Misfit("number-out-of-bounds", message, "Correct it, or the bounds in dataset.yaml.")

    def resolve(text: str) -> str | _Misfit:
        try:
            value = float(text) if "_" not in text else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            return bad
        return canonical_number(value) if low <= value <= high else outside

    return resolve


def canonical_number(value: float) -> str:
    """A number as the shortest text that reads back as the same number: ``1``, ``0.5``, ``1e+30``."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
