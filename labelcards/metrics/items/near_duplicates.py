"""Near duplicates among texts, in time that grows with the number of texts and not with its square.

MinHash signatures of character 5-grams, locality-sensitive hashing, and an exact check of every candidate:
A. Z. Broder (1997), "On the resemblance and containment of documents", doi:10.1109/SEQUEN.1997.666900;
P. Indyk and R. Motwani (1998), "Approximate nearest neighbors", doi:10.1145/276698.276876.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from labelcards.metrics.ratings import Codes

__all__ = ["SIMILAR", "group_of", "near_duplicates", "resemblance"]

SIMILAR = 0.8
"""Texts are near duplicates when the Jaccard similarity of their character 5-grams is at least this."""

SHINGLE = 5
BANDS, ROWS = 16, 6
"""A pair of similarity 0.8 becomes a candidate with probability 1 - (1 - 0.8^6)^16 = 99.2%, one of 0.3 with 1.2%."""

REACH = 8
"""Texts with equal band are compared with this many followers: a text that thousands resemble stays cheap."""

_BLOCK = 1 << 20
_BASE = np.uint64(0x9E3779B97F4A7C15)
_SEED = 20260131
_ESTIMATED_FLOOR = 0.6

Words = npt.NDArray[np.uint64]
Pairs = npt.NDArray[np.intp]


def near_duplicates(texts: Sequence[str]) -> Pairs:
    """Pairs of texts that are near duplicates.

    Args:
        texts: (n,) distinct texts; those shorter than 5 characters resemble nothing.

    Returns:
        (P, 2) positions i < j in ascending order. Every pair given has similarity ≥ 0.8; a pair of similarity 0.8 is
        found in 99% of cases, one of 0.9 practically always. Where more than 8 texts resemble each other, each is
        compared with its neighbors in a fixed order, so that the groups of `group_of` are found rather than all pairs.
    """
    keys, signatures = _signatures(texts)
    candidates = _candidates(keys)
    if not len(candidates):
        return candidates
    close = np.empty(len(candidates), dtype=np.bool_)
    for start in range(0, len(candidates), _BLOCK // 8):
        i, j = candidates[start : start + _BLOCK // 8].T
        close[start : start + _BLOCK // 8] = (signatures[i] == signatures[j]).mean(axis=1) >= _ESTIMATED_FLOOR
    likely = candidates[close]
    sets: dict[int, Words] = {}
    similar = np.zeros(len(likely), dtype=np.bool_)
    for place, (i, j) in enumerate(likely.tolist()):
        if place and i != likely[place - 1, 0]:
            sets = {row: held for row, held in sets.items() if row > i}
        similar[place] = _jaccard(_held(sets, texts, i), _held(sets, texts, j)) >= SIMILAR
    return likely[similar]


def group_of(n: int, pairs: Pairs) -> Codes:
    """(n,) the first text of the group that each of n texts belongs to: groups are what chains of pairs connect."""
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    _, first, code = np.unique(component, return_index=True, return_inverse=True)
    return np.asarray(first[code], dtype=np.intp)


def resemblance(one: str, other: str) -> float:
    """Jaccard similarity of the sets of character 5-grams of two texts, in [0, 1]; 0 when one has none."""
    return _jaccard(_shingle_set(one), _shingle_set(other))


def _jaccard(one: Words, other: Words) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union = len(one) + len(other) - shared
    return shared / union if union else 0.0


def _held(sets: dict[int, Words], texts: Sequence[str], row: int) -> Words:
    if row not in sets:
        sets[row] = _shingle_set(texts[row])
    return sets[row]


def _shingle_set(text: str) -> Words:
    return np.unique(_shingles(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)))


def _shingles(characters: npt.NDArray[np.uint32]) -> Words:
    """Hashes of all runs of 5 characters, those across text borders included."""
    count = max(len(characters) - SHINGLE + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes *= _BASE
        hashes += characters[place : place + count]
    hashes ^= hashes >> np.uint64(31)
    hashes *= _BASE
    return hashes


def _signatures(texts: Sequence[str]) -> tuple[Words, npt.NDArray[np.uint16]]:
    """(n, BANDS) hashes of bands, distinct for texts too short to have any, and (n, BANDS·ROWS) short signatures."""
    rng = np.random.default_rng(_SEED)
    factors = rng.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    keys = np.empty((len(texts), BANDS), dtype=np.uint64)
    short = np.empty((len(texts), BANDS * ROWS), dtype=np.uint16)
    start = 0
    while start < len(texts):
        stop, length = start, 0
        while stop < len(texts) and (stop == start or length + len(texts[stop]) <= _BLOCK):
            length += len(texts[stop])
            stop += 1
        keys[start:stop], short[start:stop] = _block(texts[start:stop], factors, start)
        start = stop
    return keys, short


def _block(texts: Sequence[str], factors: Words, first: int) -> tuple[Words, npt.NDArray[np.uint16]]:
    lengths = np.array([len(text) for text in texts], dtype=np.intp)
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    begin = np.cumsum(lengths) - lengths
    enough = lengths >= SHINGLE
    ends = begin + lengths
    outside = np.zeros(len(characters) + 1, dtype=np.bool_)
    for back in range(1, SHINGLE):
        outside[ends[ends >= back] - back] = True  # runs that begin here cross into the next text
    hashes = _shingles(characters)
    inside = hashes[~outside[: len(hashes)]]
    counts = np.where(enough, lengths - SHINGLE + 1, 0)
    offsets = (np.cumsum(counts) - counts)[enough]
    least = np.zeros((len(texts), len(factors)), dtype=np.uint64)
    if enough.any():
        for column, factor in enumerate(factors):
            least[enough, column] = np.minimum.reduceat((inside * factor) >> np.uint64(16), offsets)
    keys = np.zeros((len(texts), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        keys = (keys * _BASE) ^ least[:, row::ROWS]
    number = np.arange(first, first + len(texts), dtype=np.uint64)
    keys[~enough] = number[~enough, None]
    return keys, (least & np.uint64(0xFFFF)).astype(np.uint16)


def _candidates(keys: Words) -> Pairs:
    """(C, 2) pairs i < j with an equal band, sorted, each once."""
    n = len(keys)
    found = []
    for band in range(BANDS):
        order = np.argsort(keys[:, band], kind="stable")
        held = keys[order, band]
        for step in range(1, min(REACH, n - 1) + 1):
            equal = held[step:] == held[:-step]
            if not equal.any():
                break
            found.append(order[:-step][equal] * n + order[step:][equal])
    if not found:
        return np.zeros((0, 2), dtype=np.intp)
    coded = np.unique(np.concatenate(found))
    return np.stack([coded // n, coded % n], axis=1).astype(np.intp)
