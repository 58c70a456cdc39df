"""``labelcards model`` for one table: predictions, the truth and groups in, rates with intervals out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.assess.bias.comparison import Rule
from labelcards.assess.model.version import ModelPlan
from labelcards.assess.one_table.predictions import Columns, table_predictions
from labelcards.cards.warning_text import json_warnings
from labelcards.dataset.files.table_file import read_table
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(file: Path, columns: Columns, params: Path) -> dict[str, Any]:
    """Read the table and score it; see `labelcards.assess.one_table.predictions`.

    Returns:
        its result, with ``findings`` as plain dicts that have the sentence as ``text``.
    """
    settings = read_params(params).model
    plan = ModelPlan(seed=settings.seed, minimum_cell=settings.minimum_cell, rule=Rule(level=settings.level))
    result = table_predictions(read_table(file), columns, plan)
    return {**result, "findings": json_warnings(result["findings"])}
