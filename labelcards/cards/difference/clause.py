"""What a sentence says of one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelcards.cards.difference.metric_line import metric_line
from labelcards.documents.metric_difference import MetricDifference

__all__ = ["Clause", "Drift", "FigureGroup", "clause", "drift"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A figure and its judged difference.

    Attributes:
        key: metric and what it is about, as the template's nouns name it.
        title, about: as lines show it.
        question: the question's title; empty for none.
        old, new, difference: formatted; a dash where there is none.
        rose: whether the difference is above zero.
        interval: of the difference with its unit; for open ones, with what would do.
        margin: the difference that matters.
    """

    key: str
    title: str
    about: str
    question: str
    old: str
    new: str
    difference: str
    rose: bool
    interval: str
    margin: str


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure of the versions as a whole that differs beyond noise.

    Attributes:
        by_items: whether the change of items explains it: their part is beyond noise in the same direction.
        alike: whether the figure on shared items moved that way, too, beyond noise.
        gold: whether gold labels are its yardstick.
        composition: the part of items that came and went, with its interval.
    """

    key: str
    title: str
    about: str
    question: str
    old: str
    new: str
    rose: bool
    by_items: bool
    alike: bool
    gold: bool
    composition: str


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one verdict, how many more there are, and why they do not compare."""

    figures: tuple[Clause, ...]
    more: int
    why: str = ""

    @property
    def margins(self) -> str:
        """The differences that matter, of all figures."""
        return " or ".join(dict.fromkeys(one.margin for one in self.figures))


def clause(one: MetricDifference, titles: Mapping[str, str]) -> Clause:
    """The judged difference of a figure.

    Args:
        one: the figure.
        titles: those of the questions.
    """
    line = metric_line(one)
    judged = line.judged
    unit = " pp" if judged.difference.endswith(" pp") else ""
    interval = f"{judged.interval}{unit}" if judged.interval else ""
    if one.verdict == "not enough data":
        interval += f", {judged.why}" if judged.why else ""
        interval += f"; {line.needed} times the items would do" if line.needed else ""
    return Clause(
        key=_key(one.metric, line.about),
        title=line.title,
        about=line.about,
        question=titles.get(one.question, line.question),
        old=judged.old,
        new=judged.new,
        difference=judged.difference,
        rose=(one.judged.difference.value or 0.0) > 0,
        interval=interval,
        margin=line.margin,
    )


def drift(one: MetricDifference, titles: Mapping[str, str]) -> Drift:
    """The whole of a figure that has a composition."""
    line = metric_line(one)
    change, moved = one.whole.difference, one.composition
    part = (moved.low, moved.high) if moved is not None else (None, None)
    rose = (change.value or 0.0) > 0
    beyond = part[0] is not None and part[1] is not None and (part[0] > 0 if rose else part[1] < 0)
    alike = one.evident and ((one.judged.difference.value or 0.0) > 0) == rose
    return Drift(
        key=_key(one.metric, line.about),
        title=line.title,
        about=line.about,
        question=titles.get(one.question, line.question),
        old=line.whole.old if line.whole else "—",
        new=line.whole.new if line.whole else "—",
        rose=rose,
        by_items=beyond,
        alike=alike,
        gold=one.path[3:4] == ("gold",),
        composition=line.composition,
    )


def _key(metric: str, about: str) -> str:
    return f"{metric} {about}".strip()
