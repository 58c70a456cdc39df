"""Blind spots: interactions of annotator groups and item groups."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.groups.interaction import Interactions, interactions


def crowd(seed: int, effect: float, *, N: int = 240, M: int = 12, per_item: int = 4) -> dict[str, np.ndarray]:
    """Errors with careless annotators and hard items; group 0 has an extra error on part 0."""
    rng = np.random.default_rng(seed)
    annotator = np.stack([rng.permutation(M)[:per_item] for _ in range(N)]).ravel()
    item = np.repeat(np.arange(N), per_item)
    member = (np.arange(M)[:, None] % 3 == np.arange(3)).astype(float)
    place = np.arange(N)[:, None] % 4 == np.arange(4)
    p = 0.05 + 0.3 * rng.random(M)[annotator] + 0.2 * (rng.random(N) < 0.2)[item]
    p = p + effect * (member[annotator, 0] > 0) * place[item, 0]
    return {
        "outcome": (rng.random(len(item)) < p).astype(float), "item": item, "annotator": annotator,
        "member": member, "place": place,
    }  # fmt: skip


CELLS = [(g, h) for g in range(3) for h in range(4)]


def look(data: dict[str, np.ndarray], permutations: int = 99) -> Interactions:
    """All twelve cells."""
    rows = (data["outcome"], data["item"], data["annotator"])
    return interactions(
        *rows, member=data["member"], place=data["place"], cells=CELLS, permutations=permutations, seed=1
    )


def test_excess_is_the_least_squares_coefficient() -> None:
    """Excess equals a regression with one dummy per item and per annotator."""
    data = crowd(1, 0.3, N=40)
    found = look(data)
    x = (data["member"][data["annotator"], 0] > 0) & data["place"][data["item"], 0]
    effects = [data["item"][:, None] == np.arange(40), data["annotator"][:, None] == np.arange(12)]
    design = np.column_stack([x, *effects]).astype(float)
    assert found.excess[0] == pytest.approx(np.linalg.lstsq(design, data["outcome"])[0][0], abs=1e-6)


def test_people_without_annotations_have_no_effect() -> None:
    """Annotators who answered another question only, at the end of the list: every excess is the same without them."""
    data = crowd(1, 0.3, N=40)
    found, more = look(data), look(data | {"member": np.vstack([data["member"], np.eye(3)])})
    np.testing.assert_allclose(more.excess, found.excess, atol=1e-6)


def test_planted_blind_spot_is_found_and_its_shadows_are_not() -> None:
    """The planted cell has the smallest p-value, and beside it no other cell stands out."""
    found = look(crowd(2, 0.4), permutations=999)
    assert found.p[0] == np.nanmin(found.p) < 1e-4
    assert found.p_permutation[0] < 0.05
    assert found.p_beside[0] < 1e-4
    assert (found.p_beside[1:] > 0.01).all()


def test_careless_annotators_and_hard_items_are_no_blind_spot() -> None:
    """Carelessness of a whole group, or difficulty of a whole part, leaves no excess."""
    data = crowd(3, 0.0)
    data["outcome"] = ((data["member"][data["annotator"], 1] > 0) | data["place"][data["item"], 2]).astype(float)
    constant = look(data)
    additive = 0.3 * data["member"][data["annotator"], 1] + 0.4 * data["place"][data["item"], 2]
    data["outcome"] = additive
    np.testing.assert_allclose(look(data).excess, 0, atol=1e-6)
    assert constant.excess[CELLS.index((1, 2))] < 0


def test_a_cell_that_cannot_be_told_apart_has_no_excess() -> None:
    """When every annotator labels one part only, the cell is the annotators' own effect."""
    item = np.repeat(np.arange(20), 3)
    annotator = np.where(item < 10, np.tile([0, 1, 2], 20), np.tile([3, 4, 5], 20))
    member = (np.arange(6)[:, None] % 2 == np.arange(2)).astype(float)
    place = (np.arange(20)[:, None] < 10) == np.array([[True, False]])
    y = (np.arange(60) % 7 == 0).astype(float)
    found = interactions(y, item, annotator, member=member, place=place, cells=[(0, 0)], permutations=19, seed=1)
    assert np.isnan(found.excess[0])
    assert np.isnan(found.p[0])


def test_no_cells() -> None:
    """Nothing to look at is an empty answer."""
    data = crowd(4, 0.0, N=20)
    rows = (data["outcome"], data["item"], data["annotator"])
    found = interactions(*rows, member=data["member"], place=data["place"], cells=[], permutations=9, seed=1)
    assert len(found.p) == 0


@pytest.mark.slow
def test_null_rejections_are_at_the_nominal_level() -> None:
    """Without a blind spot about one cell in twenty has p < .05, whatever annotators' care and items' difficulty."""
    p = np.concatenate([look(crowd(seed, 0.0), permutations=1).p for seed in range(100, 400)])
    assert 0.03 < np.mean(p < 0.05) < 0.065
    assert np.mean(p < 0.01) < 0.018


@pytest.mark.slow
@pytest.mark.parametrize(("effect", "power"), [(0.15, 0.3), (0.25, 0.75), (0.4, 0.99)])
def test_power_grows_with_the_planted_effect(effect: float, power: float) -> None:
    """The share of planted blind spots with p < .01 is at least the documented power."""
    hits = [look(crowd(seed, effect), permutations=1).p[0] < 0.01 for seed in range(500, 600)]
    assert np.mean(hits) >= power
