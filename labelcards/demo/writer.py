"""The story as the CSV files a labelling tool and a shop database would export, plus the planted personal values."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from labelcards.demo import VERSIONS
from labelcards.demo.grammar import FilledText, Span
from labelcards.demo.questions import LABELS, QUESTIONS
from labelcards.demo.records import Chapter, Story
from labelcards.demo.streams import sample, stream
from labelcards.documents.files import write_text

__all__ = ["write_chapter", "write_key", "write_planted", "write_sample"]

_MARKED = 300
_ADDRESS = re.compile(r"(?P<street>.+), (?P<postcode>\d+) (?P<town>[^\d,]+)")
_AUDITED = 160
"""Tickets of the last version that a reviewer judged again."""


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _items(story: Story, chapter: Chapter) -> str:
    header = ("ticket_id", "subject", "body", "region", "language_level", "age", "channel", "created_at", "postcode",
              "customer_id", "internal_notes")  # fmt: skip
    tickets = (story.tickets[place] for place in chapter.tickets)
    return _csv(
        header,
        (
            (
                ticket.ticket_id,
                ticket.subject.text,
                ticket.body.text,
                ticket.customer.region,
                ticket.customer.language_level,
                str(ticket.customer.age),
                ticket.channel,
                _moment(ticket.created_at),
                ticket.customer.postcode,
                ticket.customer.customer_id,
                ticket.notes.text,
            )
            for ticket in tickets
        ),
    )


def _annotations(story: Story, chapter: Chapter) -> str:
    header = ("ticket_id", "annotator", "topic", "urgency", "started_at", "submitted_at", "batch", "source")
    return _csv(
        header,
        (
            (
                story.tickets[row.ticket].ticket_id,
                story.annotators[row.person].annotator_id,
                LABELS["topic"][row.topic],
                LABELS["urgency"][row.urgency],
                _moment(row.started_at),
                _moment(row.submitted_at),
                row.batch,
                row.source,
            )
            for row in chapter.annotations
        ),
    )


def _annotators(story: Story, chapter: Chapter) -> str:
    header = ("annotator", "full_name", "region", "gender", "experience", "shift")
    people = (story.annotators[place] for place in chapter.team)
    return _csv(
        header,
        (
            (person.annotator_id, person.name, person.region, person.gender, person.experience, person.shift)
            for person in people
        ),
    )


def _gold(story: Story, chapter: Chapter) -> str:
    tickets = [story.tickets[place] for place in chapter.gold]
    return _csv(
        ("ticket_id", "question", "label"),
        (
            (ticket.ticket_id, question, LABELS[question][ticket.truth(question)])
            for ticket in tickets
            for question in QUESTIONS
        ),
    )


def _adjudications(story: Story, chapter: Chapter) -> str:
    return _csv(
        ("ticket_id", "question", "label", "by", "at", "reason"),
        (
            (
                story.tickets[decision.ticket].ticket_id,
                decision.question,
                LABELS[decision.question][decision.label],
                story.annotators[decision.person].annotator_id,
                _moment(decision.at),
                decision.reason.text,
            )
            for decision in chapter.adjudications
        ),
    )


def _audit(story: Story, chapter: Chapter) -> str:
    """What a reviewer found in a random sample of the tickets that are not gold, a day after the last decision.

    The reviewer knows the truth, as the makers of gold do.
    """
    rng = stream(len(story.tickets), f"audit {chapter.version}")
    chosen = sorted(sample(rng, sorted({*chapter.tickets} - {*chapter.gold}), _AUDITED))
    reviewer = next(story.annotators[place] for place in chapter.team if story.annotators[place].experience == "senior")
    start = max(row.submitted_at for row in chapter.annotations) + timedelta(days=1)
    return _csv(
        ("ticket_id", "question", "label", "by", "at"),
        (
            (
                story.tickets[place].ticket_id,
                question,
                LABELS[question][story.tickets[place].truth(question)],
                reviewer.annotator_id,
                _moment(start + timedelta(minutes=2 * position)),
            )
            for position, place in enumerate(chosen)
            for question in QUESTIONS
        ),
    )


_TABLES = {
    "items": _items,
    "annotations": _annotations,
    "annotators": _annotators,
    "gold": _gold,
    "adjudications": _adjudications,
}


def write_chapter(folder: Path, story: Story, chapter: Chapter) -> None:
    """Write the files of one version into ``folder``; the last one was audited."""
    for name, table in _TABLES.items():
        write_text(folder / f"{name}.csv", table(story, chapter))
    write_sample(folder / "privacy_sample.jsonl", story, chapter)
    if chapter.version == VERSIONS[-1]:
        write_text(folder / "audit.csv", _audit(story, chapter))


def write_sample(path: Path, story: Story, chapter: Chapter) -> None:
    """Write a part of the chapter's ticket texts with their personal values marked, as somebody would mark them by
    hand; at most `_MARKED` texts, evenly spread.
    """
    tickets = [story.tickets[place] for place in chapter.tickets]
    step = max(1, len(tickets) // _MARKED)
    lines = []
    for ticket in tickets[::step][:_MARKED]:
        spans = [
            {"start": start, "end": end, "entity_type": entity}
            for each in ticket.body.spans
            for entity, start, end in _marks(each)
        ]
        lines.append(json.dumps({"text": ticket.body.text, "spans": spans}, ensure_ascii=False))
    write_text(path, "".join(f"{line}\n" for line in lines))


def _marks(span: Span) -> list[tuple[str, int, int]]:
    """What somebody would mark: an address in one line is a street, a postcode and a town."""
    found = _ADDRESS.fullmatch(span.value) if span.entity == "LOCATION" else None
    if found is None:
        return [(span.entity, span.start, span.end)]
    kinds = {"street": "STREET_ADDRESS", "postcode": "POSTCODE", "town": "LOCATION"}
    return [(kinds[part], span.start + found.start(part), span.start + found.end(part)) for part in kinds]


def write_key(path: Path, seed: int) -> None:
    """Write the demo's pseudonym key.

    It follows from the seed, so everybody can compute it. That is fine for invented people and would be a mistake
    for real ones: their key comes from the environment and is random.
    """
    write_text(path, hashlib.sha256(f"labelcards demo key, public, seed {seed}".encode()).hexdigest() + "\n")


def _planted(table: str, column: str, ticket_id: str, text: FilledText, **more: str) -> Iterator[dict[str, Any]]:
    for span in text.spans:
        yield {
            "ticket_id": ticket_id,
            "table": table,
            "column": column,
            "entity_type": span.entity,
            "value": span.value,
            "start": span.start,
            "end": span.end,
            **more,
        }


def _all_planted(story: Story) -> Iterator[dict[str, Any]]:
    for ticket in story.tickets:
        yield from _planted("items", "subject", ticket.ticket_id, ticket.subject)
        yield from _planted("items", "body", ticket.ticket_id, ticket.body)
        yield from _planted("items", "internal_notes", ticket.ticket_id, ticket.notes)
    for decision in story.chapters[-1].adjudications:
        ticket_id = story.tickets[decision.ticket].ticket_id
        yield from _planted("adjudications", "reason", ticket_id, decision.reason, question=decision.question)


def write_planted(path: Path, story: Story) -> None:
    """Write where every personal value stands, one JSON object per line, for all tickets of all versions.

    Keys: ``ticket_id``, ``table`` (``items`` or ``adjudications``), ``column``, ``entity_type`` (Presidio's names, and
    ``ORDER_ID``), ``value``, ``start``, ``end`` (code points within the column's text); ``question`` for adjudications.
    """
    lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in _all_planted(story))
    write_text(path, "".join(f"{line}\n" for line in lines))
