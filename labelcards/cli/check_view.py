"""The terminal view of ``labelcards check``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from labelcards.cli.output import print_json, visible
from labelcards.cli.power_view import bound_in_words, change_in_words
from labelcards.documents.figures import Figure
from labelcards.documents.gates import CheckReport, Gate, GateFigure, GateResult, VersionStep

__all__ = ["render_explanation", "render_report", "step_in_words"]

SIGNS = {"passed": "✓", "failed": "✗", "warned": "!", "waived": "~", "skipped": "-"}


def render_report(report: CheckReport) -> None:
    """One line per gate, and below it what is wrong and what to do."""
    against = f" against {report.against}" if report.against else ""
    _say(f"{report.dataset} {report.version}{against}, {report.today.isoformat()}")
    if report.integrity is not None:
        _say(f"{SIGNS[report.integrity.status]} {report.integrity.status:7} integrity")
        for sign in report.integrity.signs:
            _say(f"    {sign.text}")
    if report.version_step is not None:
        step = report.version_step
        _say(f"{SIGNS[step.status]} {step.status:7} version-step  ({step_in_words(step)})")
    for result in report.results:
        note = f"  ({result.note})" if result.note else ""
        _say(f"{SIGNS[result.status]} {result.status:7} {result.gate.name}{note}")
        for found in result.figures:
            for line in _problems(found):
                _say(f"    {line}")
        for line in _detectable(result):
            _say(f"    {line}")
        if result.status in ("failed", "warned"):
            _say(f"    why the gate is there: {result.gate.reason}")


def step_in_words(step: VersionStep) -> str:
    """The version number and what the changes ask for."""
    advice = step.advice
    reasons = "; ".join(advice.reasons[:3]) + ("; …" if len(advice.reasons) > 3 else "")
    if advice.fit == "too small":
        return f"{advice.declared} is too small a step: {advice.proposed} is needed, {advice.level}: {reasons}"
    if advice.fit == "larger than needed":
        return f"{advice.declared} is a larger step than needed; {advice.proposed} would do"
    return f"{advice.declared} fits, {advice.level}"


def _problems(found: GateFigure) -> Iterator[str]:
    if found.problems:
        yield f"{found.path}: {'; '.join(found.problems)}"
    if found.remedy:
        yield f"remedy: {found.remedy}"


def _detectable(result: GateResult) -> Iterator[str]:
    """What a bound on the change could have found; of several figures, of the one that finds least."""
    unit = result.definition.unit if result.definition else ""
    held = [
        (reach, found.path)
        for found in result.figures
        for reach in found.detectable
        if reach.bound in ("min_change", "max_regression")
    ]
    for bound in dict.fromkeys(reach.bound for reach, _ in held):
        mine = [(reach, path) for reach, path in held if reach.bound == bound]
        reach, path = max(mine, key=lambda each: (each[0].fails is None, abs(each[0].fails or 0.0), each[1]))
        of = f" of {len(mine)} figures the least, {path}:" if len(mine) > 1 else ""
        yield f"could have detected:{of} {change_in_words(reach, unit)}"


def render_explanation(result: GateResult, *, as_json: bool) -> None:
    """Everything about one gate: the bar, the metric's definition, the figures and the verdict."""
    if as_json:
        print_json(result.model_dump(mode="json", exclude_none=True))
        return
    gate, entry = result.gate, result.definition
    _say(f"{gate.name}: {result.status}" + (f" ({result.note})" if result.note else ""))
    _say(f"  why       {gate.reason}")
    _say(f"  bar       {_bar(gate)}")
    _say(f"  metric    {gate.metric}")
    if entry is not None:
        better = {"higher": "higher is better", "lower": "lower is better"}.get(entry.direction, "neither is better")
        _say(f"  means     {entry.title}: {entry.definition}")
        _say(f"  unit      {entry.unit}, from {entry.low} to {entry.high}; {better}")
        _say(f"  source    {entry.source}")
    for found in result.figures:
        _say(f"  figure    {found.path} = {_number(found.figure)}")
        if found.change is not None:
            _say(f"  change    {_number(found.change)}")
        for reach in found.detectable:
            _say(f"  decides   {bound_in_words(reach, entry.unit if entry else '')}")
        for line in _problems(found):
            _say(f"            {line}")
    if gate.waiver is not None:
        _say(f"  waiver    until {gate.waiver.until.isoformat()} by {gate.waiver.owner}: {gate.waiver.reason}")


def _bar(gate: Gate) -> str:
    bounds = [
        f"{name} {value:g}"
        for name in ("min", "max", "min_change", "max_regression")
        if (value := getattr(gate, name)) is not None
    ]
    slack = f", tolerance {gate.atol:g} + {gate.rtol:g} of the bound" if gate.atol or gate.rtol else ""
    beyond = ", beyond noise only" if gate.significant else ""
    use = f" of its {gate.use} end" if gate.use != "value" else ""
    return f"{', '.join(bounds)}{use}{slack}{beyond}; level {gate.level}"


def _number(found: Figure | None) -> str:
    if found is None:
        return "missing"
    if found.value is None:
        return f"undefined: {found.why}"
    if found.low is None or found.high is None:
        return f"{found.value:.4g} (no interval: {found.why}), n = {found.n}"
    return f"{found.value:.4g} ({found.low:.4g} to {found.high:.4g}; {found.method}), n = {found.n}"


def _say(text: str) -> None:
    click.echo(visible(text))
