"""Which items an export speaks of: an item is known by its source and the id that it has there.

Ids of tools start again with every project. The same id in two sources is one item where the content is the same, and
two where it differs; their ids are then ``source/id``.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelcards.errors import InputError, Problem

__all__ = ["ItemRegister", "SettledItems", "source_names"]

Row = dict[str, str]

_Seen = tuple[str, str]
"""Source, and the id there."""


def source_names(paths: Sequence[Path]) -> dict[Path, str]:
    """The shortest name of each file or folder that tells it from the others: its stem, with its folders if need be."""
    stems = {path: path.absolute().with_suffix("") for path in paths}
    shared = Counter(stems.values())
    parts = {path: (stem if shared[stem] == 1 else path.absolute()).parts[1:] for path, stem in stems.items()}
    names: dict[Path, str] = {}
    depth = 0
    while len(names) < len(parts):
        depth += 1
        called = {path: "/".join(part[-depth:]) for path, part in parts.items()}
        count = Counter(called.values())
        deepest = {path for path, part in parts.items() if depth >= len(part)}
        names |= {p: name for p, name in called.items() if p not in names and (count[name] == 1 or p in deepest)}
    return {path: names[path] for path in parts}


@dataclass(frozen=True, slots=True)
class SettledItems:
    """The items under their final ids.

    Attributes:
        rows: ``item_id`` and the columns, sorted by id.
        names: (source, id there) → final id.
        said: sentences about ids that did not say enough.
    """

    rows: tuple[Row, ...]
    names: Mapping[_Seen, str]
    said: tuple[str, ...]


class ItemRegister:
    """Collects the items of several sources."""

    def __init__(self) -> None:
        self._rows: dict[_Seen, Row] = {}
        self._contents: dict[_Seen, dict[str, set[str]]] = {}
        self._first: dict[str, _Seen] = {}

    def add(self, source: str, part: str, item_id: str, columns: Mapping[str, str], content: Any = None) -> None:
        """An item; its first columns count.

        Args:
            source: the project or file in which the id is unique.
            part: the file.
            item_id: the id.
            columns: of the item.
            content: what annotators saw, if it can be compared; None if the id stands for it.
        """
        seen = (source, item_id)
        self._rows.setdefault(seen, dict(columns))
        digest = "" if content is None else _digest(content)
        self._contents.setdefault(seen, {}).setdefault(digest, set()).add(part)

    def settle(self) -> SettledItems:
        """Everything collected, one row per item.

        Raises:
            InputError: one file has one id for different items.
        """
        self._stop_at_contradictions()
        sources: dict[str, dict[str, list[str]]] = {}
        for (source, item_id), contents in self._contents.items():
            sources.setdefault(item_id, {}).setdefault(next(iter(contents)), []).append(source)
        names: dict[_Seen, str] = {}
        collided = 0
        for item_id, groups in sources.items():
            collided += len(groups) > 1
            for members in groups.values():
                name = item_id if len(groups) == 1 else f"{members[0]}/{item_id}"
                names |= {(source, item_id): name for source in members}
        rows: dict[str, Row] = {}
        for seen, columns in self._rows.items():
            rows.setdefault(names[seen], {"item_id": names[seen], **columns})
        return SettledItems(tuple(rows[name] for name in sorted(rows)), names, tuple(self._sentences(collided, names)))

    def _stop_at_contradictions(self) -> None:
        doubled: dict[str, int] = {}
        for contents in self._contents.values():
            parts = [part for digest in contents for part in contents[digest]]
            for part in {part for part in parts if parts.count(part) > 1}:
                doubled[part] = doubled.get(part, 0) + 1
        if doubled:
            remedy = "Export each project into a file of its own, or give every item an item_id."
            message = "{:,} ids of this file stand for items with different content."
            raise InputError(
                Problem(part, "two-items-one-id", message.format(count), remedy) for part, count in doubled.items()
            )

    def _sentences(self, collided: int, names: Mapping[_Seen, str]) -> list[str]:
        said = []
        if collided:
            said.append(
                f"{collided:,} ids stand for different content in different sources: the items are kept apart, and "
                "their ids are source/id."
            )
        changed = sum(len(contents) > 1 for contents in self._contents.values())
        if changed:
            said.append(
                f"{changed:,} items have another content in a later file of the same project; the first counts."
            )
        holders: dict[str, dict[str, set[str]]] = {}
        for (source, item_id), contents in self._contents.items():
            for digest in contents.keys() - {""}:
                holders.setdefault(digest, {}).setdefault(names[source, item_id], set()).add(source)
        again = sum(_in_other_sources(list(found.values())) for found in holders.values() if len(found) > 1)
        if again:
            said.append(
                f"{again:,} contents have different ids in different sources and are counted as different items; if an "
                "id has changed, give the tasks an item_id that stays."
            )
        return said


def _in_other_sources(found: list[set[str]]) -> bool:
    return any(not first & second for first in found for second in found)


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
