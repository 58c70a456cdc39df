"""Judged differences as figures of ``changes.json``, so that pages, gates and ``labelcards diff`` say the same."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.catalog.places import is_gap, looked_at
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import Figure, FigureTree
from labelcards.documents.metric_difference import MetricDifference, VersionContrast

__all__ = ["add_judged", "difference_key"]


def difference_key(path: FigurePath) -> tuple[str, str] | None:
    """(question, name) of a headline figure in ``changes.json``; None for what is no question's.

    >>> difference_key(("quality", "questions", "help.topic", "gold", "final", "accuracy"))
    ('help.topic', 'gold_accuracy')
    """
    looked = looked_at(path)
    return (path[2], looked.watched.name) if looked is not None and looked.watched.name else None


def add_judged(figures: FigureTree, compared: Iterable[MetricDifference]) -> None:
    """Write verdicts into the tree: ``questions.<q>.difference.<name>``, ``….gaps.…`` and onto ``….lift.<score>``.

    Where shared items are told apart, the change of items and the whole stand beside the difference, under
    ``questions.<q>.composition.<name>`` and ``questions.<q>.whole.<name>``.

    Args:
        figures: the tree of ``changes.json``.
        compared: every metric of version and parent, judged as `labelcards diff` judges them.
    """
    for one in compared:
        leaf = _leaf(one, one.judged)
        document, *steps = one.path
        if is_gap(one.path) and one.judged.difference.value is not None:
            _, question, *inner, _ = steps
            _put(figures, ("questions", question, "gaps", *inner), leaf)
        elif document == "changes":
            _put(figures, tuple(steps), leaf.model_copy(update={"metric": "lift"}))
        elif one.family != "detail" and (key := difference_key(one.path)):
            _put(figures, ("questions", key[0], "difference", key[1]), leaf)
            if one.shared is not None and one.composition is not None:
                _put(figures, ("questions", key[0], "composition", key[1]), _measured(one, one.composition))
                _put(figures, ("questions", key[0], "whole", key[1]), _leaf(one, one.whole))


def _leaf(one: MetricDifference, contrast: VersionContrast) -> Figure:
    """The difference with its verdict."""
    judged = {"p": contrast.p, "p_adjusted": contrast.p_adjusted, "verdict": contrast.verdict}
    why = {"why": contrast.why} if contrast.why else {}
    return _measured(one, contrast.difference).model_copy(update={**judged, **why})


def _measured(one: MetricDifference, difference: Figure) -> Figure:
    """The difference; those of shares are told apart from those of coefficients."""
    metric = "share_change" if one.unit == "share" or is_gap(one.path) else "difference"
    return difference.model_copy(update={"metric": metric})


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
