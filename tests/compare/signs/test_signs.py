"""What somebody did to a version is recognized and named; honest work is not."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest

from labelcards.compare.sides.side import Side
from labelcards.documents.columns import Column, RecordTable
from tests.compare.signs.hands import HANDS, HONEST, TRUE_OF
from tests.compare.signs.worlds import World, named, side_of, signs_between


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


def _with_subject(side: Side) -> Side:
    """The items' text in two columns."""
    assert side.labels is not None
    columns = {name: Column(action="clean") for name in ("subject", "text")}
    manifest = side.manifest.model_copy(update={"items": RecordTable(columns=columns)})
    items = side.labels.items.assign(subject="A question")
    return replace(side, manifest=manifest, labels=replace(side.labels, manifest=manifest, items=items))


def test_copies_are_found_in_texts_of_two_columns() -> None:
    """A subject and a body are one text; copies of both are copies."""
    old, new = HANDS["gold texts"][0](np.random.default_rng(3))
    signs = signs_between(_with_subject(side_of("1.0.0", old)), _with_subject(side_of("1.1.0", new)))
    assert "gold-text-copied" in named(signs)
