"""Where labels went between two versions, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.tables.rows import AnnotationMatch
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.policy import GroupPolicy
from labelcards.documents.table_changes import Flow, GroupChange, Reason

__all__ = [
    "REASONS",
    "annotator_changes",
    "change_reasons",
    "final_pairs",
    "flows",
    "gold_pairs",
    "item_group_changes",
    "label_flow",
]

Mask = npt.NDArray[np.bool_]

REASONS: tuple[Reason, ...] = (
    "adjudicated",
    "relabelled",
    "new annotators",
    "annotations withdrawn",
    "decided anew",
)
"""In order of precedence."""


def final_pairs(old: pd.DataFrame, new: pd.DataFrame, question: str) -> pd.DataFrame:
    """The final labels of the items that have one in both versions.

    Args:
        old, new: consensus tables with ``question, item_id, final``.
        question: the question compared.

    Returns:
        ``item_id, old, new``, sorted by item.
    """
    before, after = (
        table.loc[(table["question"] == question) & table["final"].notna(), ["item_id", "final"]]
        for table in (old, new)
    )
    pairs = before.merge(after, on="item_id", suffixes=("_old", "_new"))
    return pairs.rename(columns={"final_old": "old", "final_new": "new"}).sort_values("item_id", ignore_index=True)


def gold_pairs(old: LabelVersion, new: LabelVersion, question: str) -> pd.DataFrame:
    """The gold labels of the items that have one in both versions, as `final_pairs` gives final ones."""
    before, after = (version.gold.rename(columns={"label": "final"}) for version in (old, new))
    return final_pairs(before, after, question)


def label_flow(pairs: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(old label, new label) → number of items, for every pair that occurs, unchanged ones included."""
    counts = Counter(zip(pairs["old"], pairs["new"], strict=True))
    return {pair: counts[pair] for pair in sorted(counts)}


def flows(pairs: pd.DataFrame, reasons: Sequence[Reason] = ()) -> tuple[Flow, ...]:
    """The changed pairs by old and new label, largest first.

    Args:
        pairs: ``old, new``, changed ones only.
        reasons: one per pair, or none.
    """
    counted: dict[tuple[str, str], Counter[Reason]] = {}
    total: Counter[tuple[str, str]] = Counter()
    for place, (old, new) in enumerate(zip(pairs["old"], pairs["new"], strict=True)):
        total[old, new] += 1
        if len(reasons):
            counted.setdefault((old, new), Counter())[reasons[place]] += 1
    return tuple(
        Flow(old=old, new=new, items=total[old, new], reasons=dict(counted.get((old, new), {})))
        for old, new in sorted(total, key=lambda pair: (-total[pair], pair))
    )


def change_reasons(
    items: pd.Series[str], question: str, versions: tuple[LabelVersion, LabelVersion], match: AnnotationMatch
) -> list[Reason]:
    """Why the final label of each item changed, by the first of `REASONS` that applies.

    Args:
        items: the items whose final label changed.
        question: the question.
        versions: old and new.
        match: the matched annotations of both.
    """
    old, new = versions
    touched = (
        _newly_adjudicated(old, new, question),
        _items_of(new.annotations, match.rows.new[match.changed], question),
        _items_of(new.annotations, match.rows.added, question),
        _items_of(old.annotations, match.rows.removed, question),
    )
    reasons = np.full(len(items), len(touched))
    for rank in reversed(range(len(touched))):
        reasons[items.isin(touched[rank]).to_numpy(dtype=np.bool_)] = rank
    return [REASONS[rank] for rank in reasons]


def _items_of(annotations: pd.DataFrame, rows: npt.NDArray[np.intp], question: str) -> list[str]:
    chosen = annotations[["item_id", "question"]].take(rows)
    return list(chosen.loc[chosen["question"] == question, "item_id"].unique())


def _newly_adjudicated(old: LabelVersion, new: LabelVersion, question: str) -> list[str]:
    """Items with a decision that the old version did not have."""
    before, after = (
        version.adjudications.loc[version.adjudications["question"] == question].set_index("item_id")["label"]
        for version in (old, new)
    )
    same = after.index.isin(before.index) & (before.reindex(after.index) == after).to_numpy(dtype=np.bool_)
    return list(after.index[~same])


def item_group_changes(pairs: pd.DataFrame, new: LabelVersion, policy: GroupPolicy) -> list[GroupChange]:
    """Changed final labels by group of items; items without a value and groups too small to compare are left out."""
    differs = (pairs["old"] != pairs["new"]).to_numpy(dtype=np.bool_)
    items = new.items.set_index("item_id").reindex(pd.Index(pairs["item_id"]))
    columns = [column for column in new.manifest.items.named(group=True) if column in items.columns]
    changes = [change for column in columns for change in _grouped("items", column, items[column], differs)]
    return [one for one in changes if policy.compares_cells(one.compared) and policy.counts_group(one.compared)]


def annotator_changes(
    match: AnnotationMatch, new: LabelVersion, question: str, policy: GroupPolicy
) -> list[GroupChange]:
    """Changed annotations by group of annotators and, last, by annotator.

    Groups of few annotators or annotations, or whose rest has few annotators, are left out. Single annotators are no
    groups: those whose answers changed are listed, as on the internal page about annotators.
    """
    chosen = new.annotations[["annotator_id", "question"]].take(match.rows.new)
    mine = (chosen["question"] == question).to_numpy(dtype=np.bool_)
    who, differs = chosen.loc[mine, "annotator_id"], match.changed[mine]
    people = new.annotators.set_index("annotator_id")
    changes: list[GroupChange] = []
    for column in new.manifest.annotators.named(group=True):
        if column in people.columns:
            group = who.map(people[column])
            large = _large_groups(who, group, policy)
            changes += [one for one in _grouped("annotators", column, group, differs) if one.value in large]
    by_person = _grouped("annotators", "annotator_id", who, differs)
    return changes + [change for change in by_person if change.changed]


def _large_groups(who: pd.Series[str], group: pd.Series[str], policy: GroupPolicy) -> set[str]:
    """The groups that the policy lets be compared, by their annotators and annotations; annotators may lack one."""
    everybody = who.nunique()
    found = pd.DataFrame({"who": who, "group": group}).groupby("group")["who"].agg(["nunique", "size"])
    sizes = {str(value): (int(row["nunique"]), int(row["size"])) for value, row in found.iterrows()}
    return {
        value
        for value, (people, rows) in sizes.items()
        if policy.compares_annotators(people, everybody - people)
        and policy.counts_group(people)
        and policy.compares_cells(rows)
    }


def _grouped(of: str, column: str, values: pd.Series[str], differs: Mask) -> list[GroupChange]:
    table = pd.DataFrame({"value": values.to_numpy(dtype=object), "changed": differs}).dropna(subset=["value"])
    counts = table.groupby("value")["changed"].agg(["sum", "size"]).sort_index()
    return [
        GroupChange.model_validate(
            {"of": of, "column": column, "value": str(value), "changed": int(row["sum"]), "compared": int(row["size"])}
        )
        for value, row in counts.iterrows()
    ]
