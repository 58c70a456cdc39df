"""Near duplicates among texts."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelcards.metrics.items.near_duplicates import SIMILAR, group_of, near_duplicates, resemblance


def made_texts(n: int, seed: int = 0) -> list[str]:
    """Different texts of thirty words."""
    rng = np.random.default_rng(seed)
    words = [f"w{number}x" for number in range(3000)]
    return [" ".join(rng.choice(words, 30)) for _ in range(n)]


def with_copies(n: int = 200) -> list[str]:
    """Texts and copies of them with one to five words replaced."""
    texts = made_texts(n)
    for base in texts[:40]:
        for changed in range(1, 6):
            words = base.split()
            for place in range(changed):
                words[place * 3] = f"new{changed}"
            texts.append(" ".join(words))
    return list(dict.fromkeys(texts))


def test_the_pairs_are_those_of_an_exhaustive_search() -> None:
    """Every pair found has similarity 0.8 or more, and at least 97% of all such pairs are found."""
    texts = with_copies()
    found = {(i, j) for i, j in near_duplicates(texts).tolist()}
    n = len(texts)
    exact = {(i, j) for i in range(n) for j in range(i + 1, n) if resemblance(texts[i], texts[j]) >= SIMILAR}
    assert len(exact) > 200
    assert found <= exact
    assert len(found) >= 0.97 * len(exact)


def test_resemblance_by_hand() -> None:
    """Two words of seven letters share 2 of their 4 different runs of five; short texts resemble nothing."""
    assert resemblance("abcdefg", "abcdefh") == pytest.approx(0.5)
    assert resemblance("abcdef", "abcdef") == 1.0
    assert resemblance("abcd", "abcd") == 0.0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=12, unique=True))
def test_any_texts_in_any_number(texts: list[str]) -> None:
    """Sorted pairs i < j of similar texts, the same when called again; no error for empty, short or odd texts."""
    pairs = near_duplicates(texts)
    assert pairs.shape[1] == 2
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert all(resemblance(texts[i], texts[j]) >= SIMILAR for i, j in pairs.tolist())
    assert pairs.tolist() == sorted(pairs.tolist()) == near_duplicates(texts).tolist()
    groups = group_of(len(texts), pairs)
    assert all(groups[i] == groups[j] for i, j in pairs.tolist())


def test_block_borders_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts hashed one by one give the same pairs as all at once."""
    texts = with_copies(50)
    whole = near_duplicates(texts)
    monkeypatch.setattr("labelcards.metrics.items.near_duplicates._BLOCK", 64)
    np.testing.assert_array_equal(near_duplicates(texts), whole)


def test_a_template_makes_one_group() -> None:
    """Thousands of texts that differ in a number: one group, and no more than 16 × 8 pairs per text."""
    texts = [f"hello, order {number} has not arrived yet, please check where it is" for number in range(3000)]
    pairs = near_duplicates(texts)
    assert len(np.unique(group_of(len(texts), pairs))) == 1
    assert len(pairs) <= 128 * len(texts)


@pytest.mark.slow
def test_cost_is_linear() -> None:
    """Eight times the texts take less than sixteen times the time."""
    seconds = []
    for n in (5_000, 40_000):
        texts = made_texts(n)
        start = time.perf_counter()
        near_duplicates(texts)
        seconds.append(time.perf_counter() - start)
    assert all(later < 16 * earlier for earlier, later in pairwise(seconds))
