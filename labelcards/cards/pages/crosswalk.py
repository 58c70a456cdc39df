"""The crosswalk page: which page supports documentation of which item of the AI Act and the GDPR, and what is missing.

Documentation support is not compliance: whether a law is met is for people to judge. Items follow Regulation (EU)
2024/1689, Art. 10 and Annex IV point 2(d), and Regulation (EU) 2016/679, Art. 30(1) and 35(7); their wording is in
``templates/pages/crosswalk.md.jinja``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from labelcards.cards.answers.answer import AnswerView
from labelcards.cards.figures.book import Book

__all__ = ["CROSSWALK", "CrosswalkLine", "CrosswalkRule", "crosswalk_page"]

Support = Literal["supported", "partly", "missing"]


@dataclass(frozen=True, slots=True)
class CrosswalkRule:
    """What an item of a law needs: documents that must exist, datasheet questions that must be answered.

    Attributes:
        law: ``ai-act`` or ``gdpr``.
        key: the item, e.g. ``10(2)(f)``.
        pages: (page, anchor) that speak of it; an anchor may be empty.
        documents: metrics documents it rests on.
        answers: datasheet questions it rests on.
    """

    law: str
    key: str
    pages: tuple[tuple[str, str], ...]
    documents: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def _sheet(*keys: str) -> tuple[tuple[str, str], ...]:
    return tuple(("datasheet", key) for key in keys)


CROSSWALK: tuple[CrosswalkRule, ...] = (
    CrosswalkRule("ai-act", "10(2)(a)", (*_sheet("motivation-1"), ("guidelines", "")), (), ("motivation-1",)),
    CrosswalkRule(
        "ai-act",
        "10(2)(b)",
        _sheet("collection-1", "collection-2", "collection-5"),
        (),
        ("collection-1", "collection-2", "collection-5"),
    ),
    CrosswalkRule(
        "ai-act",
        "10(2)(c)",
        (("guidelines", ""), ("quality", ""), *_sheet("preprocessing-1")),
        ("quality", "anonymization"),
        ("preprocessing-1",),
    ),
    CrosswalkRule("ai-act", "10(2)(d)", (("guidelines", ""), *_sheet("composition-1")), (), ("composition-1",)),
    CrosswalkRule("ai-act", "10(2)(e)", (("quality", ""), *_sheet("composition-3")), ("quality",), ("composition-3",)),
    CrosswalkRule("ai-act", "10(2)(f)", (("bias", ""),), ("bias",)),
    CrosswalkRule("ai-act", "10(2)(g)", (("bias", ""), *_sheet("uses-4")), ("bias",), ("uses-4",)),
    CrosswalkRule(
        "ai-act",
        "10(2)(h)",
        (("index", "wrong"), *_sheet("composition-6", "composition-9")),
        ("quality",),
        ("composition-6", "composition-9"),
    ),
    CrosswalkRule(
        "ai-act",
        "10(3)",
        (("bias", "representation"), ("labels", ""), *_sheet("composition-3")),
        ("quality", "bias"),
        ("composition-3",),
    ),
    CrosswalkRule(
        "ai-act", "10(5)", (("privacy", "columns"), *_sheet("composition-15")), ("anonymization",), ("composition-15",)
    ),
    CrosswalkRule(
        "ai-act",
        "IV 2(d)",
        (("datasheet", "collection"), ("guidelines", ""), ("model-card", "training-data")),
        ("quality", "model"),
        ("collection-1", "collection-3", "collection-4"),
    ),
    CrosswalkRule("gdpr", "30(1)(a)", _sheet("motivation-2", "maintenance-2"), (), ("motivation-2", "maintenance-2")),
    CrosswalkRule("gdpr", "30(1)(b)", _sheet("motivation-1"), (), ("motivation-1",)),
    CrosswalkRule(
        "gdpr",
        "30(1)(c)",
        (("privacy", "columns"), *_sheet("composition-13", "composition-15")),
        ("anonymization",),
        ("composition-13", "composition-15"),
    ),
    CrosswalkRule("gdpr", "30(1)(d)", _sheet("distribution-1"), (), ("distribution-1",)),
    CrosswalkRule("gdpr", "30(1)(e)", _sheet("distribution-6"), (), ("distribution-6",)),
    CrosswalkRule("gdpr", "30(1)(f)", _sheet("maintenance-5"), (), ("maintenance-5",)),
    CrosswalkRule(
        "gdpr", "30(1)(g)", (("privacy", ""), *_sheet("preprocessing-2")), ("anonymization",), ("preprocessing-2",)
    ),
    CrosswalkRule("gdpr", "35(7)(a)", _sheet("motivation-1", "collection-1"), (), ("motivation-1", "collection-1")),
    CrosswalkRule("gdpr", "35(7)(b)", (("privacy", "columns"), *_sheet("collection-11")), (), ("collection-11",)),
    CrosswalkRule(
        "gdpr",
        "35(7)(c)",
        (("privacy", "disclosure"), *_sheet("composition-14")),
        ("anonymization",),
        ("composition-14",),
    ),
    CrosswalkRule(
        "gdpr", "35(7)(d)", (("privacy", ""), *_sheet("collection-11")), ("anonymization",), ("collection-11",)
    ),
)
"""Every item in the order of the laws."""


@dataclass(frozen=True, slots=True)
class CrosswalkLine:
    """An item with its pages, how far they support it, and what is missing: documents and unanswered questions."""

    law: str
    key: str
    pages: tuple[tuple[str, str], ...]
    support: Support
    documents: tuple[str, ...]
    answers: tuple[str, ...]


def crosswalk_page(book: Book, answers: Mapping[str, AnswerView]) -> tuple[CrosswalkLine, ...]:
    """Every item, judged by what is there; a question that does not apply is not missing."""
    return tuple(_line(rule, book, answers) for rule in CROSSWALK)


def _line(rule: CrosswalkRule, book: Book, answers: Mapping[str, AnswerView]) -> CrosswalkLine:
    documents = tuple(name for name in rule.documents if name not in book.documents)
    unanswered = tuple(key for key in rule.answers if answers[key].status in ("unanswered", "stale"))
    lacking, needed = len(documents) + len(unanswered), len(rule.documents) + len(rule.answers)
    support: Support = "supported" if not lacking else "missing" if lacking == needed else "partly"
    return CrosswalkLine(rule.law, rule.key, rule.pages, support, documents, unanswered)
