"""New items whose texts are those of gold items, of other old items, or of each other.

Texts repeat in honest data, too. What is tested is whether the new items hold more of the repeated texts than they
would if new and old items had been dealt from one pile: given how often each text occurs in both versions together, a
text that occurs c times is missing among n of T items with probability C(T-n, c) / C(T, c). Each text counts once,
however often it is repeated, so that a stock phrase is one piece of evidence.

Texts are compared without letter case, white space and punctuation, after NFKC, and never kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import special

from labelcards.catalog.signs import signed
from labelcards.compare.signs.names import JointNames
from labelcards.compare.signs.spelling import places_among, text_array
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import binomial_tail, hypergeometric_tail

__all__ = ["text_signs"]

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

LEAST = 3
DOUBT = 1e-3
_BETWEEN = pa.scalar("\x1f", type=pa.large_string())
_LOOK, _BEGIN = 100, 32
"""Of texts whose first 32 letters among the first 100 characters are alike, the whole is compared."""


@dataclass(frozen=True, slots=True, eq=False)
class TextCopies:
    """The texts of old items, then of items that only the new version has, as codes.

    Attributes:
        code: (T,) one number per distinct text; -1 for none.
        fresh: (T,) whether an item is new.
        gone: (T,) whether it is an old one that the new version lacks.
        gold: (T,) whether an old item is a gold item of either version.
        names: ids of the T items.
    """

    code: Codes
    fresh: Mask
    gone: Mask
    gold: Mask
    names: pd.Index[Any]


def text_signs(old: LabelVersion, new: LabelVersion, items: JointNames, *, respelled: bool = False) -> Iterator[Sign]:
    """``gold-text-copied``, ``texts-repeated``, ``new-texts-repeated``, ``items-renamed``, ``texts-exchanged``.

    Args:
        old, new: the tables.
        items: the ids of their items.
        respelled: whether it is known that items came back under other ids; ``items-renamed`` says nothing more then.
    """
    columns = [name for name in new.manifest.text_columns if name in new.items and name in old.items]
    if not columns:
        return
    yield from _exchanged(old, new, items, columns)
    if items.fresh.sum() < LEAST:
        return
    texts = _texts(old, new, items, columns)
    renamed = list(_renamed(texts))
    if renamed:
        back = texts.fresh & (_counts(texts, texts.gone) > 0)[texts.code]
        texts = replace(texts, code=np.where(back, -1, texts.code))
        yield from [] if respelled else renamed
    yield from _gold(texts)
    yield from _repeated(texts)


def _texts(old: LabelVersion, new: LabelVersion, items: JointNames, columns: list[str]) -> TextCopies:
    code = _codes([old.items[columns], new.items.loc[items.fresh, columns]])
    is_new = np.arange(len(code)) >= len(items.old)
    place = places_among(items.every, [*old.gold["item_id"], *new.gold["item_id"]])
    gold = np.zeros(len(code), dtype=np.bool_)
    gold[place[(place >= 0) & (place < len(items.old))]] = True
    return TextCopies(code, is_new, ~is_new & ~items.kept, gold, items.every)


def _codes(tables: list[pd.DataFrame]) -> Codes:
    """(T,) one number per distinct text of the rows of all tables, below 2T; -1 where nothing is left of it."""
    columns = tables[0].columns
    raw = [pc.fill_null(text_array(pd.concat([table[name] for table in tables])), "") for name in columns]
    begin = [pc.utf8_slice_codeunits(_plain(pc.utf8_slice_codeunits(each, 0, _LOOK)), 0, _BEGIN) for each in raw]
    code = _distinct(begin)
    alike = np.flatnonzero((np.bincount(code + 1)[code + 1] > 1) | (code < 0))
    whole = _distinct([_plain(each.take(alike)) for each in raw])
    code[alike] = np.where(whole < 0, -1, whole + len(code))
    return code


def _distinct(columns: list[Any]) -> Codes:
    """(T,) one number per distinct row of the columns, -1 where all are empty."""
    joined = columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, _BETWEEN)
    empty = pc.equal(joined, "\x1f" * (len(columns) - 1)).to_numpy(zero_copy_only=False)
    code = joined.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.intp)
    return np.where(empty, -1, code).astype(np.intp)


def _plain(texts: Any) -> Any:
    return pc.replace_substring_regex(pc.utf8_lower(pc.utf8_normalize(texts, "NFKC")), r"[\s\p{P}]+", "")


def _counts(texts: TextCopies, mask: Mask) -> Codes:
    return np.bincount(texts.code[mask & (texts.code >= 0)], minlength=int(texts.code.max(initial=-1)) + 1)


def _missing(n: int, T: int, count: Codes) -> Floats:
    """Chance that a text with ``count`` copies among T items has none among a random n of them: C(T-n,c) / C(T,c)."""
    c, rest = count.astype(np.float64), T - n
    inside = c <= rest
    k = np.where(inside, c, 0.0)
    log = (
        special.gammaln(rest + 1) - special.gammaln(rest - k + 1) - special.gammaln(T + 1) + special.gammaln(T - k + 1)
    )
    return np.where(inside, np.exp(log), 0.0)


def _surprise(hits: Mask, chance: Floats) -> tuple[int, float, float]:
    """How many texts there are, how many were expected, and the bound on the p-value."""
    found, expected = int(hits.sum()), float(chance.sum())
    p = float(binomial_tail(found, len(hits), expected / len(hits))) if len(hits) else 1.0
    return found, expected, p


def _gold(texts: TextCopies) -> Iterator[Sign]:
    """Copies of gold texts among new items, against copies among the old items that are no gold items."""
    gold = _counts(texts, texts.gold) > 0
    others, mine = _counts(texts, ~texts.gold), _counts(texts, texts.fresh)
    about = gold & (others > 0)
    if mine[about].sum() < LEAST:
        return
    n, T = int(texts.fresh.sum()), int((~texts.gold).sum())
    found, expected, p = _surprise(mine[about] > 0, 1 - _missing(n, T, others[about]))
    if p <= DOUBT:
        copies = int(mine[about].sum())
        ids = _ids(texts, about)
        yield signed(
            "gold-text-copied", "", ids=ids, copies=copies, texts=found, items=n, expected=expected,
            gold=int((texts.gold & (texts.code >= 0)).sum()), p=p,
        )  # fmt: skip


def _repeated(texts: TextCopies) -> Iterator[Sign]:
    """New items with an old item's text; and new items with each other's."""
    n, T = int(texts.fresh.sum()), len(texts.code)
    old, mine = _counts(texts, ~texts.fresh), _counts(texts, texts.fresh)
    every = old + mine
    about = every > 1
    no_new, no_old = _missing(n, T, every[about]), _missing(T - n, T, every[about])
    for code, hits, chance in (
        ("texts-repeated", (old > 0) & (mine > 0), 1 - no_new - no_old),
        ("new-texts-repeated", (old == 0) & (mine > 1), no_old),
    ):
        found, expected, p = _surprise(hits[about], np.clip(chance, 0, 1))
        if p <= DOUBT and found >= LEAST:
            copies = int(mine[hits].sum())
            ids = _ids(texts, hits)
            yield signed(code, "", ids=ids, copies=copies, texts=found, items=n, expected=expected, p=p)


def _renamed(texts: TextCopies) -> Iterator[Sign]:
    """Items that left and came back under another id, against old items that stayed and have a double among the new."""
    mine = _counts(texts, texts.fresh) > 0
    held = (texts.code >= 0) & ~texts.fresh
    hit = held & mine[texts.code]
    gone, stay = held & texts.gone, held & ~texts.gone
    hits, n = int((hit & gone).sum()), int(gone.sum())
    p = hypergeometric_tail(hits, n, int((hit & stay).sum()), int(stay.sum()))
    if hits >= LEAST and (p <= DOUBT or (not stay.any() and hits >= n / 2)):
        ids = _ids(texts, _counts(texts, hit & gone) > 0)
        yield signed("items-renamed", "", ids=ids, hits=hits, removed=n, added=int(texts.fresh.sum()))


def _exchanged(old: LabelVersion, new: LabelVersion, items: JointNames, columns: list[str]) -> Iterator[Sign]:
    """Shared items that hold the text that another item had, and not their own any more."""
    both = np.flatnonzero(~items.fresh)
    mine = old.items[columns].take(items.place[both]).reset_index(drop=True)
    theirs = new.items[columns].take(both).reset_index(drop=True)
    absent = mine.isna() & theirs.isna()
    edited = ~((mine == theirs) | absent).all(axis=1).to_numpy(dtype=np.bool_)
    if edited.sum() < LEAST:
        return
    code = _codes([mine, theirs])
    own, now = code[: len(both)], code[len(both) :]
    moved = edited & (own != now) & (now >= 0)
    hit = moved & np.isin(now, own[own >= 0])
    hits = int(hit.sum())
    spare = int(pd.Series(own[own >= 0]).duplicated(keep=False).sum())
    p = hypergeometric_tail(hits, int(moved.sum()), spare, len(both))
    if hits >= LEAST and p <= DOUBT:
        ids = items.new[both[hit]]
        yield signed("texts-exchanged", "", ids=ids, hits=hits, edited=int(edited.sum()), shared=len(both), p=p)


def _ids(texts: TextCopies, about: Mask) -> pd.Index[Any]:
    """The ids of new items with one of these texts."""
    held = texts.fresh & (texts.code >= 0)
    return texts.names[np.flatnonzero(held & about[texts.code])[:5]]
