"""The findings about groups as a reader sees them: by kind, each a sentence with its figures and a row of a chart.

What a kind of finding means, what it does not mean and what to do about it stands in ``templates/bias/kinds``.
"""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names, Table
from labelcards.documents.figures import Figure
from labelcards.documents.warning_record import WarningRecord

__all__ = ["KINDS", "FindingGroup", "FindingLine", "bias_findings", "named_groups"]

KINDS: dict[str, tuple[str, ...]] = {
    "missing": ("under-represented",),
    "blind-spot": ("blind-spot", "annotator-group-blind-spot"),
    "dissent": ("dissent", "annotator-group-dissent"),
    "item-error": ("item-group-error",),
    "disagreement": ("item-group-disagreement",),
    "label-rate": ("label-rate", "label-level"),
    "annotator-rate": ("annotator-group-rate", "annotator-group-level"),
    "association": ("group-association",),
    "model-error": ("model-group-error", "model-group-misses", "model-group-false-alarms"),
    "model-distance": ("model-group-distance", "model-group-lean"),
}
"""Kind of finding → the reason codes in the documents; in the order of the page, the gravest first."""

_GAPS = ("excess", "difference", "gai_difference")
_RATES = ("rate", "share", "in_group_alpha")
_ALL = ("all", "all")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding.

    Attributes:
        code: its reason code.
        question: the question's title; empty for representation.
        who: the group, by titles: ``Annotator region: North``.
        where: the items it is about, when the group is one of annotators and the finding about some items only.
        label: the label's title, when it is about one.
        rate, gap, p: the figures.
        expected: the group's share in the population it should stand for; missing for other findings.
        text: the sentence of the document, for a figure that is no longer there.
    """

    code: str
    question: str
    who: str
    where: str
    label: str
    rate: FormattedFigure
    gap: FormattedFigure
    p: FormattedFigure
    expected: FormattedFigure
    text: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind, and their charts, one for each metric."""

    kind: str
    findings: tuple[FindingLine, ...]
    tables: tuple[Comparison, ...]


def bias_findings(book: Book, names: Names, document: str = "bias") -> tuple[FindingGroup, ...]:
    """All warnings of a document that are findings about groups, by kind."""
    held = book.documents.get(document)
    kind_of = {code: kind for kind, codes in KINDS.items() for code in codes}
    found: dict[str, list[FindingLine]] = {}
    for warned in held.warnings if held else ():
        if warned.level == "warning" and warned.code in kind_of:
            named = _named(book, names, document, warned)
            found.setdefault(kind_of[warned.code], []).append(named)
    return tuple(
        FindingGroup(kind, tuple(found[kind]), _charts(book, document, found[kind])) for kind in KINDS if kind in found
    )


def _charts(book: Book, document: str, findings: list[FindingLine]) -> tuple[Comparison, ...]:
    """One row per finding."""
    lines: dict[str, list[ComparisonLine]] = {}
    for each in findings:
        if each.gap.raw is not None:
            name = "; ".join(part for part in (each.who, each.where, each.label) if part)
            lines.setdefault(each.gap.metric, []).append(ComparisonLine(name, each.gap, (each.rate, each.p)))
    made = (compare(book, document, held, head="Group") for held in lines.values())
    return tuple(table for table in made if table is not None)


def _named(book: Book, names: Names, document: str, warned: WarningRecord) -> FindingLine:
    path = warned.about if book.has(document, *warned.about) else ()
    question, who, where, label = named_groups(names, path)
    return FindingLine(
        code=warned.code,
        question=question,
        who=who,
        where=where,
        label=label,
        rate=_first(book, document, path, _RATES),
        gap=_first(book, document, path, _GAPS),
        p=book.show(document, *path, "p_adjusted"),
        expected=book.show(document, *path, "expected_share"),
        text=book.text(warned),
    )


def _first(book: Book, document: str, path: tuple[str, ...], wanted: tuple[str, ...]) -> FormattedFigure:
    """The first of the wanted figures that the branch has."""
    node = book.branch(document, *path)
    name = next((name for name in wanted if isinstance(node.get(name), Figure)), wanted[0])
    return book.show(document, *path, name)


def named_groups(names: Names, path: tuple[str, ...]) -> tuple[str, str, str, str]:
    """Question, group, items and label of a path in ``bias.json`` or ``model.json``, by their titles."""
    if len(path) == 4 and path[0] == "representation":
        return "", _group(names, "", path[2:], "annotators" if path[1] == "annotators" else "items"), "", ""
    if len(path) < 5:
        return "", "", "", ""
    _, key, part, column, value, *rest = path
    of: Table = "annotators" if part.startswith("annotator_") or part == "cohesion" else "items"
    where = label = ""
    if part in ("annotator_error", "annotator_dissent") and tuple(rest[:2]) != _ALL:
        where = _group(names, key, (rest[0], rest[1]), "items")
    elif part in ("annotator_rate", "label_rate") and rest:
        label = names.label(key, rest[0])
    elif rest[:1] == ["errors"]:
        label = names.label(key, rest[1])
    return names.question(key), _group(names, key, (column, value), of), where, label


def _group(names: Names, question: str, steps: tuple[str, ...], of: Table) -> str:
    """``Customer region: South, Topic: Returns``."""
    column, value = steps
    return ", ".join(f"{title}: {group}" for title, group in names.group(question, column, value, of=of))
