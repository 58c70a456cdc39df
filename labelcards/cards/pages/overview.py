"""The overview of a version: may I use this, for what, and what is wrong with it — on one screen."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.escape import anchor
from labelcards.cards.figures.axis import Axis, Track, axis_for
from labelcards.cards.figures.book import DOCUMENTS, Book
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.verdict import RELIABLE, TENTATIVE, Reading, reading
from labelcards.documents.figure_path import is_crossed
from labelcards.documents.policy import SIGNIFICANCE, SMALL_CLASS

__all__ = ["KeyFinding", "Kpi", "OverviewPage", "QuestionLine", "findings", "kpis", "overview_page"]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One headline figure.

    Attributes:
        key: a stable name, also used in ``summary.json``.
        figure, axis, track: the figure and, for bounded ones, its place on the scale.
        change, verdict: the difference to the parent and what it means, when measured.
        page, anchor: where the details are.
        about: the question it is about; empty for the whole version.
    """

    key: str
    figure: FormattedFigure
    axis: Axis | None
    track: Track | None
    change: FormattedFigure | None
    verdict: str | None
    page: str
    anchor: str
    about: str


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """Something a user of the labels must know; its wording is in ``templates/parts/finding.html.jinja``.

    Attributes:
        code: which sentence.
        level: ``stop``, ``warning`` or ``note``.
        names: what it is about.
        figures: the figures the sentence needs.
        text: a ready sentence, for warnings that a document carries.
        page, anchor: where the details are.
    """

    code: str
    level: str
    names: tuple[str, ...] = ()
    figures: tuple[FormattedFigure, ...] = ()
    text: str = ""
    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in the list of questions."""

    title: str
    kind: str
    labels: int
    alpha: FormattedFigure
    percent: FormattedFigure
    accuracy: FormattedFigure
    track: Track | None
    reading: Reading
    anchor: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Headline reading, KPIs, findings and questions."""

    question: str
    alpha: FormattedFigure
    reading: Reading
    accuracy: FormattedFigure
    kpis: tuple[Kpi, ...]
    findings: tuple[KeyFinding, ...]
    axis: Axis
    questions: tuple[QuestionLine, ...]


def gold_accuracy(book: Book, question: str) -> FormattedFigure:
    """Accuracy of the labels a user gets: the final ones, or the majority's when there was no adjudication."""
    branch = ("questions", question, "gold")
    rater = "final" if book.find("quality", *branch, "final", "accuracy") else "majority"
    return book.show("quality", *branch, rater, "accuracy")


def overview_page(
    book: Book, names: Names, open_questions: int, unlinted: int, *, insiders: bool = True
) -> OverviewPage:
    """The page's content; ``open_questions`` and ``unlinted`` count datasheet gaps and labels without guidelines.

    Args:
        insiders: whether there is a page about single annotators to lead to.
    """
    headline = names.manifest.headline
    alpha = book.show("quality", "questions", headline, "agreement", "overall", "alpha")
    lines = _question_lines(book, names)
    return OverviewPage(
        question=names.question(headline),
        alpha=alpha,
        reading=reading(alpha),
        accuracy=gold_accuracy(book, headline),
        kpis=kpis(book, names, insiders=insiders),
        findings=findings(book, names, open_questions, unlinted),
        axis=axis_for((line.alpha for line in lines), book.entry("quality", "alpha"), bounds=(TENTATIVE, RELIABLE)),
        questions=lines,
    )


def kpis(book: Book, names: Names, *, insiders: bool = True) -> tuple[Kpi, ...]:
    """The headline figures in the order the page shows them."""
    people = "annotators" if insiders else "datasheet"
    question = names.manifest.headline
    title, path = names.question(question), ("questions", question)
    return (
        _kpi(book, "alpha", book.show("quality", *path, "agreement", "overall", "alpha"), "quality", title),
        _kpi(book, "gold_accuracy", gold_accuracy(book, question), "quality", title),
        _kpi(book, "percent", book.show("quality", *path, "agreement", "overall", "percent"), "quality", title),
        _kpi(book, "flagged_share", book.show("quality", *path, "label_errors", "flagged_share"), "labels", title),
        _kpi(book, "items", book.show("quality", "counts", "items"), "datasheet", ""),
        _kpi(book, "annotators", book.show("quality", "counts", "annotators"), people, ""),
        _kpi(book, "throughput", book.show("quality", "work", "throughput"), people, ""),
        _kpi(book, "k", book.show("anonymization", "disclosure", "items", "k"), "privacy", ""),
    )


