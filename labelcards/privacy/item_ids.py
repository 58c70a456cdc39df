"""Item ids of a data set that hides them behind pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.documents.manifest import DatasetManifest
from labelcards.privacy.key import PseudonymKey

__all__ = ["hides_items", "item_pseudonym", "item_pseudonyms"]

_PREFIX = "i"
_DIGITS = 16


def hides_items(manifest: DatasetManifest) -> bool:
    """Whether the clean tables hold pseudonyms instead of item ids."""
    declared = manifest.items.columns.get("item_id")
    return declared is not None and declared.action == "pseudonym"


def item_pseudonym(item: str, key: PseudonymKey) -> str:
    """What stands in the clean tables for a raw item id."""
    return key.pseudonym(_PREFIX, item, _DIGITS)


def item_pseudonyms(items: Iterable[str], key: PseudonymKey) -> dict[str, str]:
    """Clean item id → raw item id, for a data set that hides item ids."""
    return {item_pseudonym(item, key): item for item in items}
