"""``labelcards model`` for one table: predictions, the truth and groups in, rates with intervals out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.assess.one_table.predictions import PredictionColumns, table_predictions
from labelcards.cards.warning_text import json_warnings
from labelcards.dataset.files.table_file import read_table
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(file: Path, columns: PredictionColumns, params: Path) -> dict[str, Any]:
    """Read the table and score it; see `labelcards.assess.one_table.predictions`.

    Returns:
        its result, with ``findings`` as plain dicts that have the sentence as ``text``.
    """
    result = table_predictions(read_table(file), columns, read_params(params).model)
    return {**result, "findings": json_warnings(result["findings"])}
