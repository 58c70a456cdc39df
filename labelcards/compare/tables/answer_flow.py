"""Which answers one and the same annotator changed, in which direction, and which items that concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.tables.rows import AnnotationMatch
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.table_changes import AnswerFlow, AnswerShare, ChangedItem, Reason

__all__ = ["MOST_FLOWS", "MOST_ITEMS", "MOST_PEOPLE", "AnswerMoves", "ItemList"]

Codes = npt.NDArray[np.int64]

MOST_FLOWS = 100
MOST_ITEMS = 1000
MOST_PEOPLE = 5


@dataclass(frozen=True, eq=False)
class AnswerMoves:
    """The C changed answers of one question.

    Attributes:
        versions: old and new, in the same labels.
        item, annotator: (C,) positions in the new version's tables.
        old, new: (C,) positions among ``labels``.
        labels: names, distinct; the last is of answers without a label.
        touched: item and annotator of every answer that was changed, given or withdrawn, by position; -1 for neither.
    """

    versions: tuple[LabelVersion, LabelVersion]
    item: Codes
    annotator: Codes
    old: Codes
    new: Codes
    labels: tuple[str, ...]
    touched: tuple[pd.Series[str], pd.Series[str]]

    @classmethod
    def of(cls, match: AnnotationMatch, versions: tuple[LabelVersion, LabelVersion], question: str) -> AnswerMoves:
        """The changed answers of a question; cost: linear in the annotations."""
        before, after = versions
        place = [list(version.manifest.questions).index(question) for version in versions]
        mine = match.changed & (after.codes.question[match.rows.new] == place[1])
        old, new = match.rows.old[mine], match.rows.new[mine]
        labels = list(dict.fromkeys([*map(str, before.codes.labels), *map(str, after.codes.labels)]))
        names = pd.Index([*labels, ""])
        known = [np.append(names.get_indexer(version.codes.labels.astype(str)), len(labels)) for version in versions]
        added = match.rows.added[after.codes.question[match.rows.added] == place[1]]
        removed = match.rows.removed[before.codes.question[match.rows.removed] == place[0]]
        rows = [after.annotations.take(np.concatenate([new, added])), before.annotations.take(removed)]
        touched = [pd.concat([table[column] for table in rows]) for column in ("item_id", "annotator_id")]
        return cls(
            versions,
            after.codes.item[new].astype(np.int64),
            after.codes.annotator[new].astype(np.int64),
            known[0][before.codes.label[old]].astype(np.int64),
            known[1][after.codes.label[new]].astype(np.int64),
            tuple(names),
            (touched[0], touched[1]),
        )

    def flows(self) -> tuple[AnswerFlow, ...]:
        """The answers by direction, largest first, with the people who changed most of each."""
        K = len(self.labels)
        ways, index, counts = np.unique(self.old * K + self.new, return_inverse=True, return_counts=True)
        names = [(self.labels[way // K], self.labels[way % K]) for way in ways.tolist()]
        chosen = sorted(range(len(ways)), key=lambda one: (-counts[one], names[one]))[:MOST_FLOWS]
        people = list(self.versions[1].annotators["annotator_id"])
        cells, sizes = np.unique(index * len(people) + self.annotator, return_counts=True)
        starts = np.searchsorted(cells, np.arange(len(ways) + 1) * len(people))
        flows = []
        for way in chosen:
            inside = slice(starts[way], starts[way + 1])
            ranked = sorted(
                zip((-sizes[inside]).tolist(), (people[p] for p in cells[inside] % len(people)), strict=True)
            )
            by = tuple(AnswerShare(annotator=who, answers=-size) for size, who in ranked[:MOST_PEOPLE])
            old, new = names[way]
            flows.append(AnswerFlow(old=old, new=new, answers=int(counts[way]), annotators=len(ranked), by=by))
        return tuple(flows)

    def who(self, items: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Item → who changed, gave or withdrew an answer on it, at most `MOST_PEOPLE` by name."""
        item, annotator = self.touched
        held = pd.DataFrame({"item": item.to_numpy(), "who": annotator.to_numpy()})
        held = held[held["item"].isin(list(items))].drop_duplicates().sort_values(["item", "who"])
        return {str(name): tuple(group["who"].iloc[:MOST_PEOPLE]) for name, group in held.groupby("item")}

    def elsewhere(self, items: pd.Series[str]) -> pd.DataFrame:
        """``item_id, old, new, who`` of the changed answers on other items than these, by item and annotator."""
        ids = self.versions[1].items["item_id"].to_numpy(dtype=object)[self.item]
        quiet = ~pd.Series(ids).isin(items).to_numpy(dtype=np.bool_)
        people = self.versions[1].annotators["annotator_id"].to_numpy(dtype=object)
        names = np.array(self.labels, dtype=object)
        found = {"item_id": ids, "old": names[self.old], "new": names[self.new], "who": people[self.annotator]}
        table = pd.DataFrame({key: column[quiet] for key, column in found.items()})
        return table.sort_values(["item_id", "who"], ignore_index=True)


@dataclass(frozen=True)
class ItemList:
    """The first `MOST_ITEMS` changed items of a question, and how many entries there are in all."""

    entries: tuple[ChangedItem, ...]
    total: int

    @classmethod
    def of(cls, moves: AnswerMoves, finals: pd.DataFrame, reasons: Sequence[Reason], gold: pd.DataFrame) -> ItemList:
        """Final labels, then gold labels, then answers on items whose final label stayed; each by the size of its flow.

        Args:
            moves: the changed answers.
            finals, gold: ``item_id, old, new``, changed ones only.
            reasons: one per changed final label.
        """
        ranked = _by_flow(finals.assign(reason=list(reasons)))
        measured = _by_flow(gold)
        quiet = _by_flow(moves.elsewhere(finals["item_id"]))
        total = len(ranked) + len(measured) + len(quiet)
        ranked = ranked.head(MOST_ITEMS)
        who = moves.who(ranked["item_id"])
        entries = [
            ChangedItem(item=item, of="final label", old=old, new=new, reason=reason, by=who.get(item, ()))
            for item, old, new, reason in ranked[["item_id", "old", "new", "reason"]].itertuples(index=False)
        ]
        entries += [
            ChangedItem(item=item, of="gold label", old=old, new=new)
            for item, old, new in measured.head(MOST_ITEMS)[["item_id", "old", "new"]].itertuples(index=False)
        ]
        entries += [
            ChangedItem(item=item, of="answer", old=old, new=new, by=(by,))
            for item, old, new, by in quiet.head(MOST_ITEMS).itertuples(index=False)
        ]
        return cls(tuple(entries[:MOST_ITEMS]), total)


def _by_flow(pairs: pd.DataFrame) -> pd.DataFrame:
    """The rows of the largest flow first, by item within."""
    size = pairs.groupby(["old", "new"])["item_id"].transform("size")
    ordered = pairs.assign(size=-size).sort_values(["size", "old", "new", "item_id"])
    return ordered.drop(columns="size")
