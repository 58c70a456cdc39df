"""From what raw files say to the labels of the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.dataset.contract.origin import Mask, Origin
from labelcards.documents.label_scheme import Question
from labelcards.errors import Problem
from labelcards.labels.missing import usual_marker
from labelcards.labels.reading import LabelDomain, Misfit

__all__ = ["ResolvedAnswers", "label_domain", "resolve_answers"]


@dataclass(frozen=True, slots=True, eq=False)
class ResolvedAnswers:
    """R answers as the manifest means them.

    Attributes:
        label: (R,) the labels; missing where an answer is not valid, or none.
        missing: (R,) whether the text is a usual marker for "no answer".
        problems: why answers are not valid.
    """

    label: pd.Series[str]
    missing: Mask
    problems: list[Problem]


def resolve_answers(
    label: pd.Series[str],
    question: pd.Series[str],
    questions: Mapping[str, Question],
    origin: Origin,
    *,
    usual_missing: bool = True,
) -> ResolvedAnswers:
    """The answers (R,) as each question's kind of label reads them: aliases resolved, one text for equal answers.

    Args:
        label: what the file says; missing answers stay missing.
        question: the question each row answers; rows with an unknown one are left alone.
        questions: the declared questions.
        origin: where the rows came from.
        usual_missing: whether a usual marker such as ``NA``, where it is no label, means that there is no answer.
    """
    resolved = pd.Series(np.full(len(label), None, dtype=object))
    problems: list[Problem] = []
    missing = np.zeros(len(label), dtype=np.bool_)
    for name, declared in questions.items():
        asked = ((question == name) & label.notna()).to_numpy(dtype=np.bool_)
        if not asked.any():
            continue
        codes, distinct = pd.factorize(label[asked])
        read = declared.label_kind.reader(label_domain(name, declared))
        found: list[str | Misfit | None] = [read(str(value)) for value in distinct]
        if usual_missing:
            marked = np.array(
                [isinstance(f, Misfit) and usual_marker(str(v)) for f, v in zip(found, distinct, strict=True)]
            )
            found = [None if gone else each for gone, each in zip(marked, found, strict=True)]
            places = np.flatnonzero(asked)
            missing[places[marked[codes]]] = True
        meaning = np.array([value if isinstance(value, str) else None for value in found], dtype=object)
        resolved[asked] = meaning[codes]
        problems += _misfits(asked, codes, found, origin)
    return ResolvedAnswers(resolved.astype("str"), missing, problems)


def label_domain(name: str, declared: Question) -> LabelDomain:
    """What a question allows, for the kind of label that reads its answers."""
    return LabelDomain(
        question=name,
        labels=declared.label_ids,
        aliases={alias: label.id for label in declared.labels for alias in label.aliases},
        minimum=declared.minimum,
        maximum=declared.maximum,
    )


def _misfits(asked: Mask, codes: np.ndarray, found: Sequence[str | Misfit | None], origin: Origin) -> list[Problem]:
    problems: list[Problem] = []
    positions = np.flatnonzero(asked)
    for misfit in dict.fromkeys(value for value in found if isinstance(value, Misfit)):
        wrong = np.array([value == misfit for value in found], dtype=np.bool_)
        flagged = np.zeros(len(asked), dtype=np.bool_)
        flagged[positions[wrong[codes]]] = True
        problems += origin.problems(flagged, "label", misfit.code, misfit.message, misfit.remedy)
    return problems
