"""What somebody's own model predicts: the label of each item, and how sure it is, from the table ``predictions``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.labels.kind import LabelKind

__all__ = ["CHOSEN", "HALF", "chosen_labels"]

CHOSEN = ("question", "item_id", "label", "confidence")
"""The columns of predicted labels."""

HALF = 0.5
"""Where an answer holds several labels, a label is predicted at this probability or above."""


def chosen_labels(version: LabelVersion, predictions: pd.DataFrame) -> pd.DataFrame:
    """One predicted label per question and item.

    Args:
        version: whose questions count.
        predictions: ``item_id, question, label, probability``. Rows without a probability are the predicted labels.

    Returns:
        ``question, item_id, label, confidence``, sorted. With probabilities: the most probable label, the first
        declared one among equals, its confidence the probability divided by the item's sum; where answers hold several
        labels the set of those with at least 0.5, without a confidence. Items whose probabilities are all 0 are left
        out.
    """
    frames = [pd.DataFrame(columns=list(CHOSEN))]
    for question, declared in version.manifest.questions.items():
        own = predictions.loc[predictions["question"] == question, ["question", "item_id", "label", "probability"]]
        if own.empty:
            continue
        if own["probability"].isna().all():
            frames.append(own.assign(confidence=np.nan)[list(CHOSEN)])
        elif declared.label_kind.separator:
            frames.append(_sets(own, declared.label_kind))
        else:
            frames.append(_likeliest(own, declared.label_ids))
    table = pd.concat(frames[1:] or frames, ignore_index=True)
    return table.sort_values(["question", "item_id"], kind="stable", ignore_index=True)


def _likeliest(own: pd.DataFrame, labels: tuple[str, ...]) -> pd.DataFrame:
    sure = pd.to_numeric(own["probability"]).astype(np.float64)
    ranked = own.assign(sure=sure, rank=pd.Index(labels).get_indexer(pd.Index(own["label"])))
    total = ranked.groupby("item_id")["sure"].transform("sum")
    ranked = ranked.assign(confidence=ranked["sure"] / total)[total > 0]
    ranked = ranked.sort_values(["item_id", "sure", "rank"], ascending=[True, False, True], kind="stable")
    return ranked.drop_duplicates("item_id")[list(CHOSEN)]


def _sets(own: pd.DataFrame, kind: LabelKind) -> pd.DataFrame:
    """The empty set is an answer too: an item with low probabilities only gets it."""
    held = own[pd.to_numeric(own["probability"]) >= HALF]
    joined = held.groupby("item_id")["label"].agg(lambda found: kind.joined(list(found)))
    items = own["item_id"].drop_duplicates()
    label = joined.reindex(items).fillna(kind.joined(())).to_numpy()
    return pd.DataFrame(
        {"question": own["question"].iloc[0], "item_id": items.to_numpy(), "label": label, "confidence": np.nan}
    )
