"""The terminal view of ``labelcards answers``."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Sequence

import click

from labelcards.actions.answering.status import AnswerLine, AnswerStatus
from labelcards.cli.output import visible

__all__ = ["render_status"]

SIGNS = {"human": "✓", "stale": "!", "computed": "=", "unanswered": "·", "skipped": "-"}
_WORDS = {
    "human": "by people",
    "stale": "stale",
    "computed": "by figures",
    "unanswered": "open",
    "skipped": "not asked",
}


def render_status(chosen: AnswerStatus, *, totals: AnswerStatus) -> None:
    """One line per section and per question, below it what has changed or what is needed; a sum at the end."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    _say(f"{chosen.dataset} {chosen.version}")
    for section in chosen.sections:
        whole = next(one for one in totals.sections if one.key == section.key)
        _say("")
        _say(f"{section.title}: {_counts(whole.lines)}")
        for line in section.lines:
            _line(line, width)
    if not chosen.sections:
        _say("Nothing of this kind.")
    for note in chosen.notes:
        _say(f"note: {note}")
    _say("")
    sheet = [one for one in totals.sections if one.key != "model-card"]
    card = [one for one in totals.sections if one.key == "model-card"]
    for title, part in (("Datasheet", sheet), ("Model card", card)):
        _say(f"{title}: {_counts([line for one in part for line in one.lines])}")


def _counts(lines: Sequence[AnswerLine]) -> str:
    counts = Counter(line.status for line in lines)
    found = [f"{counts[status]} {words}" for status, words in _WORDS.items() if counts[status]]
    return ", ".join(found) or "nothing"


def _line(line: AnswerLine, width: int) -> None:
    facts = [line.status]
    if line.version:
        facts.append(f"for {line.version} by {line.by}")
    if line.reviewed:
        facts.append("reviewed")
    head = f"  {SIGNS[line.status]} {line.key:21} {', '.join(facts)}"
    _say(head)
    _say(textwrap.indent(textwrap.shorten(line.asked, width - 8, placeholder=" …"), " " * 6))
    for change in line.stale:
        _say(f"      changed: {change}")
    if line.needed:
        _say(f"      needed: {line.needed}")


def _say(text: str) -> None:
    click.echo(visible(text))
