"""The built-in model: TF-IDF of words and character n-grams, logistic regression.

It is a measuring instrument, not a product: weak enough not to memorize label noise, the same on every machine, and
fast. Its out-of-fold probabilities point at label errors; trained on one version's consensus and scored on gold it says
what that version's labels are worth to a model.

Deterministic: one thread, folds dealt from a seed, probabilities rounded to 6 decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

import numpy as np
from scipy import sparse

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Codes

__all__ = [
    "DIGITS",
    "FOLDS",
    "fit_predict",
    "item_texts",
    "label_of",
    "out_of_fold",
    "predict_gold",
    "predict_gold_without",
    "stratified_folds",
]

FOLDS = 5
DIGITS = 6
LEAST_ITEMS = 10
"""Fewer labelled items than this make no model."""

_ROWS = 8192

WORD = r"(?u)\b\w+\b"
"""Words of one letter count, unlike in scikit-learn's default."""


def item_texts(version: LabelVersion) -> list[str] | Undefined:
    """One text per item of the version: its free-text columns, in declared order, joined by line breaks."""
    columns = [column for column in version.manifest.text_columns if column in version.items]
    if not columns:
        return Undefined("the items have no text column", len(version.items))
    held = version.items[columns].fillna("").astype("str")
    return ["\n".join(texts) for texts in held.itertuples(index=False, name=None)]


def stratified_folds(labels: Codes, folds: int, seed: int) -> Codes:
    """(n,) fold of each item: every label is shuffled and dealt out in turn, so that folds differ by one item at most.

    A label with fewer items than folds is simply missing from some folds.
    """
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(len(labels), dtype=np.intp)
    fold[order] = np.arange(len(labels)) % folds
    return fold


def out_of_fold(
    texts: Sequence[str], labels: Codes, K: int, *, folds: int = FOLDS, seed: int = 0
) -> Floats | Undefined:
    """Probabilities of each label for each item, from a model that did not see the item.

    Args:
        texts: (N,) texts.
        labels: (N,) codes, -1 for an item without a label: it gets the mean of the folds' models.
        K: how many labels there are.
        folds: how many parts; at most the number of labelled items.
        seed: of the folds.

    Returns:
        (N, K), rows sum to 1 (up to rounding to 6 decimals); a label that training did not show has probability 0.
        Undefined with fewer than 10 labelled items, or when the items of only one label would remain for training.
    """
    known = labels >= 0
    problem = _too_little(labels[known])
    if problem:
        return problem
    counts = _count_features(texts)
    fold = np.full(len(texts), -1, dtype=np.intp)
    fold[known] = stratified_folds(labels[known], min(folds, int(known.sum())), seed)
    result = np.zeros((len(texts), K))
    parts = range(int(fold.max()) + 1)
    for part in parts:
        train = known & (fold != part)
        if len(np.unique(labels[train])) < 2:
            return Undefined("one label is too rare for cross-validation", int(known.sum()))
        result[fold == part] = _fit_predict(counts, train, labels, fold == part, K)
        if not known.all():
            result[~known] += _fit_predict(counts, train, labels, ~known, K) / len(parts)
    return np.round(result, DIGITS)


def fit_predict(train_texts: Sequence[str], train_labels: Codes, texts: Sequence[str], K: int) -> Floats | Undefined:
    """(n, K) probabilities for ``texts`` from a model of the training texts and their label codes.

    Undefined with fewer than 10 training items or a single label among them.
    """
    problem = _too_little(train_labels)
    if problem:
        return problem
    counts = _count_features([*train_texts, *texts])
    train = np.arange(len(train_texts) + len(texts)) < len(train_texts)
    labels = np.concatenate([train_labels, np.full(len(texts), -1, dtype=np.intp)])
    return np.round(_fit_predict(counts, train, labels, ~train, K), DIGITS)


def predict_gold(
    version: LabelVersion, labels: Codes, gold_ids: Sequence[str], gold_texts: Sequence[str], K: int
) -> Floats | Undefined:
    """(G, K) probabilities for gold items from a model of the version's other items.

    Args:
        version: whose items train the model.
        labels: (N,) training label codes (the consensus) in the order of ``version.items``; -1 leaves an item out.
        gold_ids: (G,) item ids that must not train: also those of this list that the version does not have gold for, so
            that two versions compared on one gold set never train on it.
        gold_texts: (G,) their texts.
        K: how many labels there are.
    """
    texts = item_texts(version)
    if isinstance(texts, Undefined):
        return texts
    chosen = _training_rows(version, labels, gold_ids)
    return fit_predict([texts[row] for row in chosen], labels[chosen], gold_texts, K)


