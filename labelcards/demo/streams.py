"""Named streams of random numbers: one seed, one generator per purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

__all__ = ["pick", "pick_weighted", "sample", "stream"]

T = TypeVar("T")


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator that depends only on ``seed`` and ``name``.

    Each purpose has its own stream, so that drawing once more for one of them does not shift the others.
    """
    return np.random.default_rng(np.random.SeedSequence([seed, *name.encode("utf-8")]))


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """One of ``options``, all equally likely."""
    return options[int(rng.integers(len(options)))]


def pick_weighted(rng: np.random.Generator, options: Sequence[T], weights: Sequence[float]) -> T:
    """One of ``options`` with probabilities proportional to ``weights``."""
    share = np.asarray(weights, dtype=np.float64)
    return options[int(rng.choice(len(options), p=share / share.sum()))]


def sample(rng: np.random.Generator, options: Sequence[T], count: int) -> list[T]:
    """Up to ``count`` different entries of ``options`` in random order."""
    order = rng.permutation(len(options))[:count]
    return [options[int(position)] for position in order]
