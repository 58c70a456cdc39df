"""Items that nearly repeat one another, with which labels, and items unlike all others.

Near duplicates with different labels cannot both be right unless the question depends on something else than the text;
they need no model to be found. Texts are compared in lower case, white space collapsed, and with pseudonyms and tags of
the anonymization by their type, so that the same text about two people counts as repeated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from labelcards.assess.model.baseline import WORD, item_texts
from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.catalog.warnings import warned
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.items.near_duplicates import Pairs, group_of, near_duplicates
from labelcards.metrics.items.outliers import far_out, neighbor_similarity
from labelcards.metrics.ratings import Codes

__all__ = ["Resemblance", "item_resemblance", "resemblance_columns", "resemblance_figures", "resemblance_warnings"]

LEAST_TEXTS = 50
"""With fewer different texts, nothing can be called unlike the rest."""

_FEATURES = 1 << 18
_PSEUDONYM = re.compile(r"\b([A-Z][A-Z_]*[A-Z])_[0-9a-f]{6,}\b")


@dataclass(frozen=True, slots=True, eq=False)
class Resemblance:
    """What the texts of N items, U of them different, say about each other.

    Attributes:
        text: (N,) which different text each item has; -1 for an item without text.
        pairs: (P, 2) different texts that are near duplicates.
        group: (N,) the first item of the group of repeated and nearly repeated texts; -1 for an item that is alone.
        outlier: (N,) unlike the rest; Undefined with fewer than 50 different texts.
    """

    text: Codes
    pairs: Pairs
    group: Codes
    outlier: Flags | Undefined

    def labelled(self, labels: Codes, K: int) -> sparse.csr_array:
        """(U, K) how many items have each text and label."""
        used = (self.text >= 0) & (labels >= 0)
        shape = (int(self.text.max(initial=-1)) + 1, max(K, 1))
        counts = sparse.coo_array((np.ones(int(used.sum())), (self.text[used], labels[used])), shape=shape)
        return counts.tocsr()

    def adjacency(self) -> sparse.csr_array:
        """(U, U) 1 for each near-duplicate pair, both ways."""
        U = int(self.text.max(initial=-1)) + 1
        i, j = self.pairs.T
        ones = np.ones(2 * len(self.pairs))
        return sparse.coo_array((ones, (np.concatenate([i, j]), np.concatenate([j, i]))), shape=(U, U)).tocsr()


def item_resemblance(version: LabelVersion, *, seed: int = 0) -> Resemblance | Undefined:
    """Compare the items' texts; Undefined when they have none."""
    texts = item_texts(version)
    if isinstance(texts, Undefined):
        return texts
    plain = np.array([_plain(text) for text in texts], dtype=object)
    codes, different = pd.factorize(plain)
    blank = np.array([not text for text in different], dtype=np.bool_)
    shift = np.cumsum(~blank) - 1
    text = np.where(blank[codes], -1, shift[codes]).astype(np.intp) if len(codes) else np.zeros(0, dtype=np.intp)
    kept = [str(each) for each in different[~blank]]
    pairs = near_duplicates(kept)
    return Resemblance(text, pairs, _groups(text, pairs, len(kept)), _outliers(text, kept, seed))


def _plain(text: str) -> str:
    return " ".join(_PSEUDONYM.sub(r"<\1>", text).casefold().split())


def _groups(text: Codes, pairs: Pairs, U: int) -> Codes:
    group = np.full(len(text), -1, dtype=np.intp)
    held = np.flatnonzero(text >= 0)
    if not len(held):
        return group
    together = group_of(U, pairs)[text[held]]
    _, first, code, size = np.unique(together, return_index=True, return_inverse=True, return_counts=True)
    group[held] = np.where(size[code] > 1, held[first[code]], -1)
    return group


def _outliers(text: Codes, different: Sequence[str], seed: int) -> Flags | Undefined:
    if len(different) < LEAST_TEXTS:
        return Undefined(f"fewer than {LEAST_TEXTS} different texts", len(different))
    unlike = far_out(neighbor_similarity(_vectors(different), seed))
    return np.asarray((text >= 0) & np.append(unlike, False)[text])


