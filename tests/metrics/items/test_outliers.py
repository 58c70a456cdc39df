"""Items unlike the rest."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from labelcards.metrics.items.outliers import far_out, neighbor_similarity


def unit_rows(n: int, seed: int = 0) -> sparse.csr_matrix:
    """Non-negative rows of length 1."""
    rows = np.abs(np.random.default_rng(seed).normal(size=(n, 8)))
    return sparse.csr_matrix(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def test_similarity_by_exhaustive_search() -> None:
    """The mean of the ten largest cosines with other rows."""
    vectors = unit_rows(60)
    cosine = (vectors @ vectors.T).toarray()
    np.fill_diagonal(cosine, -1)
    expected = np.sort(cosine, axis=1)[:, -10:].mean(axis=1)
    np.testing.assert_allclose(neighbor_similarity(vectors), expected)


def test_a_sample_of_references_serves_for_many_items(monkeypatch: pytest.MonkeyPatch) -> None:
    """With fewer references than items: seeded, never above the exhaustive value, and close to it."""
    vectors = unit_rows(1500)
    exact = neighbor_similarity(vectors)
    monkeypatch.setattr("labelcards.metrics.items.outliers.REFERENCES", 500)
    sampled = neighbor_similarity(vectors, seed=3)
    np.testing.assert_array_equal(sampled, neighbor_similarity(vectors, seed=3))
    assert (sampled <= exact + 1e-12).all()
    assert np.abs(sampled - exact).max() < 0.15


def test_planted_outliers() -> None:
    """Rows on axes of their own are far out; of the others at most one in a hundred is."""
    plain = sparse.hstack([unit_rows(400), sparse.csr_matrix((400, 3))])
    odd = sparse.hstack([sparse.csr_matrix((3, 8)), sparse.eye(3)])
    vectors = sparse.csr_matrix(sparse.vstack([plain, odd]))
    flags = far_out(neighbor_similarity(vectors))
    assert flags[-3:].all()
    assert flags[:-3].mean() <= 0.01


def test_equal_items_are_no_outliers() -> None:
    """All alike, or none at all: nothing is far out."""
    assert not far_out(np.ones(20)).any()
    assert far_out(np.zeros(0)).tolist() == []
    two = sparse.csr_matrix(np.eye(2))
    assert neighbor_similarity(two).tolist() == [0.0, 0.0]
