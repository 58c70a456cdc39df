"""The quality page: agreement, gold, consensus, label errors, adjudication and work, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.cautions import Caution, cautions
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.number import plain
from labelcards.cards.figures.verdict import RELIABLE, TENTATIVE, Reading, reading
from labelcards.cards.pages.calibration import Calibration, calibration
from labelcards.cards.pages.deciding import DecidingMethod, deciding_method
from labelcards.cards.pages.detectable import DetectableRow, detectable_rows

__all__ = ["ConsensusMethods", "QualityPage", "QualityQuestion", "quality_page"]

BOUNDS = (TENTATIVE, RELIABLE)
_RATERS = (
    "annotators",
    *("majority", "weighted", "dawid_skene", "one_coin", "crowdlab", "median", "mean", "trimmed_mean"),
    "final",
    "model",
)
_CONSENSUS_PARTS = ("methods_agree", "disputed_share", "tied_items")
_WORK = ("throughput", "seconds_per_annotation", "hours", "turnaround_p50", "turnaround_p90")
_COUNTS = (
    "items",
    "annotations",
    "annotators",
    "annotations_per_item",
    "multiply_annotated",
    "coverage",
    "gold_items",
    "adjudicated_items",
)
_OVERALL = (
    "alpha",
    "gwet_ac1",
    "gwet_ac2",
    "fleiss_kappa",
    "cohen_kappa",
    "cohen_kappa_mean",
    "scott_pi",
    "brennan_prediger",
)
_WARNED = ("agreement", "consensus", "gold", "gold_checks", "adjudication")
_BALANCE = ("prevalence_index", "bias_index", "kappa_maximum", "design_effect")
_MISLEADING = frozenset({"prevalence-paradox", "rare-label"})
_SCHEMES = ("linear", "quadratic", "ordinal")


@dataclass(frozen=True, slots=True)
class ConsensusMethods:
    """How labels were joined: one row per method, what holds for all, and how ties move the majority's accuracy."""

    table: Comparison | None
    methods_agree: FormattedFigure
    disputed_share: FormattedFigure
    tied_items: FormattedFigure
    ties_lowest: FormattedFigure
    ties_highest: FormattedFigure


