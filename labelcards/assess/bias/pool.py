"""The annotators of one question, and the groups among them that are large enough to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.material import Material
from labelcards.documents.policy import ComparisonPolicy
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["Group", "Pool", "few", "few_annotators", "pool_of"]


@dataclass(frozen=True, slots=True)
class Group:
    """One annotator group of one axis.

    Attributes:
        axis: name of the axis.
        value: name of the group.
        size: annotators of the question in it.
        comparable: whether the group and its rest both have enough annotators.
    """

    axis: str
    value: str
    size: int
    comparable: bool

    @property
    def names(self) -> dict[str, str]:
        """The facts that name it."""
        return {"column": self.axis, "value": self.value}


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The M annotators with at least one annotation of the question.

    Attributes:
        ratings: the question's annotations, with annotators coded 0 … M-1.
        groups: all groups of all axes.
        member: (M, groups) 1 where the annotator belongs to the group. Annotators without a value are in no group,
            so they count as rest.
    """

    ratings: Ratings
    groups: tuple[Group, ...]
    member: npt.NDArray[np.float64]

    @property
    def comparable(self) -> Codes:
        """Positions of the groups that can be compared."""
        return np.flatnonzero([group.comparable for group in self.groups])

    def inside(self, position: int) -> npt.NDArray[np.bool_]:
        """(R,) whether the annotation is by an annotator of the group."""
        return np.asarray(self.member[self.ratings.annotator, position] > 0)


def pool_of(material: Material, axes: Sequence[GroupAxis], policy: ComparisonPolicy) -> Pool:
    """The annotators of a question and their groups along ``axes`` (axes of the annotators table)."""
    ratings = material.coded.ratings
    active, annotator = np.unique(ratings.annotator, return_inverse=True)
    M = len(active)
    narrowed = Ratings(ratings.item, annotator.astype(np.intp), ratings.label, ratings.N, M, ratings.K)
    groups: list[Group] = []
    blocks = [np.zeros((M, 0))]
    for axis in axes:
        block = axis.member[active]
        sizes = block.sum(axis=0).astype(int).tolist()
        for value, size in zip(axis.values, sizes, strict=True):
            groups.append(Group(axis.name, value, size, policy.compares_annotators(size, M - size)))
        blocks.append(block)
    return Pool(narrowed, tuple(groups), np.hstack(blocks))


def few_annotators(policy: ComparisonPolicy) -> Undefined:
    """Why a small annotator group has no figures; its size is not told."""
    return Undefined(f"fewer than {policy.minimum_annotators} annotators in the group or its rest")


def few(policy: ComparisonPolicy, units: str, n: int) -> Undefined:
    """Why a small cell has no figures."""
    return Undefined(f"fewer than {policy.minimum_cell} {units}", n)
