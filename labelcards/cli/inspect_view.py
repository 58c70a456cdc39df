"""The terminal view of ``labelcards inspect``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from labelcards.actions.one_file.inspect import InspectedQuestion, InspectionReport
from labelcards.cli.output import shortened, visible

__all__ = ["render_inspection"]


def render_inspection(report: InspectionReport) -> None:
    """Print how a table is read, for a person."""
    people = f"{report.annotators:,} annotators" if report.annotators else "annotators not named"
    lines = [
        f"{report.file}: {report.rows:,} rows, layout {report.layout}",
        f"  {report.items:,} items, {people}, {report.annotations:,} annotations",
    ]
    lines += [f"  {role}: {', '.join(names)}" for role, names in report.columns.items() if names]
    for question in report.questions:
        lines += ["", *_question(question)]
    if report.examples:
        lines += ["", "Examples (masked):", *(f"  {_pairs(example)}" for example in report.examples)]
    if report.left:
        lines += ["", "Not labels:", *(f"  {name}: {why}" for name, why in report.left.items())]
    if report.notes:
        lines += ["", "Read from the table:"]
        lines += [f"  {'! ' if note.doubtful else ''}{note.sentence}" for note in report.notes]
    click.echo(visible("\n".join(shortened(line, 200) for line in lines)))


def _question(question: InspectedQuestion) -> list[str]:
    proposed = f" (perhaps {question.proposed})" if question.proposed else ""
    lines = [f"{question.name}: {question.level}{proposed}, {question.distinct:,} distinct answers"]
    if question.labels is not None:
        width = max((len(label) for label in question.labels), default=0)
        lines += [f"  {label:{width}}  {count:,}" for label, count in question.labels.items()]
    lines += [f"  no answer: '{marker}' {count:,}" for marker, count in question.missing.items()]
    if question.blank:
        lines.append(f"  no answer: empty {question.blank:,}")
    return lines


def _pairs(example: Mapping[str, str]) -> str:
    return "  ".join(f"{name}={value}" for name, value in example.items())
