"""Ids that are the same but for how they are written: lost zeros, letter case, white space, a number's ``.0``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["SPELLINGS", "number_order", "places_among", "respelled", "text_array"]

Codes = npt.NDArray[np.intp]
Names = Any
"""A pyarrow array of text."""

SPELLINGS = ("leading zeros", "letter case", "white space", "number format", "several")
"""How two spellings of an id can differ: in one of four ways, or in more than one."""


def text_array(texts: Iterable[Any]) -> Names:
    """Texts of pandas as one array; what is missing is null."""
    found = pa.array(texts, type=pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def places_among(names: Iterable[Any], wanted: Iterable[Any]) -> Codes:
    """(R,) the position of each wanted text among distinct names; -1 where it is none of them."""
    found = pc.index_in(text_array(wanted), value_set=text_array(names))
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.intp)


def respelled(names: Names, how: str) -> Names:
    """The names without what ``how`` says, one of `SPELLINGS`; ``several`` takes all away."""
    if how in ("white space", "several"):
        names = pc.replace_substring_regex(pc.utf8_normalize(names, "NFKC"), r"[\s\x{feff}\x{200b}]+", "")
    if how in ("number format", "several"):
        names = pc.replace_substring_regex(names, r"^([0-9]+)\.0+$", r"\1")
    if how in ("leading zeros", "several"):
        names = pc.replace_substring_regex(names, r"(^|[^0-9])0+([0-9])", r"\1\2")
    if how in ("letter case", "several"):
        names = pc.utf8_lower(names)
    return names


def number_order(names: pd.Index[Any]) -> Codes:
    """(N,) ranks of names by the text before their last number, then by that number, then as they stand.

    Where most names differ before the number, as hashes do, they stay as they stand.
    """
    parts = pc.extract_regex(text_array(names), r"^(?P<text>.*?)(?P<number>[0-9]{0,15})[^0-9]*$")
    text, number = (pc.struct_field(parts, field) for field in ("text", "number"))
    codes, distinct = pd.factorize(text.to_numpy(zero_copy_only=False))
    if len(distinct) > len(names) // 2:
        return np.arange(len(names), dtype=np.intp)
    rank = np.empty(len(distinct) + 1, dtype=np.intp)
    rank[np.argsort(np.asarray(distinct, dtype=object))] = np.arange(len(distinct))
    rank[-1] = -1
    values = pc.cast(pc.if_else(pc.equal(number, ""), "-1", number), "int64").fill_null(-1)
    ranks = np.empty(len(names), dtype=np.intp)
    ranks[np.lexsort((values.to_numpy(zero_copy_only=False), rank[codes]))] = np.arange(len(names))
    return ranks