def _vectors(texts: Sequence[str]) -> sparse.csr_matrix:
    """(U, V) TF-IDF of words, rows of length 1; hashed, so that memory does not grow with the vocabulary."""
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer  # noqa: PLC0415  (slow import)

    hashed = HashingVectorizer(
        n_features=_FEATURES, token_pattern=WORD, alternate_sign=False, norm=None, dtype=np.float64
    )
    counts = hashed.transform(texts)
    return sparse.csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counts))


def resemblance_figures(found: Resemblance | Undefined, decided: QuestionConsensus) -> FigureTree:
    """``duplicate_pairs``, ``conflicting_duplicates`` (not for numbers) and ``outliers`` of a question's label errors.

    Pairs are of items that both have a final label.
    """
    names = ["duplicate_pairs", "outliers", *(["conflicting_duplicates"] if decided.kind.categorical else [])]
    if isinstance(found, Undefined):
        return {name: figure(name, found) for name in names}
    total, conflicting = _pair_counts(found, decided)
    outliers = found.outlier if isinstance(found.outlier, Undefined) else counted(int(found.outlier.sum()))
    tree: FigureTree = {
        "duplicate_pairs": figure("duplicate_pairs", counted(total)),
        "outliers": figure("outliers", outliers),
    }
    if decided.kind.categorical:
        tree["conflicting_duplicates"] = figure("conflicting_duplicates", counted(conflicting))
    return tree


def _pair_counts(found: Resemblance, decided: QuestionConsensus) -> tuple[int, int]:
    """Pairs of items with equal or nearly equal texts: all, and those with different final labels."""
    counts = found.labelled(decided.final, len(decided.answers))
    size = np.asarray(counts.sum(axis=1)).ravel()
    total = float((size * (size - 1) / 2).sum())
    same = float((counts.data * (counts.data - 1) / 2).sum())
    if len(found.pairs):
        i, j = found.pairs.T
        total += float((size[i] * size[j]).sum())
        same += float(counts[i].multiply(counts[j]).sum())
    return round(total), round(total - same)


def resemblance_columns(found: Resemblance | Undefined, decided: QuestionConsensus) -> pd.DataFrame:
    """Per item: ``item_id``, ``duplicate_group`` (id of the group's first item), ``duplicate_conflict``, ``outlier``.

    ``duplicate_conflict`` says whether an item with an equal or nearly equal text has another final label.
    """
    N = decided.ratings.N
    missing = pd.array([pd.NA] * N, dtype="boolean")
    columns = {"duplicate_group": pd.Series([None] * N, dtype="str"), "duplicate_conflict": missing, "outlier": missing}
    if not isinstance(found, Undefined):
        ids = np.array([*decided.coded.items, None], dtype=object)
        columns["duplicate_group"] = pd.Series(ids[found.group], dtype="str")
        columns["duplicate_conflict"] = pd.array(_conflicts(found, decided), dtype="boolean")
        if not isinstance(found.outlier, Undefined):
            columns["outlier"] = pd.array(found.outlier, dtype="boolean")
    return pd.DataFrame({"item_id": pd.Series(decided.coded.items, dtype="str"), **columns})


def _conflicts(found: Resemblance, decided: QuestionConsensus) -> Flags:
    final = decided.final
    conflict = np.zeros(len(final), dtype=np.bool_)
    used = np.flatnonzero((found.text >= 0) & (final >= 0))
    if not decided.kind.categorical or not len(used):
        return conflict
    counts = found.labelled(final, len(decided.answers))
    near = (counts + found.adjacency() @ counts).tocsr()
    size = np.asarray(near.sum(axis=1)).ravel()
    same = _cells(near, found.text[used], final[used])
    conflict[used] = size[found.text[used]] > same + 0.5
    return conflict


def _cells(table: sparse.csr_array, rows: Codes, columns: Codes) -> Floats:
    """The values at (rows, columns)."""
    return np.asarray(table[rows, columns], dtype=np.float64).ravel()


def resemblance_warnings(found: Resemblance | Undefined, decided: QuestionConsensus) -> list[WarningRecord]:
    """A warning when near duplicates have different labels."""
    if isinstance(found, Undefined) or not decided.kind.categorical:
        return []
    total, conflicting = _pair_counts(found, decided)
    if not conflicting:
        return []
    return [
        warned(
            "conflicting-duplicates",
            ("questions", decided.question, "label_errors", "conflicting_duplicates"),
            conflicting=conflicting,
            pairs=total,
        )
    ]
