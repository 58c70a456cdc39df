"""Groups that a population has more or fewer of."""

from __future__ import annotations

import pytest

from labelcards.assess.bias.represented import Population, misrepresented
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import Figure, FigureTree
from labelcards.documents.policy import ComparisonPolicy

PEOPLE = {"place": Population("everybody", {"North": 0.5, "South": 0.5})}


def _group(share: float, expected: float, p: float = 1e-6) -> FigureTree:
    gap = share - expected
    return {
        "expected_share": Figure(metric="expected_share", value=expected, n=5000, why="given"),
        "difference": Figure(
            metric="difference", value=gap, low=gap - 0.005, high=gap + 0.005, n=5000, method="Wilson, 95%"
        ),
        "p_adjusted": Figure(metric="p_adjusted", value=p, n=5000, why="a p-value has no interval"),
    }


@pytest.mark.parametrize(
    ("share", "expected", "p", "codes"),
    [
        (0.033, 0.08, 1e-6, ["under-represented"]),  # 4.7 points fewer, and 41% of what is expected
        (0.036, 0.08, 1e-6, ["under-represented"]),  # 45%
        (0.041, 0.08, 1e-6, []),  # 51%, and less than 5 points
        (0.044, 0.04, 1e-6, []),
        (0.44, 0.5, 1e-6, ["under-represented"]),  # 6 points
        (0.46, 0.5, 1e-6, []),  # 4 points
        (0.56, 0.5, 1e-6, ["over-represented"]),
        (0.54, 0.5, 1e-6, []),
        (0.033, 0.08, 0.02, []),  # may be chance at the level of the policy
        (0.033, 0.08, 0.009, ["under-represented"]),
    ],
)
def test_a_rare_group_is_told_of_below_half_of_its_share(
    share: float, expected: float, p: float, codes: list[str]
) -> None:
    """Five points are a finding; less is one only where more than half of a group is missing."""
    tree: FigureTree = {crossed("place"): {"South": _group(share, expected, p)}}
    under, over = misrepresented(tree, "items", PEOPLE, ComparisonPolicy())
    assert [each.code for each in (*under, *over)] == codes