def predict_gold_without(
    version: LabelVersion, labels: Codes, gold_ids: Sequence[str], gold_texts: Sequence[str], K: int, *, parts: Codes
) -> Floats | Undefined:
    """As `predict_gold`, once for each part of the version's items, from a model that is not trained on that part.

    Args:
        parts: (N,) part of each item in the order of ``version.items``, 0 … P-1.

    Returns:
        (P, G, K) probabilities. Undefined when one of the trainings has too little.
    """
    texts = item_texts(version)
    if isinstance(texts, Undefined):
        return texts
    chosen = _training_rows(version, labels, gold_ids)
    counts = _count_features([*(texts[row] for row in chosen), *gold_texts])
    codes = np.concatenate([labels[chosen], np.full(len(gold_texts), -1, dtype=np.intp)])
    part = np.concatenate([parts[chosen], np.full(len(gold_texts), -1, dtype=np.intp)])
    found = []
    for number in range(int(parts.max(initial=-1)) + 1):
        train = (part >= 0) & (part != number)
        problem = _too_little(codes[train])
        if problem:
            return problem
        found.append(np.round(_fit_predict(counts, train, codes, part < 0, K), DIGITS))
    return np.stack(found) if found else Undefined("no items")


def _training_rows(version: LabelVersion, labels: Codes, gold_ids: Sequence[str]) -> Codes:
    """Rows of the items that have a label and are not held out."""
    held_out = version.items["item_id"].isin(set(gold_ids)).to_numpy(dtype=np.bool_)
    return np.flatnonzero(~held_out & (labels >= 0))


def _too_little(labels: Codes) -> Undefined | None:
    if len(labels) < LEAST_ITEMS:
        return Undefined(f"fewer than {LEAST_ITEMS} labelled items", len(labels))
    if len(np.unique(labels)) < 2:
        return Undefined("all items have the same label", len(labels))
    return None


def _count_features(texts: Sequence[str]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Counts of words and word pairs, and of character n-grams within words; columns in alphabetical order.

    Counting needs no labels, so it is done once; what a training set does not contain is dropped in `_weighted`.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  (slow import)

    words = CountVectorizer(ngram_range=(1, 2), token_pattern=WORD, dtype=np.float64)
    characters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 4), dtype=np.float64)
    tables = []
    for vectorizer in (words, characters):
        try:
            tables.append(vectorizer.fit_transform(texts))
        except ValueError:  # no text has a single token
            tables.append(sparse.csr_matrix((len(texts), 0)))
    return tables[0], tables[1]


def _weighted(counts: sparse.csr_matrix, train: Flags, rows: Flags) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """TF-IDF of the training and the other rows, with document frequencies from training rows only.

    Terms in fewer than two training texts are dropped; 1 + log counts; rows have length 1.
    """
    frequency = np.asarray((counts[train] > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(frequency >= 2)
    weight = np.log((1 + train.sum()) / (1 + frequency[kept])) + 1
    return _scaled(counts[train][:, kept], weight), _scaled(counts[rows][:, kept], weight)


def _scaled(counts: sparse.csr_matrix, weight: Floats) -> sparse.csr_matrix:
    table = counts.copy()
    table.data = 1 + np.log(table.data)
    table = sparse.csr_matrix(table.multiply(weight))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ table)


def _fit_predict(
    counts: tuple[sparse.csr_matrix, sparse.csr_matrix], train: Flags, labels: Codes, rows: Flags, K: int
) -> Floats:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (slow import)

    pairs = [_weighted(table, train, rows) for table in counts]
    seen, unseen = (sparse.hstack(tables, format="csr") for tables in zip(*pairs, strict=True))
    result = np.zeros((int(rows.sum()), K))
    present = np.unique(labels[train])
    if seen.shape[1] == 0:
        result[:, present] = np.bincount(labels[train], minlength=K)[present] / train.sum()
        return result
    with _one_thread():
        model = LogisticRegression(C=3.0, solver="lbfgs", max_iter=1000, tol=1e-4)
        model.fit(seen, labels[train])
        for start in range(0, unseen.shape[0], _ROWS):
            stop = start + _ROWS
            result[start:stop, present] = model.predict_proba(unseen[start:stop])
    return result


def _one_thread() -> AbstractContextManager[object]:
    """Sums in BLAS depend on the number of threads."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (part of sklearn)

    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits


def label_of(probabilities: Floats) -> Codes:
    """(N,) the most probable label code of each row; among equal ones the lowest."""
    return np.asarray(probabilities.argmax(axis=1), dtype=np.intp)