def _kpi(book: Book, key: str, figure: FormattedFigure, page: str, about: str) -> Kpi:
    entry = book.entry(figure.source.document, figure.metric)
    bounded = figure.defined and entry.unit in ("share", "coefficient")
    bounds = (TENTATIVE, RELIABLE) if figure.metric == "alpha" else ()
    axis = axis_for([figure], entry, bounds=bounds, whole=True) if bounded else None
    change = _change(book, figure) if about else None
    return Kpi(
        key=key,
        figure=figure,
        axis=axis,
        track=axis.track(figure) if axis else None,
        change=change,
        verdict=_judged(book, change) if change else None,
        page=page,
        anchor=figure.glossary,
        about=about,
    )


def _change(book: Book, figure: FormattedFigure) -> FormattedFigure | None:
    if len(figure.path) < 2 or figure.path[0] != "questions":
        return None
    branch = ("questions", figure.path[1], "difference")
    for name in (figure.metric, f"gold_{figure.metric}"):
        if book.find("changes", *branch, name):
            return book.change(*branch, name, of=book.entry(figure.source.document, figure.metric))[0]
    return None


def _judged(book: Book, change: FormattedFigure) -> str:
    """The verdict that the document holds, after correction for how much was compared; older documents hold none."""
    held = book.find("changes", *change.path)
    return (held.verdict if held else None) or "not judged"


def _question_lines(book: Book, names: Names) -> tuple[QuestionLine, ...]:
    keys = tuple(names.manifest.questions)
    alphas = {key: book.show("quality", "questions", key, "agreement", "overall", "alpha") for key in keys}
    axis = axis_for(alphas.values(), book.entry("quality", "alpha"), bounds=(TENTATIVE, RELIABLE))
    return tuple(
        QuestionLine(
            title=names.question(key),
            kind=names.manifest.questions[key].kind,
            labels=len(names.manifest.questions[key].labels),
            alpha=alphas[key],
            percent=book.show("quality", "questions", key, "agreement", "overall", "percent"),
            accuracy=gold_accuracy(book, key),
            track=axis.track(alphas[key]),
            reading=reading(alphas[key]),
            anchor=anchor("question", key),
        )
        for key in keys
    )


def findings(book: Book, names: Names, open_questions: int, unlinted: int) -> tuple[KeyFinding, ...]:
    """What is wrong, worst first."""
    found = [
        *_absent(book),
        *_agreement_findings(book, names),
        *_privacy_findings(book),
        *_bias_findings(book, names),
        *_work_findings(book, names),
        *_answer_findings(book),
    ]
    for document, warned in book.warnings():
        level = "warning" if warned.level == "warning" else "note"
        page = {"anonymization": "privacy"}.get(document, document if document != "model" else "model-card")
        found.append(KeyFinding(f"document-{document}", level, text=book.text(warned), page=page))
    if names.manifest.unfilled:
        found.append(KeyFinding("unfilled", "warning", names=names.manifest.unfilled, page="datasheet"))
    if open_questions:
        found.append(KeyFinding("datasheet", "note", names=(str(open_questions),), page="datasheet"))
    if unlinted:
        found.append(KeyFinding("guidelines", "note", names=(str(unlinted),), page="guidelines"))
    rank = {"stop": 0, "warning": 1, "note": 2}
    first = {"absent": 0, "residual": 1, "alpha-low": 2, "alpha-tentative": 2, "document-bias": 3, "label-weak": 4}
    distinct = {(finding.code, finding.text, finding.names): finding for finding in reversed(found)}
    return tuple(
        sorted(
            (finding for finding in found if distinct[finding.code, finding.text, finding.names] is finding),
            key=lambda finding: (rank[finding.level], first.get(finding.code, 5)),
        )
    )


