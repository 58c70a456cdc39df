"""Looking a figure's place up: which branch it belongs to, which names are in its path, what a comparison makes of it.

What a step is, its place decides: a question, label or group may have the name of anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from labelcards.catalog.branches import BRANCHES, UNIT_MARGINS, Branch, WatchedFigure
from labelcards.documents.figure_path import FigurePath, is_crossed, names_of
from labelcards.documents.metric_difference import Family

__all__ = [
    "Match",
    "OpenStep",
    "ReviewedFigure",
    "Side",
    "aspect_of",
    "family_of",
    "is_gap",
    "is_grouped",
    "label_place",
    "looked_at",
    "margin_of",
    "match",
    "names_in",
    "plotted",
    "rank_of",
    "rests_on_annotators",
]

Side = Literal["items", "annotators", "label", "slice", "axis"]

_SIDES: dict[str, Side] = {f"<{side}>": side for side in ("items", "annotators", "label", "slice", "axis")}
_PAIRS = frozenset({"<items>", "<annotators>"})
_COLUMN, _GROUP = "<column>", "<group>"


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that the pattern leaves open: a group's side, column and value; a label or slice has no column."""

    side: Side
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Match:
    """A branch that covers a figure.

    Attributes:
        places: what the open steps are.
        branch: the pattern with the names in place of ``*``; equal for all figures of one branch.
        length: how many steps of the path the branch covers.
    """

    rule: Branch
    places: tuple[OpenStep, ...]
    branch: tuple[str, ...]
    length: int


def match(document: str, path: FigurePath) -> Match | None:
    """The most specific branch of a figure, or None when no branch covers it.

    Args:
        document: its name.
        path: within the document.
    """
    found = [made for rule in _near(document, path[0], path[2] if len(path) > 2 else "") if (made := _fit(rule, path))]
    return max(found, key=lambda made: made.length, default=None)


@cache
def _near(document: str, first: str, third: str) -> tuple[Branch, ...]:
    """The branches that the first and the third step of a path leave possible."""
    return tuple(
        branch
        for branch in BRANCHES
        if (branch.document, branch.steps[0]) == (document, first)
        and (len(branch.steps) < 3 or branch.steps[1] != "*" or branch.steps[2] == third)
    )


def _fit(rule: Branch, path: FigurePath) -> Match | None:
    at = 0
    places: list[OpenStep] = []
    branch: list[str] = []
    for step in rule.steps:
        width = 2 if step in _PAIRS else 1
        if at + width > len(path):
            return None
        if step in _SIDES:
            column, value = (path[at], path[at + 1]) if width == 2 else ("", path[at])
            places.append(OpenStep(_SIDES[step], column, value))
            branch.append(step)
        elif step in ("*", path[at]):
            branch.append(path[at])
        else:
            return None
        at += width
    return Match(rule, tuple(places), tuple(branch), at)


@dataclass(frozen=True, slots=True)
class ReviewedFigure:
    """A figure that comparisons of versions look at.

    Attributes:
        branch: where it stands.
        watched: which of its figures it is.
        pattern: its whole path, document first; ``<column>`` and ``<group>`` name a group.
    """

    branch: Branch
    watched: WatchedFigure
    pattern: tuple[str, ...]

    @property
    def family(self) -> Family:
        """What its p-value is corrected together with."""
        return "headline" if self.watched.rank else "detail"

    def fits(self, path: FigurePath) -> bool:
        """Whether it is the figure at ``path``. Groups of several columns crossed stay on the bias page."""
        return len(path) == len(self.pattern) and all(
            step == wanted or (_open(wanted) and not (wanted in (_COLUMN, _GROUP) and is_crossed(step)))
            for step, wanted in zip(path, self.pattern, strict=True)
        )


def _open(step: str) -> bool:
    return step in ("*", "<label>", "<slice>", _COLUMN, _GROUP)


def _all_looked_at() -> Iterator[ReviewedFigure]:
    for branch in BRANCHES:
        for watched in branch.watched:
            steps: list[str] = [branch.document]
            for step in (*branch.steps, *watched.steps):
                steps += (_COLUMN, _GROUP) if step in _PAIRS else (_COLUMN,) if step == "<axis>" else (step,)
            yield ReviewedFigure(branch, watched, tuple(steps))


def _by_end() -> dict[tuple[str, str], list[ReviewedFigure]]:
    found: dict[tuple[str, str], list[ReviewedFigure]] = defaultdict(list)
    for looked in _all_looked_at():
        found[looked.pattern[0], looked.pattern[-1]].append(looked)
    return dict(found)


_LOOKED = _by_end()


def looked_at(path: FigurePath) -> ReviewedFigure | None:
    """What a comparison knows of a figure (document first in its path); None when comparisons leave it out."""
    return next((looked for looked in _LOOKED.get((path[0], path[-1]), ()) if looked.fits(path)), None)


def family_of(path: FigurePath) -> Family | None:
    """The family of a figure's path (document first); None when a comparison leaves it out."""
    looked = looked_at(path)
    return None if looked is None else looked.family


def rank_of(path: FigurePath) -> int:
    """The place of a headline figure in the order that a reviewer reads them; details come after all of them."""
    looked = looked_at(path)
    return looked.watched.rank if looked is not None and looked.watched.rank else _LAST


_LAST = 1 + max(looked.watched.rank for held in _LOOKED.values() for looked in held)


def aspect_of(path: FigurePath) -> str:
    """What a headline figure is a sign of; empty for details."""
    looked = looked_at(path)
    return looked.watched.aspect if looked is not None else ""


def margin_of(path: FigurePath, unit: str) -> float | None:
    """The difference of a figure that begins to matter in practice; None where none is set."""
    looked = looked_at(path)
    own = looked.watched.margin if looked is not None else None
    return own if own is not None else UNIT_MARGINS.get("difference of shares" if is_gap(path) else unit)


def rests_on_annotators(path: FigurePath) -> bool:
    """Whether the interval that a document gives a figure takes the annotators as given, who then must be the same."""
    return path[0] in ("quality", "bias") and path[1] == "questions" and not is_gap(path) and path[-2:] != _DECISIONS


_DECISIONS = ("adjudication", "overturn_rate")


def is_gap(path: FigurePath) -> bool:
    """Whether a figure is the gap between a group and the rest, in labels, errors or disagreement."""
    return path[0] == "bias" and path[-1] == "difference"


def is_grouped(path: FigurePath) -> bool:
    """Whether a figure that a comparison looks at is about a group, or about the groups of a column."""
    looked = looked_at(path)
    return looked is not None and looked.branch.grouped


def label_place(path: FigurePath) -> int | None:
    """Which step names a label; None when the figure is not one of a label, or a comparison leaves it out."""
    looked = looked_at(path)
    return looked.pattern.index("<label>") if looked is not None and "<label>" in looked.pattern else None


def names_in(path: FigurePath) -> dict[int, str]:
    """Place → name of a question, label, column or group, as people gave it; empty for a figure left out."""
    looked = looked_at(path)
    if looked is None:
        return {}
    return {
        place: names_of(path[place])[0] if step in (_COLUMN, _GROUP) else path[place]
        for place, step in enumerate(looked.pattern)
        if _open(step)
    }


def plotted() -> dict[str, ReviewedFigure]:
    """Name → figure of a question that stands among a data set's numbers and plots, most telling first."""
    held = [looked for each in _LOOKED.values() for looked in each if looked.watched.plot is not None]
    held.sort(key=lambda looked: looked.watched.rank)
    return {looked.watched.plot.name: looked for looked in held if looked.watched.plot is not None}
