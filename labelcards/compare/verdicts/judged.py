"""Judged differences as figures of ``changes.json``, so that pages, gates and ``labelcards diff`` say the same."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.catalog.selection import HEADLINE, is_gap
from labelcards.documents.difference import Compared
from labelcards.documents.figures import Figure, FigureTree

__all__ = ["add_judged", "difference_key"]

_NAMED = {
    ("agreement", "overall"): "",
    ("consensus",): "",
    ("label_errors",): "",
    ("adjudication",): "",
    ("gold_checks",): "",
    ("gold", "final"): "gold_",
    ("gold", "annotators"): "annotators_",
    ("gold", "dawid_skene"): "dawid_skene_",
    ("overall",): "model_",
}
"""Steps between a question and a headline figure → what its name in ``changes.json`` starts with."""


def difference_key(path: str) -> tuple[str, str] | None:
    """(question, name) of a headline figure in ``changes.json``; None for what is no question's.

    >>> difference_key("quality.questions.topic.gold.final.accuracy")
    ('topic', 'gold_accuracy')
    """
    document, *steps = path.split(".")
    if document == "changes" or len(steps) < 3 or steps[0] != "questions":
        return None
    pattern = next((p for p in HEADLINE if _fits(p, (document, *steps))), None)
    if pattern is None:
        return None
    return ".".join(steps[1 : len(steps) + 3 - len(pattern)]), _NAMED[pattern[3:-1]] + pattern[-1]


def _fits(pattern: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    """Whether steps match; a question's name may hold dots and so be several steps."""
    tail = pattern[3:]
    return pattern[:2] == steps[:2] and len(steps) >= len(pattern) and steps[len(steps) - len(tail) :] == tail


def add_judged(figures: FigureTree, compared: Iterable[Compared]) -> None:
    """Write verdicts into the tree: ``questions.<q>.difference.<name>``, ``….gaps.…`` and onto ``….lift.<score>``.

    Args:
        figures: the tree of ``changes.json``.
        compared: every metric of version and parent, judged as `labelcards diff` judges them.
    """
    for one in compared:
        leaf = _leaf(one)
        if is_gap(one.path) and one.difference.value is not None:
            _, _, question, *inner, _ = one.path.split(".")
            _put(figures, ("questions", question, "gaps", *inner), leaf)
        elif one.path.startswith("changes."):
            _, *steps = one.path.split(".")
            _put(figures, tuple(steps), leaf.model_copy(update={"metric": "lift"}))
        elif one.family == "headline" and (key := difference_key(one.path)):
            _put(figures, ("questions", key[0], "difference", key[1]), leaf)


def _leaf(one: Compared) -> Figure:
    """The difference with its verdict; differences of shares are told apart from those of coefficients."""
    metric = "share_change" if one.unit == "share" or is_gap(one.path) else "difference"
    judged = {"metric": metric, "p": one.p, "p_adjusted": one.p_adjusted, "verdict": one.verdict}
    return one.difference.model_copy(update=judged)


def _put(tree: FigureTree, path: tuple[str, ...], leaf: Figure) -> None:
    """Place a leaf; questions that the tree does not have are left out."""
    *branch, name = path
    if len(branch) > 1 and branch[1] not in _below(tree, "questions"):
        return
    node = tree
    for step in branch:
        node = _below(node, step)
    node[name] = leaf


def _below(node: FigureTree, step: str) -> FigureTree:
    below = node.setdefault(step, {})
    if isinstance(below, Figure):
        raise TypeError("a figure has no branches")
    return below