def _absent(book: Book) -> list[KeyFinding]:
    needed = [name for name in DOCUMENTS if name not in book.documents and name not in ("changes", "model", "answers")]
    return [KeyFinding("absent", "warning", names=(name,), page="evidence") for name in needed]


def _agreement_findings(book: Book, names: Names) -> list[KeyFinding]:
    found: list[KeyFinding] = []
    for key in names.questions(book.branch("quality", "questions")):
        path, title = ("questions", key, "agreement"), names.question(key)
        alpha = book.show("quality", *path, "overall", "alpha")
        held, where = reading(alpha), anchor("question", key)
        if held == "unreliable":
            found.append(KeyFinding("alpha-low", "stop", (title,), (alpha,), page="quality", anchor=where))
        elif held == "tentative":
            found.append(KeyFinding("alpha-tentative", "warning", (title,), (alpha,), page="quality", anchor=where))
        labels = book.branch("quality", *path, "per_label")
        figures = {label: book.show("quality", *path, "per_label", label, "alpha") for label in labels}
        weak = sorted((f.raw, label) for label, f in figures.items() if f.raw is not None and f.raw < TENTATIVE)
        if weak:
            label = weak[0][1]
            words = (title, names.label(key, label), str(len(weak)), str(len(labels)))
            found.append(KeyFinding("label-weak", "warning", words, (figures[label],), page="labels", anchor=where))
    return found


def _privacy_findings(book: Book) -> list[KeyFinding]:
    found: list[KeyFinding] = []
    residual = book.show("anonymization", "residual", "findings")
    if residual.raw:
        found.append(KeyFinding("residual", "stop", figures=(residual,), page="privacy", anchor="residual"))
    for table in book.keys("anonymization", "disclosure"):
        k = book.show("anonymization", "disclosure", table, "k")
        if k.raw is not None and k.raw < SMALL_CLASS:
            found.append(KeyFinding("small-k", "warning", (table,), (k,), page="privacy", anchor="disclosure"))
    return found


def _bias_findings(book: Book, names: Names) -> list[KeyFinding]:
    """Per question the largest significant gap in error rate, or else in disagreement."""
    found: list[KeyFinding] = []
    for key in names.questions(book.branch("bias", "questions")):
        for part in ("error_rate", "disagreement"):
            gaps: list[tuple[float, str, str, FormattedFigure]] = []
            for column in book.keys("bias", "questions", key, part):
                if is_crossed(column):
                    continue
                for value in book.keys("bias", "questions", key, part, column):
                    path = ("questions", key, part, column, value)
                    p = book.show("bias", *path, "p_adjusted")
                    gap = book.show("bias", *path, "difference")
                    if p.raw is not None and p.raw <= SIGNIFICANCE and gap.raw is not None and gap.raw > 0:
                        gaps.append((-gap.raw, column, value, gap))
            if gaps:
                _, column, value, gap = min(gaps, key=lambda row: row[:3])
                words = (names.question(key), *names.group(key, column, value)[0])
                where = anchor("question", key)
                found.append(KeyFinding(f"gap-{part}", "warning", words, (gap,), page="bias", anchor=where))
                break
    return found


def _answer_findings(book: Book) -> list[KeyFinding]:
    """Answers that people gave on evidence that is no longer what they saw."""
    found = []
    for sheet, page in (("datasheet", "datasheet"), ("modelcard", "model-card")):
        stale = book.show("answers", sheet, "stale")
        if stale.raw:
            found.append(KeyFinding("stale", "warning", names=(sheet,), figures=(stale,), page=page))
    return found


def _work_findings(book: Book, names: Names) -> list[KeyFinding]:
    found: list[KeyFinding] = []
    for key in names.questions(book.branch("quality", "questions")):
        path, title = ("questions", key), names.question(key)
        disputed = book.show("quality", *path, "adjudication", "disputed")
        decided = book.show("quality", *path, "adjudication", "adjudicated")
        if disputed.raw and decided.raw is not None and decided.raw < disputed.raw:
            found.append(KeyFinding("undecided", "note", (title,), (disputed, decided), page="quality"))
        flagged = book.show("quality", *path, "label_errors", "flagged_share")
        if flagged.raw:
            found.append(KeyFinding("flagged", "note", (title,), (flagged,), page="labels"))
    return found
