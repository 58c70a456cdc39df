"""How often honest work is taken for something else, and how often a hand is seen: docs/reference/signs.md."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from labelcards.compare.signs.identity import id_signs
from labelcards.compare.signs.names import JointNames
from tests.compare.signs.hands import DESIGNS, HANDS, HONEST, TRUE_OF
from tests.compare.signs.worlds import World, named, signs_between

RUNS, LARGE_RUNS = 60, 20
TIMES = 20


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
def test_honest_work_is_rarely_named(design: str) -> None:
    """Each sign is given in at most 1% of the honest versions of a design."""
    runs = LARGE_RUNS if DESIGNS[design].get("N", 0) > 1000 else RUNS
    alarms: Counter[str] = Counter()
    for work, done in HONEST.items():
        for seed in range(runs):
            rng = np.random.default_rng([seed, crc32(f"{design}{work}".encode())])
            world = World.drawn(rng, **DESIGNS[design])
            alarms.update(named(signs_between(world, done(world, rng))) - TRUE_OF.get(work, set()))
    print(design, runs * len(HONEST), dict(alarms))  # noqa: T201
    assert all(count <= 0.01 * runs * len(HONEST) for count in alarms.values()), alarms


@pytest.mark.slow
@pytest.mark.parametrize("what", HANDS)
def test_a_hand_is_seen(what: str) -> None:
    """In at least nine of ten worlds."""
    made, code = HANDS[what]
    seen = sum(code in named(signs_between(*made(np.random.default_rng([seed, 7])))) for seed in range(TIMES))
    print(what, seen, "of", TIMES)  # noqa: T201
    assert seen >= 0.9 * TIMES


def _ids(family: str, rng: np.random.Generator, n: int) -> npt.NDArray[np.str_]:
    """Distinct ids of a family."""
    signs = {"base62": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "hex": "0123456789abcdef"}
    if family == "numbers":
        return rng.choice(10 * n, n, replace=False).astype(str)
    if family == "padded":
        return np.array([f"item-{one:08}" for one in rng.choice(10 * n, n, replace=False)])
    width = {"base62": 5, "hex": 12}[family]
    drawn = rng.choice(list(signs[family]), (n + 50, width))
    return np.unique(["".join(row) for row in drawn])[rng.permutation(n)]


@pytest.mark.parametrize("family", ["numbers", "padded", "base62", "hex"])
def test_other_ids_are_no_other_spelling(family: str) -> None:
    """Half of 4,000 items leave and as many others come, with ids of one family: nothing is said in ten draws."""
    for seed in range(10):
        ids = _ids(family, np.random.default_rng(seed), 6000)
        old, new = (pd.Series(np.sort(part), dtype="str") for part in (ids[:4000], ids[2000:]))
        people = JointNames.of(*[pd.Series(["a", "b"], dtype="str")] * 2)
        assert not list(id_signs(JointNames.of(old, new), people))
