"""From where on each bound of a gate decides: how far beyond the bar the truth must lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labelcards.compare.verdicts.detectable import annotators_drawn, error_of_difference, units_of
from labelcards.documents.detectable import BarReach
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import Figure
from labelcards.documents.gates import Gate
from labelcards.metrics.power.bars import BarError, BarredFigure, change_bar, value_bar
from labelcards.metrics.power.detectable import DetectionAim

__all__ = ["GateSubject", "reach_of"]


@dataclass(frozen=True, slots=True)
class GateSubject:
    """What a gate looks at.

    Attributes:
        path: of the figure.
        unit, direction: from the catalog.
        figure: of the version.
        change: new minus old; None where there is nothing to compare with.
        margin: the difference that matters.
        aim: the level that the change was judged at, and the wanted power.
    """

    path: FigurePath
    unit: str
    direction: str
    figure: Figure
    change: Figure | None
    margin: float | None
    aim: DetectionAim


def reach_of(gate: Gate, subject: GateSubject) -> tuple[BarReach, ...]:
    """Every bound of the gate, in the order min, max, min_change, max_regression."""
    return (*_bounds(gate, subject), *(_changes(gate, subject) if subject.change is not None else ()))


def _bounds(gate: Gate, subject: GateSubject) -> Iterator[BarReach]:
    figure = subject.figure
    for bar, least in ((gate.min, True), (gate.max, False)):
        if bar is None:
            continue
        reach = _blank("min" if least else "max", bar, figure, subject)
        if figure.value is None or figure.low is None or figure.high is None:
            yield reach.model_copy(update={"why": f"the figure has no interval: {figure.why}"})
            continue
        slack = gate.atol + gate.rtol * abs(bar)
        held = bar - slack if least else bar + slack
        held_against = BarredFigure(figure.value, figure.low, figure.high, share=subject.unit == "share")
        made = value_bar(held, held_against, gate.use, least=least)
        yield _filled(reach, made, figure, subject, sign=-1.0 if least else 1.0)


def _changes(gate: Gate, subject: GateSubject) -> Iterator[BarReach]:
    change = subject.change
    if change is None:
        return
    for bar, least in ((gate.min_change, True), (gate.max_regression, False)):
        if bar is None:
            continue
        reach = _blank("min_change" if least else "max_regression", bar, change, subject)
        reach = reach.model_copy(update={"level": subject.aim.level if gate.significant else None})
        if change.value is None or change.low is None or change.high is None:
            yield reach.model_copy(update={"why": f"the change has no interval: {change.why}"})
            continue
        if not least and subject.direction not in ("higher", "lower"):
            yield reach.model_copy(update={"why": "neither direction of the metric is better"})
            continue
        slack = gate.atol + gate.rtol * abs(bar)
        held = bar - slack if least else bar + slack
        made = change_bar(held, error_of_difference(change), subject.aim, least=least, significant=gate.significant)
        made_reach = _filled(reach, made, change, subject, sign=-1.0 if least else 1.0)
        yield made_reach.model_copy(update={"false_alarm": round(made.false_alarm, 4)})


def _blank(bound: str, bar: float, figure: Figure, subject: GateSubject) -> BarReach:
    return BarReach.model_validate(
        {
            "bound": bound,
            "bar": bar,
            "power": subject.aim.power,
            "n": figure.n,
            "units": units_of(subject.path),
            "margin": subject.margin,
        }
    )


def _filled(reach: BarReach, made: BarError, figure: Figure, subject: GateSubject, *, sign: float) -> BarReach:
    power, margin = subject.aim.power, subject.margin
    drawn = annotators_drawn(figure.method or "")
    needed = None if margin is None or drawn or not figure.n else made.units_needed(figure.n, margin, power)
    return reach.model_copy(
        update={
            "fails": round(sign * made.fails(power), 6),
            "passes": round(sign * made.passes(power), 6),
            "needed": needed,
            "why": "annotators are taken as drawn: more items alone may never do" if drawn else "",
        }
    )
