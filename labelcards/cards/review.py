"""The comment on a change of a data set: what must not be missed, the gates, then every comparison."""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.difference.page import MOST_BYTES, comment
from labelcards.cards.environment import environment, render
from labelcards.documents.bars import BarChange
from labelcards.documents.review import ReviewDocument

__all__ = ["resting_comment", "review_comment"]

_TEMPLATE = "diff/review.md.jinja"
_CAPS = (50, 15, 5)
_HEAD_BYTES = 30_000


def review_comment(review: ReviewDocument, templates: Path | None = None) -> str:
    """Markdown for a pull request, at most `MOST_BYTES` long; comparisons that do not fit are named with a command.

    The first line is the marker by which a workflow finds its own comment.
    """
    head = next(
        text
        for cap in _CAPS
        if len((text := _head(review, cap, templates)).encode()) <= _HEAD_BYTES or cap == _CAPS[-1]
    )
    parts = [head]
    room = MOST_BYTES - len(head.encode())
    for document in (each for version in review.versions for each in version.comparisons):
        body = f"\n---\n\n{_without_marker(comment(document, templates))}"
        if len(body.encode()) > room:
            command = f"labelcards diff {document.old.given} {document.new.given} --dataset datasets/{review.dataset}"
            body = f"\n---\n\nToo long for one comment: `{command}`\n"
        room -= len(body.encode())
        parts.append(body)
    return "".join(parts)


def resting_comment(dataset: str, text: str) -> str:
    """What takes the place of an older comment: ``text`` says why there is nothing to compare."""
    return f"<!-- labelcards diff {dataset} -->\n{text}\n"


def _head(review: ReviewDocument, cap: int, templates: Path | None) -> str:
    bars = [_bar(one) for one in review.bars]
    return render(
        environment(templates),
        _TEMPLATE,
        review=review,
        removed=[_bar(one) for one in review.removed],
        bars=bars[:cap],
        more=max(0, len(bars) - cap),
        cap=cap,
    )


def _bar(one: BarChange) -> dict[str, object]:
    """A bar as the template prints it, with the line that would allow it."""
    values = {"bar": one.bar, "was": one.was, "becomes": one.becomes, "owner": "NAME", "reason": "…"}
    line = ", ".join(f"{key}: {_quoted(value)}" for key, value in values.items())
    return {**one.model_dump(), "fails": one.fails, "line": f"- {{{line}, until: YYYY-MM-DD}}"}


def _quoted(text: str) -> str:
    """A text in YAML's single quotes; nothing in it can end a code span of Markdown."""
    return "'" + text.replace("'", "''").replace("`", "") + "'"


def _without_marker(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if first.startswith("<!-- labelcards diff") else text
