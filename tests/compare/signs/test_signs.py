"""What somebody did to a version is recognized and named; honest work is not."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest

from tests.compare.signs.hands import HANDS, HONEST, TRUE_OF
from tests.compare.signs.worlds import World, named, signs_between


@pytest.mark.parametrize("what", HANDS)
def test_a_hand_is_recognized(what: str) -> None:
    """The sign that belongs to what was done is there."""
    made, code = HANDS[what]
    signs = signs_between(*made(np.random.default_rng(crc32(what.encode()))))
    assert code in named(signs)


@pytest.mark.parametrize("what", HONEST)
def test_honest_work_gives_no_sign(what: str) -> None:
    """Nothing is named where nothing was done but work; who answered and how often is stated, not held against it."""
    rng = np.random.default_rng(crc32(what.encode()))
    world = World.drawn(rng)
    assert named(signs_between(world, HONEST[what](world, rng))) <= TRUE_OF.get(what, set())
