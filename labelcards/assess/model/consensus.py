"""How far predictions agree with the consensus of all annotators, and with that of each group of annotators.

A model that learned the majority's view agrees less with those who see things otherwise; gold, made by few, cannot show
that. Fewer votes make a noisier consensus, so a group is compared with the other annotators on the same items.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.assess.bias.axes import axes_of
from labelcards.assess.bias.comparison import p_result
from labelcards.assess.bias.material import material_of
from labelcards.assess.bias.pool import Group, Pool, few_annotators, pool_of
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.documents.policy import ComparisonPolicy
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.correction import benjamini_hochberg
from labelcards.metrics.intervals.proportions import mcnemar_p, tango, wilson
from labelcards.metrics.ratings import Codes

__all__ = ["consensus_agreement"]

Mask = npt.NDArray[np.bool_]
_Right = tuple[Mask, Mask]
"""(N,) where a group's, and where the others' consensus is the prediction."""


def consensus_agreement(
    version: LabelVersion,
    question: str,
    predictions: pd.DataFrame,
    finals: pd.DataFrame,
    policy: ComparisonPolicy,
) -> FigureTree:
    """``overall`` and ``per_group.<annotator column>.<value>``; empty without predictions, and where answers are no
    categories.

    Args:
        version: whose annotators vote; its annotator columns with ``group: true`` divide them.
        question: one of the version's.
        predictions: ``question, item_id, label``, one row per item.
        finals: ``question, item_id, final``.
        policy: the bars for groups.

    Returns:
        overall: agreement with the final labels. Per group: ``agreement`` with its plurality label, ``others`` with
        that of all other annotators on the same items, their ``difference`` (paired) and ``p_adjusted`` (McNemar,
        corrected over the groups of the question). Items whose plurality is tied on a side are left out.
    """
    if not version.manifest.questions[question].label_kind.categorical:
        return {}
    own = predictions[predictions["question"] == question].set_index("item_id")["label"].dropna()
    final = finals.loc[finals["question"] == question].set_index("item_id")["final"]
    if own.empty:
        return {}
    material = material_of(version, question, final)
    ids = pd.Index(material.coded.items)
    given = own.reindex(ids)
    decided = (given.notna() & final.reindex(ids).notna()).to_numpy(dtype=bool)
    right = (given == final.reindex(ids)).to_numpy(dtype=bool)
    tree: FigureTree = {
        "overall": {"agreement": figure("consensus_agreement", _share(right[decided]))},
    }
    axes = axes_of(version.annotators, version.manifest.annotators)
    if axes and len(material.coded.ratings):
        code = pd.Index(material.coded.labels).get_indexer(pd.Index(given)).astype(np.intp)
        known = given.notna().to_numpy(dtype=bool)
        pool = pool_of(material, axes, policy)
        tree["per_group"] = _per_group(pool, (known, code), policy)
    return tree


def _share(right: Mask) -> Result:
    return wilson(int(right.sum()), len(right)) if len(right) else Undefined("no predicted item has a final label")


def _per_group(pool: Pool, predicted: tuple[Mask, Codes], policy: ComparisonPolicy) -> FigureTree:
    found = [_votes(pool, g, predicted) if group.comparable else None for g, group in enumerate(pool.groups)]
    raw = [np.nan if right is None else _p(right, policy) for right in found]
    tree: FigureTree = {}
    for group, right, p in zip(pool.groups, found, benjamini_hochberg(raw).tolist(), strict=True):
        branch = tree.setdefault(group.axis, {})
        assert not isinstance(branch, Figure)  # noqa: S101 - only branches are set here
        branch[group.value] = _leaves(group, right, p, policy)
    return tree


def _votes(pool: Pool, g: int, predicted: tuple[Mask, Codes]) -> _Right:
    """Whether the plurality of the group, and of the others, is the prediction; on items where both have one."""
    known, code = predicted
    ratings, inside = pool.ratings, pool.inside(g)
    mine, theirs = (
        _plurality(ratings.item[side], ratings.label[side], ratings.N, ratings.K) for side in (inside, ~inside)
    )
    used = known & (mine >= 0) & (theirs >= 0)
    return (mine == code)[used], (theirs == code)[used]


def _plurality(item: Codes, label: Codes, N: int, K: int) -> Codes:
    """(N,) the most frequent label of each item; -1 without annotations and for ties."""
    counts = np.bincount(item * K + label, minlength=N * K).reshape(N, K)
    top = counts.max(axis=1)
    single = (top > 0) & ((counts == top[:, None]).sum(axis=1) == 1)
    return np.where(single, counts.argmax(axis=1), -1).astype(np.intp)


def _p(right: _Right, policy: ComparisonPolicy) -> float:
    mine, theirs = right
    if not policy.compares_cells(len(mine)):
        return np.nan
    return mcnemar_p(int((mine & ~theirs).sum()), int((theirs & ~mine).sum()))


def _leaves(group: Group, right: _Right | None, p: float, policy: ComparisonPolicy) -> FigureTree:
    agreement: Result
    others: Result
    difference: Result
    if right is None or not group.comparable:
        agreement = others = difference = few_annotators(policy)
    elif not policy.compares_cells(len(right[0])):
        units = "predicted items on which the group and the others each have a plurality"
        agreement = others = difference = Undefined(f"fewer than {policy.minimum_cell} {units}")
    else:
        mine, theirs = right
        n = len(mine)
        agreement, others = wilson(int(mine.sum()), n), wilson(int(theirs.sum()), n)
        difference = tango(int((mine & ~theirs).sum()), int((theirs & ~mine).sum()), n)
    why = difference.why if isinstance(difference, Undefined) else "not tested"
    return {
        "agreement": figure("consensus_agreement", agreement),
        "others": figure("others_agreement", others),
        "difference": figure("consensus_difference", difference),
        "p_adjusted": figure("p_adjusted", p_result(p, difference.n, why)),
    }