@dataclass(frozen=True, slots=True)
class QualityQuestion:
    """Everything the page says about one question.

    Attributes:
        key, title, kind, anchor: the question.
        alpha, percent, reading: the headline and how to read it.
        cautions: what the figures must be read with.
        deciding: the lower end of alpha's interval, to three decimals, which `reading` goes by; empty without one.
        overall: all chance-corrected coefficients on one axis.
        two_way: alpha with other items, and with other items and annotators.
        other_annotators: alpha with its interval over items and annotators.
        weighted: the coefficients with partial credit, per kind of weights.
        balance: prevalence and bias index, the largest possible kappa, and the design effect of annotators.
        misleads: whether kappa must be read with them.
        calibration: what the confidence of the labels is worth.
        groups: agreement per value of each group column.
        batches, months: agreement per batch and over time.
        gold: each rater against gold.
        consensus: the methods side by side.
        decides: which of them makes the final labels, who chose it, what gold says.
        checks: the pass rate of hidden gold checks, and per batch.
        flagged, flagged_share: items whose label is probably wrong.
        disputed, adjudicated, adjudicated_disputed, overturned, overturn_rate: adjudication.
        detectable: how large a difference to another version would be found.
    """

    key: str
    title: str
    kind: str
    anchor: str
    alpha: FormattedFigure
    percent: FormattedFigure
    reading: Reading
    cautions: tuple[Caution, ...]
    deciding: str
    overall: Comparison | None
    two_way: Comparison | None
    other_annotators: FormattedFigure
    weighted: Comparison | None
    balance: tuple[FormattedFigure, ...]
    misleads: bool
    calibration: Calibration
    groups: Comparison | None
    batches: Comparison | None
    months: Comparison | None
    gold: Comparison | None
    consensus: ConsensusMethods
    decides: DecidingMethod
    pass_rate: FormattedFigure
    checks: Comparison | None
    flagged: FormattedFigure
    flagged_share: FormattedFigure
    disputed: FormattedFigure
    adjudicated: FormattedFigure
    adjudicated_disputed: FormattedFigure
    overturned: FormattedFigure
    overturn_rate: FormattedFigure
    detectable: tuple[DetectableRow, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Counts and work KPIs of the version, and its questions."""

    counts: tuple[FormattedFigure, ...]
    work: tuple[FormattedFigure, ...]
    questions: tuple[QualityQuestion, ...]


def quality_page(book: Book, names: Names) -> QualityPage:
    """The page's content from ``quality.json``."""
    keys = names.questions(book.branch("quality", "questions"))
    return QualityPage(
        counts=tuple(book.show("quality", "counts", key) for key in _COUNTS if book.find("quality", "counts", key)),
        work=tuple(book.show("quality", "work", key) for key in _WORK if book.find("quality", "work", key)),
        questions=tuple(_question(book, names, key) for key in keys),
    )


def _question(book: Book, names: Names, key: str) -> QualityQuestion:
    path = ("questions", key)
    alpha = book.show("quality", *path, "agreement", "overall", "alpha")
    others = book.show("quality", *path, "agreement", "two_way", "alpha")
    declared = names.manifest.questions.get(key)
    return QualityQuestion(
        key=key,
        title=names.question(key),
        kind=declared.kind if declared else "",
        anchor=anchor("question", key),
        alpha=alpha,
        percent=book.show("quality", *path, "agreement", "overall", "percent"),
        reading=reading(alpha),
        cautions=cautions(book, key, _WARNED, but=("overconfident",)),
        deciding="" if alpha.low is None else plain(alpha.low, book.entry("quality", "alpha")),
        overall=_overall(book, path),
        two_way=_two_way(book, alpha, others),
        other_annotators=others,
        weighted=_weighted(book, path),
        balance=_balance(book, path),
        misleads=any(found.code in _MISLEADING for found in cautions(book, key, ("agreement",))),
        calibration=calibration(book, key, names.question(key)),
        groups=_groups(book, names, path),
        batches=_alpha_by(book, path, "per_batch", "Batch"),
        months=_alpha_by(book, path, "per_month", "Month"),
        gold=_gold(book, path),
        consensus=_consensus(book, path),
        decides=deciding_method(book, names, key),
        pass_rate=book.show("quality", *path, "gold_checks", "pass_rate"),
        checks=_checks(book, path),
        flagged=book.show("quality", *path, "label_errors", "flagged"),
        flagged_share=book.show("quality", *path, "label_errors", "flagged_share"),
        disputed=book.show("quality", *path, "adjudication", "disputed"),
        adjudicated=book.show("quality", *path, "adjudication", "adjudicated"),
        adjudicated_disputed=book.show("quality", *path, "adjudication", "adjudicated_disputed"),
        overturned=book.show("quality", *path, "adjudication", "overturned"),
        overturn_rate=book.show("quality", *path, "adjudication", "overturn_rate"),
        detectable=detectable_rows(book, "quality", key),
    )


def _overall(book: Book, path: tuple[str, ...]) -> Comparison | None:
    branch = (*path, "agreement", "overall")
    shown = [book.show("quality", *branch, key) for key in book.keys("quality", *branch, order=_OVERALL)]
    figures = [figure for figure in shown if figure.measure == "coefficient"]
    lines = [ComparisonLine(figure.title, figure) for figure in figures]
    return compare(book, "quality", lines, head="Coefficient", bounds=BOUNDS)


def _two_way(book: Book, alpha: FormattedFigure, others: FormattedFigure) -> Comparison | None:
    """Alpha twice: with its interval over items, and over items and annotators; None without the second one."""
    if alpha.low is None or others.low is None:
        return None
    lines = [ComparisonLine("these annotators", alpha), ComparisonLine("other annotators", others)]
    return compare(book, "quality", lines, head="With other items and …", bounds=BOUNDS)


def _weighted(book: Book, path: tuple[str, ...]) -> Comparison | None:
    branch = (*path, "agreement", "weighted")
    shown = [
        (scheme, book.show("quality", *branch, scheme, key))
        for scheme in book.keys("quality", *branch, order=_SCHEMES)
        for key in book.keys("quality", *branch, scheme)
    ]
    lines = [
        ComparisonLine(figure.title, figure, section=scheme)
        for scheme, figure in shown
        if figure.measure == "coefficient"
    ]
    return compare(book, "quality", lines, head="Coefficient")


def _balance(book: Book, path: tuple[str, ...]) -> tuple[FormattedFigure, ...]:
    branch = (*path, "agreement", "balance")
    return tuple(book.show("quality", *branch, key) for key in book.keys("quality", *branch, order=_BALANCE))


def _groups(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    branch = (*path, "agreement", "per_group")
    lines = [
        ComparisonLine(
            name,
            book.show("quality", *branch, column.step, step, "alpha"),
            section=column.title,
            protected=column.sensitive,
        )
        for column in names.group_columns(book.branch("quality", *branch))
        for step, name in column.groups(book.branch("quality", *branch, column.step))
    ]
    return compare(book, "quality", lines, head="Group", bounds=BOUNDS)


def _alpha_by(book: Book, path: tuple[str, ...], part: str, head: str) -> Comparison | None:
    branch = (*path, "agreement", part)
    lines = [ComparisonLine(key, book.show("quality", *branch, key, "alpha")) for key in book.keys("quality", *branch)]
    return compare(book, "quality", lines, head=head, bounds=BOUNDS)


def _gold(book: Book, path: tuple[str, ...]) -> Comparison | None:
    keys = book.keys("quality", *path, "gold", order=_RATERS)
    metric, more = _judged_by(book, (*path, "gold"))
    lines = [
        ComparisonLine(
            key,
            book.show("quality", *path, "gold", key, metric),
            tuple(book.show("quality", *path, "gold", key, other) for other in more),
        )
        for key in keys
    ]
    return compare(book, "quality", lines, head="Labels of")


def _judged_by(book: Book, branch: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What labels are held against gold by, and what else is told: shares of right ones, or distances of numbers."""
    if any(book.find("quality", *branch, key, "mean_absolute_error") for key in book.keys("quality", *branch)):
        return "mean_absolute_error", ("root_mean_squared_error",)
    return "accuracy", ()


def _consensus(book: Book, path: tuple[str, ...]) -> ConsensusMethods:
    branch = (*path, "consensus")
    methods = [key for key in book.keys("quality", *branch, order=_RATERS) if key not in _CONSENSUS_PARTS]
    metric, more = _judged_by(book, branch)
    lines = [
        ComparisonLine(
            method,
            book.show("quality", *branch, method, metric),
            tuple(
                book.show("quality", *branch, method, other)
                for other in (*more, "mean_confidence", "overconfidence")
                if any(book.find("quality", *branch, each, other) for each in methods)
            ),
        )
        for method in methods
    ]
    shown = [book.show("quality", *branch, part) for part in _CONSENSUS_PARTS]
    shown += [book.show("quality", *branch, "majority", end) for end in ("accuracy_lowest", "accuracy_highest")]
    return ConsensusMethods(compare(book, "quality", lines, head="Method"), *shown)


def _checks(book: Book, path: tuple[str, ...]) -> Comparison | None:
    branch = (*path, "gold_checks", "per_batch")
    lines = [
        ComparisonLine(key, book.show("quality", *branch, key, "pass_rate")) for key in book.keys("quality", *branch)
    ]
    return compare(book, "quality", lines, head="Batch")
