"""Judged differences as figures of ``changes.json``, so that pages, gates and ``labelcards diff`` say the same."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.catalog.selection import family_of, is_gap
from labelcards.documents.difference import Compared
from labelcards.documents.figure_path import FigurePath
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


def difference_key(path: FigurePath) -> tuple[str, str] | None:
    """(question, name) of a headline figure in ``changes.json``; None for what is no question's.

    >>> difference_key(("quality", "questions", "help.topic", "gold", "final", "accuracy"))
    ('help.topic', 'gold_accuracy')
    """
    if path[0] == "changes" or path[1] != "questions" or family_of(path) != "headline":
        return None
    return path[2], _NAMED[path[3:-1]] + path[-1]


def add_judged(figures: FigureTree, compared: Iterable[Compared]) -> None:
    """Write verdicts into the tree: ``questions.<q>.difference.<name>``, ``….gaps.…`` and onto ``….lift.<score>``.

    Args:
        figures: the tree of ``changes.json``.
        compared: every metric of version and parent, judged as `labelcards diff` judges them.
    """
    for one in compared:
        leaf = _leaf(one)
        document, *steps = one.path
        if is_gap(one.path) and one.difference.value is not None:
            _, question, *inner, _ = steps
            _put(figures, ("questions", question, "gaps", *inner), leaf)
        elif document == "changes":
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
