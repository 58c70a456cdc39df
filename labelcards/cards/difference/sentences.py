"""What a difference says in three sentences, and a changed policy in one: facts here, words in the template.

The sentences are plain text for comment, page and terminal alike; whoever shows them escapes them for the place. They
claim what verdicts and counts of the document carry, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from jinja2.sandbox import ImmutableSandboxedEnvironment

from labelcards.cards.difference.clause import Clause, FigureGroup, clause, drift
from labelcards.cards.difference.shorten import shorten
from labelcards.cards.environment import plain_environment, render_macro
from labelcards.catalog.places import rank_of
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.metric_difference import EVIDENT, DifferenceVerdict, MetricDifference, by_estimand
from labelcards.documents.table_changes import QuestionChange, RowCounts, SettingChange

__all__ = ["DifferenceSentences"]

_BLANKS = re.compile(r"[ \t\n]+")
"""Not the thin spaces between thousands."""
_MOST = 3
"""So many figures of one verdict are named."""
_MOST_QUESTIONS = 4
_NAME = "diff/sentences.txt.jinja"

_PLACES: Mapping[DifferenceVerdict, str] = {
    "worse": "worse",
    "slightly worse": "slightly_worse",
    "better": "better",
    "slightly better": "slightly_better",
    "changed": "other",
    "no difference": "same",
    "not enough data": "open",
}
"""Verdict → the argument of the macro ``became``."""


class DifferenceSentences:
    """Says a difference in the words of the shipped templates, or of a folder of the user's own.

    Args:
        templates: a folder whose templates win over the shipped ones of the same name.
    """

    def __init__(self, templates: Path | None = None) -> None:
        self._jinja = _shipped() if templates is None else plain_environment(templates)

    def __call__(self, document: DifferenceDocument) -> tuple[str, ...]:
        """What was done, what became of the labels, and what that does not show; the last only if there is any."""
        leading = _leading(document)
        labels, versions = by_estimand(leading)
        shared = document.items is not None and any(one.shared is not None for one in labels)
        titles = {one.question: shorten(one.title, 30) for one in document.questions}
        facts = {
            "done": _done(document),
            "became": _became(labels, titles, "shared" if shared else "labels"),
            "whole": _became(versions, titles, "whole"),
            "limits": _limits(document, leading, titles),
        }
        macros = {"whole": "became"}
        told = (_sentence(self._say(macros.get(name, name), held)) for name, held in facts.items())
        return tuple(filter(None, told))

    def policy(self, one: SettingChange) -> str:
        """One changed setting of the anonymization policy."""
        table, _, column = one.name.partition(".")
        old, new = (shorten(value, 60) for value in (one.old, one.new))
        facts = {"table": table, "column": shorten(column), "effect": one.effect, "old": old, "new": new}
        return _BLANKS.sub(" ", self._say("policy", facts)).strip()

    def _say(self, macro: str, facts: Mapping[str, object]) -> str:
        return render_macro(self._jinja, _NAME, macro, **facts)


def _sentence(text: str) -> str:
    """The lines as clauses of one sentence; a first one that ends with a colon leads it, and alone says nothing."""
    clauses = [_BLANKS.sub(" ", line).strip() for line in text.split("\n") if line.strip()]
    lead = f"{clauses.pop(0)} " if clauses and clauses[0].endswith(":") else ""
    told = lead + "; ".join(clauses)
    return f"{told[0].upper()}{told[1:]}." if clauses else ""


@cache
def _shipped() -> ImmutableSandboxedEnvironment:
    return plain_environment()


def _leading(document: DifferenceDocument) -> list[MetricDifference]:
    """One figure per question and aspect, most telling first."""
    return sorted(
        (one for one in document.metrics if one.family == "headline"), key=lambda one: (rank_of(one.path), one.path)
    )


def _done(document: DifferenceDocument) -> dict[str, object]:
    changed = sorted(document.questions, key=lambda one: -one.changed)
    return {
        "items": None if document.items is None else _rows(document.items),
        "annotations": None if document.annotations is None else _rows(document.annotations),
        "questions": [_question(one) for one in changed[:_MOST_QUESTIONS]],
        "gold": sum(flow.items for one in document.questions for flow in one.gold_flow),
    }


def _rows(one: RowCounts) -> dict[str, object]:
    return {**dict(one), "quiet": not (one.added or one.removed or one.changed)}


def _question(one: QuestionChange) -> dict[str, object]:
    reasons = [f"{size:,} {reason}".replace(",", "\u202f") for reason, size in one.reasons.items()]
    told = next(iter(one.reasons)) if len(reasons) == 1 else ", ".join(reasons)
    return {"title": shorten(one.title, 30), "changed": one.changed, "compared": one.compared, "reasons": told}


def _became(leading: Iterable[MetricDifference], titles: Mapping[str, str], scope: str) -> dict[str, object]:
    held: dict[str, list[Clause]] = {place: [] for place in ("even", *_PLACES.values())}
    apart: dict[str, list[Clause]] = {}
    for one in leading:
        if one.verdict != "not comparable":
            even = one.verdict == "not enough data" and one.judged.difference.value == 0
            held["even" if even else _PLACES[one.verdict]].append(clause(one, titles))
        elif one.judged.why:
            apart.setdefault(one.judged.why, []).append(clause(one, titles))
    whys = [FigureGroup(tuple(figures), 0, shorten(why, 160)) for why, figures in apart.items()]
    groups = {place: FigureGroup(tuple(figures[:_MOST]), len(figures[_MOST:])) for place, figures in held.items()}
    return {**groups, "scope": scope, "apart": whys[:_MOST]}


def _limits(
    document: DifferenceDocument, leading: Iterable[MetricDifference], titles: Mapping[str, str]
) -> dict[str, object]:
    parted = [one for one in leading if one.composition is not None and one.composition.value is not None]
    drifts = [drift(each, titles) for each in parted if each.whole.verdict in EVIDENT]
    drifts = [one for one in drifts if one.by_items or not one.alike]
    quiet = [one for one in parted if one.evident and one.whole.verdict not in EVIDENT]
    stable = [clause(one.model_copy(update={"shared": None}), titles) for one in quiet]
    rows = document.items
    return {
        "tables": rows is not None,
        "drifts": drifts[:_MOST],
        "stable": FigureGroup(tuple(stable[:_MOST]), len(stable[_MOST:])),
        "came": rows.added if rows else 0,
        "went": rows.removed if rows else 0,
        "yardstick": any(one.gold is not None and one.gold.changed for one in document.questions),
        "integrity": any(sign.concern == "integrity" and sign.level == "warning" for sign in document.signs)
        or document.signs_withheld > 0,
        "better": any(one.verdict in ("better", "slightly better") for one in leading),
    }
