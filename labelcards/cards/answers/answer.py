"""A card's answers: who or what answered each question, whether the evidence still holds, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import FormattedFigure, missing
from labelcards.documents.answer import FILE, Answer, EvidenceValue, Signature
from labelcards.documents.figure_path import FigurePath, parsed
from labelcards.documents.figure_search import figures_meant

__all__ = ["AnswerView", "EvidenceLine", "SignatureLine", "Status", "answer_view", "current_value", "figures_named"]

Status = Literal["human", "stale", "computed", "unanswered", "skipped"]

_ALL_DIGITS = 6


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A figure or file that an answer names: as it is now, what was seen, and whether the two still agree.

    Attributes:
        path: the figure's path as the answer writes it, or the file's.
        figure: the figure as it is now; None for a file.
        now: the first digits of the file's digest; empty for a figure, or when the file is not there.
        seen: what the author or signer saw; empty when not noted.
        holds: whether it is still what was seen.
    """

    path: str
    figure: FormattedFigure | None
    now: str
    seen: str
    holds: bool


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Who confirmed an answer: for which version, when, as reviewer or not, and whether it is about these words."""

    by: str
    date: str
    version: str
    reviewed: bool
    valid: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One question and its answer.

    Attributes:
        key, number: ``composition-7`` and ``7``.
        status: how it is answered; ``stale``: a person answered, and a figure or file named as evidence, or the words
            that were signed, have changed.
        computed: whether the documents answer it (a computed answer stands beside a human one).
        text, author, date, version, reviewed_by: the human answer; empty strings when there is none.
        signatures: who confirmed it later.
        older: whether the last word on the human answer was said about an earlier label version.
        reviewed: whether a second person has checked these words.
        evidence: the figures and files it names.
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
    signatures: tuple[SignatureLine, ...]
    older: bool
    reviewed: bool
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
    evidence = _evidence(answer, book) if answer else ()
    signatures = _signatures(answer) if answer else ()
    status: Status = "unanswered"
    if answer is not None:
        told = _told_stale(book, key)
        holds = all(line.holds for line in evidence) and all(line.valid for line in signatures)
        status = "stale" if told or (told is None and not holds) else "human"
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
        signatures=signatures,
        older=answer is not None and answer.last_word.version != version,
        reviewed=bool(answer and (answer.reviewed_by or any(one.valid and one.reviewed for one in signatures))),
        evidence=evidence,
        needs="" if computed or answer is not None else needs,
    )


def current_value(path: str, book: Book) -> EvidenceValue:
    """What a figure or file is now, as a signature notes it; None when there is no such thing or it has no value."""
    if path.startswith(FILE):
        digest = book.files.get(path.removeprefix(FILE))
        return f"sha256:{digest}" if digest else None
    return _resolve(book, path).raw


def _signatures(answer: Answer) -> tuple[SignatureLine, ...]:
    """Without the author's own, which the answer's first line says already, unless it is void."""
    own = (answer.author, answer.version, False)
    lines = [_signature(answer, signature) for signature in answer.signed]
    return tuple(line for line in lines if not line.valid or (line.by, line.version, line.reviewed) != own)


def _signature(answer: Answer, signature: Signature) -> SignatureLine:
    return SignatureLine(
        by=signature.by,
        date=signature.date.isoformat(),
        version=signature.version,
        reviewed=signature.reviewed,
        valid=answer.is_signed_by(signature),
    )


def _told_stale(book: Book, key: str) -> bool | None:
    """What the stage ``answers`` found, which knows figures that a public card leaves out; None if it has not run."""
    for sheet in ("datasheet", "modelcard"):
        stale = book.find("answers", sheet, "questions", key, "stale")
        if stale is not None and stale.value is not None:
            return bool(stale.value)
    return None


def _evidence(answer: Answer, book: Book) -> tuple[EvidenceLine, ...]:
    """Compare all that is named with what was seen last.

    Figures that a command noted are compared to the last digit, those that a person typed at the precision of the note.
    """
    word = answer.last_word
    exact = word.text is not None
    return tuple(
        _file_line(path, word.evidence.get(path), book)
        if path.startswith(FILE)
        else _figure_line(path, word.evidence.get(path), book, exact=exact)
        for path in answer.named()
    )


def _file_line(path: str, seen: EvidenceValue, book: Book) -> EvidenceLine:
    digest = book.files.get(path.removeprefix(FILE), "")
    noted = str(seen).removeprefix("sha256:") if seen is not None else ""
    holds = bool(digest) and (not noted or digest == noted)
    return EvidenceLine(path.removeprefix(FILE), None, digest[:12], noted[:12], holds)


def _figure_line(path: str, seen: EvidenceValue, book: Book, *, exact: bool) -> EvidenceLine:
    figure = _resolve(book, path)
    noted = seen if isinstance(seen, float) else None
    holds = figure.defined and (noted is None or _agree(figure.raw, noted, exact=exact))
    return EvidenceLine(path, figure, "", "" if noted is None else f"{noted:.6g}", holds)


def _agree(now: float | None, seen: float, *, exact: bool) -> bool:
    """Whether the two are equal, or ``now`` rounds to ``seen`` at as many decimals as were noted."""
    if exact:
        return now == seen
    exponent = Decimal(repr(seen)).as_tuple().exponent
    decimals = min(-exponent, _ALL_DIGITS) if isinstance(exponent, int) else _ALL_DIGITS
    return now is not None and round(now, decimals) == round(seen, decimals)


def figures_named(book: Book, text: str) -> tuple[FigurePath, ...]:
    """The figures that a text names, document first: one, none, or several when it does not say which."""
    document, *steps = parsed(text)
    meant = figures_meant(book.branch(document), steps)
    return tuple((document, *path) for path in (*meant.figures, *meant.unclear))


def _resolve(book: Book, text: str) -> FormattedFigure:
    """The figure that a text names."""
    document, *steps = parsed(text)
    found = figures_named(book, text)
    if len(found) > 1:
        return missing("figure", "the name fits several figures", book.source(document))
    if found:
        return book.show(*found[0])
    if not steps:
        return missing("figure", "no figure of this name", book.source(document))
    return book.show(document, *steps)
