"""Derived tables (consensus, predictions) as Parquet files: equal frames are equal bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from labelcards.documents.files import staged_path

__all__ = ["write_frame"]


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write ``frame`` atomically, with neither index nor pandas metadata nor clock; the caller sorts the rows."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    with staged_path(path) as staged:
        pq.write_table(table, staged, compression="zstd", compression_level=3, store_schema=False, version="2.6")
