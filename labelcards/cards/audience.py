"""What an outside reader may see: no figure about a single annotator, no figure about a small group.

An *internal* card shows everything that is measured. A *public* one is made from reduced documents, so that what is
left out is in no page, chart, search index or download.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, TypeVar

from labelcards.cards.answers import current_value
from labelcards.cards.book import Book
from labelcards.cards.sources import CardSources
from labelcards.documents.answer import FILE, Answer, Answers, EvidenceValue
from labelcards.documents.figures import Figure, MetricsDocument

__all__ = ["MINIMUM", "PRIVATE", "for_the_public"]

Sheet = TypeVar("Sheet", bound=Answers)

MINIMUM = 10
"""Figures on groups that rest on fewer units are left out of public cards."""

PRIVATE: dict[str, tuple[tuple[str, ...], ...]] = {
    "quality": (
        ("questions", "*", "agreement", "per_annotator"),
        ("questions", "*", "agreement", "per_pair"),
        ("questions", "*", "annotators"),
    ),
}
"""Document → branches about single annotators; ``*`` stands for any name."""

_GROUPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "quality": (("questions", "*", "agreement", "per_group"),),
    "bias": (
        ("representation",),
        ("questions", "*", "label_rate"),
        ("questions", "*", "error_rate"),
        ("questions", "*", "disagreement"),
        ("questions", "*", "annotator_rate"),
        ("questions", "*", "annotator_error"),
        ("questions", "*", "cohesion"),
    ),
    "model": (("questions", "*", "per_group"),),
}


def for_the_public(sources: CardSources, *, minimum: int = MINIMUM) -> CardSources:
    """The same sources with reduced documents; files and digests are those of the reduced documents.

    Args:
        minimum: a figure in a group branch that rests on fewer units is shown as left out, its value and n removed.
            A count is its own n.
    """
    documents = {name: _reduced(name, held, minimum) for name, held in sources.documents.items()}
    files = {name: held.dump().encode() for name, held in documents.items()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    book = Book(documents)
    return replace(
        sources,
        documents=documents,
        files=files,
        digests=digests,
        datasheet=_without_hidden(sources.datasheet, book),
        modelcard=_without_hidden(sources.modelcard, book),
        audience="public",
    )


def _without_hidden(sheet: Sheet, book: Book) -> Sheet:
    """The answers without evidence that is left out of the documents: its name or noted value would give it away.

    Whether an answer is stale is told by the document ``answers``, which knows all evidence.
    """

    def shown(evidence: dict[str, EvidenceValue]) -> dict[str, EvidenceValue]:
        return {
            path: seen
            for path, seen in evidence.items()
            if path.startswith(FILE) or current_value(path, book) is not None
        }

    def reduced(answer: Answer) -> Answer:
        signed = tuple(one.model_copy(update={"evidence": shown(one.evidence)}) for one in answer.signed)
        return answer.model_copy(update={"evidence": shown(answer.evidence), "signed": signed})

    answers = {key: reduced(answer) for key, answer in sheet.answers.items()}
    return sheet.model_copy(update={"answers": answers})


def _reduced(name: str, document: MetricsDocument, minimum: int) -> MetricsDocument:
    figures: dict[str, Any] = document.figures
    for branch in PRIVATE.get(name, ()):
        figures = _at(figures, branch, lambda _: None)
    for branch in _GROUPS.get(name, ()):
        figures = _at(figures, branch, lambda node: _suppressed(node, minimum))
    if name == "bias":
        figures = _at(figures, ("representation", "*", "*"), lambda column: _complement(column, minimum))
    return document.model_copy(update={"figures": figures})


def _at(tree: dict[str, Any], branch: tuple[str, ...], change: Any) -> dict[str, Any]:
    """A copy of ``tree`` with ``change`` applied to the nodes at ``branch``; None removes a node."""
    first, *rest = branch
    changed: dict[str, Any] = {}
    for key, node in tree.items():
        made = node
        if first in ("*", key) and isinstance(node, dict):
            made = _at(node, tuple(rest), change) if rest else change(node)
        if made is not None:
            changed[key] = made
    return changed


def _suppressed(node: Any, minimum: int) -> Any:
    """The node without figures on small groups: one small count hides its siblings, which would give it away."""
    if isinstance(node, Figure):
        return _hidden(node, minimum) if _small(node, minimum) else node
    leaves = [child for child in node.values() if isinstance(child, Figure)]
    if any(_small(leaf, minimum) for leaf in leaves):
        return {k: _hidden(v, minimum) if isinstance(v, Figure) else _suppressed(v, minimum) for k, v in node.items()}
    return {key: _suppressed(child, minimum) for key, child in node.items()}


def _complement(column: dict[str, Any], minimum: int) -> dict[str, Any]:
    """Hide a second group where only one is hidden: the total would give a single one away."""
    hidden = [value for value, node in column.items() if node["count"].value is None]
    shown = sorted((node["count"].value, value) for value, node in column.items() if node["count"].value is not None)
    if len(hidden) != 1 or not shown:
        return column
    second = shown[0][1]
    return {**column, second: {key: _hidden(figure, minimum) for key, figure in column[second].items()}}


def _small(figure: Figure, minimum: int) -> bool:
    units = figure.value if figure.metric in ("count", "annotators", "items") else figure.n
    return figure.value is not None and units is not None and units < minimum


def _hidden(figure: Figure, minimum: int) -> Figure:
    return Figure(metric=figure.metric, why=f"left out: fewer than {minimum}")
