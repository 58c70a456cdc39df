"""A card's answers: who or what answered each question, whether the evidence still holds, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from labelcards.cards.book import Book
from labelcards.cards.shown import Shown
from labelcards.documents.answer import Answer

__all__ = ["AnswerView", "EvidenceLine", "Status", "answer_view"]

Status = Literal["human", "stale", "computed", "unanswered", "skipped"]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A figure that an answer names: as it is now, what its author saw, and whether the two still agree."""

    path: str
    figure: Shown
    seen: str
    holds: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One question and its answer.

    Attributes:
        key, number: ``composition-7`` and ``7``.
        status: how it is answered; ``stale``: a person answered, and a figure named as evidence has changed.
        computed: whether the documents answer it (a computed answer stands beside a human one).
        text, author, date, version, reviewed_by: the human answer; empty strings when there is none.
        older: whether the human answer was written for another label version.
        evidence: the figures it names.
        needs: the document a computed answer is waiting for; empty when it waits for none.
    """

    key: str
    number: str
    status: Status
    computed: bool
    text: str
    author: str
    date: str
    version: str
    reviewed_by: str
    older: bool
    evidence: tuple[EvidenceLine, ...]
    needs: str


def answer_view(
    key: str,
    answer: Answer | None,
    book: Book,
    *,
    version: str,
    computed: bool = False,
    skipped: bool = False,
    needs: str = "",
) -> AnswerView:
    """Combine a person's answer (or its absence) with what the documents say."""
    evidence = _evidence(answer.evidence, book) if answer else ()
    status: Status = "unanswered"
    if answer is not None:
        status = "human" if all(line.holds for line in evidence) else "stale"
    elif skipped:
        status = "skipped"
    elif computed:
        status = "computed"
    return AnswerView(
        key=key,
        number=key.rsplit("-", 1)[-1],
        status=status,
        computed=computed and not skipped,
        text=answer.answer if answer else "",
        author=answer.author if answer else "",
        date=answer.date.isoformat() if answer else "",
        version=answer.version if answer else "",
        reviewed_by=(answer.reviewed_by or "") if answer else "",
        older=answer is not None and answer.version != version,
        evidence=evidence,
        needs="" if computed or answer is not None else needs,
    )


def _evidence(named: Mapping[str, float | None], book: Book) -> tuple[EvidenceLine, ...]:
    """Compare each named figure with the value its author noted, at the precision of the note."""
    lines: list[EvidenceLine] = []
    for path, seen in named.items():
        document, *steps = path.split(".")
        figure = _resolve(book, document, steps)
        holds = figure.defined and (seen is None or _agree(figure.raw, seen))
        lines.append(EvidenceLine(path, figure, "" if seen is None else f"{seen:g}", holds))
    return tuple(lines)


def _agree(now: float | None, seen: float) -> bool:
    decimals = len(f"{seen:g}".partition(".")[2])
    return now is not None and round(now, decimals) == round(seen, decimals)


def _resolve(book: Book, document: str, steps: list[str]) -> Shown:
    """Follow a dotted path; names that contain dots themselves (``batch 1.2``) are tried as longer steps."""
    found = _walk(dict(book.branch(document)), tuple(steps))
    path = found if found is not None else tuple(steps) or ("figure",)
    return book.show(document, *path)


def _walk(node: object, steps: tuple[str, ...]) -> tuple[str, ...] | None:
    if not steps:
        return ()
    if not isinstance(node, dict):
        return None
    for width in range(1, len(steps) + 1):
        name = ".".join(steps[:width])
        if name in node:
            rest = _walk(node[name], steps[width:])
            if rest is not None:
                return (name, *rest)
    return None
