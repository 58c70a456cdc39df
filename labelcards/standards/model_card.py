"""Validating the README.md of a model on the Hugging Face Hub, offline.

Source: ``modelcard.md`` of https://github.com/huggingface/hub-docs.
"""

from __future__ import annotations

from typing import Any

from labelcards.standards.card_body import MODEL_SECTIONS
from labelcards.standards.card_field import (
    LANGUAGE_CODE,
    LICENSE,
    MAPPING,
    REPOSITORY,
    TAG,
    TASK,
    CardField,
    check_fields,
)
from labelcards.standards.finding import Path, ValidationFinding, ValidationFindings
from labelcards.standards.hub_card import validate_card
from labelcards.standards.value import BOOLEAN, NUMBER, TEXT, URL, Kind, one_of
from labelcards.standards.vocabulary import hub_licenses, task_categories

__all__ = ["validate_model_card"]

_RELATIONS = ("adapter", "merge", "quantized", "finetune")

FIELDS: tuple[CardField, ...] = (
    CardField("license", (LICENSE,), "one", "recommended", known=hub_licenses()),
    CardField("license_name", (TAG,), "one"),
    CardField("language", (LANGUAGE_CODE,), need="recommended"),
    CardField("library_name", (TAG,), "one"),
    CardField("tags", (TAG,), "many"),
    CardField("datasets", (REPOSITORY,)),
    CardField("metrics", (TAG,)),
    CardField("base_model", (REPOSITORY,)),
    CardField("base_model_relation", (one_of(*_RELATIONS),), "one", known=_RELATIONS),
    CardField("new_version", (REPOSITORY,), "one"),
    CardField("pipeline_tag", (TASK,), "one", "recommended", known=task_categories()),
    CardField("model-index", (MAPPING,), "many"),
    CardField("model_name", (TAG,), "one"),
    CardField("inference", (BOOLEAN, MAPPING), "one"),
    CardField("extra_gated_prompt", (TEXT,), "one"),
)
_MODEL = (
    CardField("name", (TAG,), "one", "required"),
    CardField("results", (MAPPING,), "many", "required"),
)
_RESULT = (
    CardField("task", (MAPPING,), "one", "required"),
    CardField("dataset", (MAPPING,), "one", "required"),
    CardField("metrics", (MAPPING,), "many", "required"),
    CardField("source", (MAPPING,), "one"),
)
_RESULT_TASK = (
    CardField("type", (TAG,), "one", "required", remedy="Add the task, for example text-classification."),
    CardField("name", (TAG,), "one"),
)
_RESULT_DATASET = (
    CardField("type", (TAG,), "one", "required", remedy="Add the data set's name on the Hub."),
    CardField("name", (TAG,), "one", "required", remedy="Add the data set's name for readers."),
    CardField("config", (TAG,), "one"),
    CardField("split", (TAG,), "one"),
    CardField("revision", (TAG,), "one"),
    CardField("args", (MAPPING, TEXT), "one"),
)
_VALUE = Kind(
    "a number, or text or a mapping of numbers", lambda v: NUMBER.fits(v) or TEXT.fits(v) or isinstance(v, dict)
)
_METRIC = (
    CardField("type", (TAG,), "one", "required", remedy="Add the metric, for example accuracy."),
    CardField("value", (_VALUE,), "one", "required", remedy="Add the value."),
    CardField("name", (TAG,), "one"),
    CardField("config", (TAG,), "one"),
    CardField("verified", (BOOLEAN,), "one"),
)
_SOURCE = (CardField("url", (URL,), "one", "required", remedy="Add where the figure is from."),)


def validate_model_card(text: str) -> tuple[ValidationFinding, ...]:
    """All problems of a card's text, errors first."""
    return validate_card(text, FIELDS, _check_index, MODEL_SECTIONS)


def _check_index(content: dict[str, Any], findings: ValidationFindings) -> None:
    index = content.get("model-index")
    for number, model in enumerate(index if isinstance(index, list) else []):
        if isinstance(model, dict):
            _check_model(model, ("model-index", number), findings)


def _check_model(model: dict[str, Any], path: Path, findings: ValidationFindings) -> None:
    check_fields(model, _MODEL, findings, path=path, what="model")
    results = model.get("results")
    for number, result in enumerate(results if isinstance(results, list) else []):
        if isinstance(result, dict):
            _check_result(result, (*path, "results", number), findings)


def _check_result(result: dict[str, Any], path: Path, findings: ValidationFindings) -> None:
    check_fields(result, _RESULT, findings, path=path, what="result")
    for name, table in (("task", _RESULT_TASK), ("dataset", _RESULT_DATASET), ("source", _SOURCE)):
        if isinstance(result.get(name), dict):
            check_fields(result[name], table, findings, path=(*path, name), what=f"result's {name}")
    task = result.get("task")
    kind = task.get("type") if isinstance(task, dict) else None
    if isinstance(kind, str) and kind and kind not in task_categories():
        message = "The Hub has no task category of this name."
        findings.warning((*path, "task", "type"), "unknown-task", message, "Use the category nearest to it.")
    metrics = result.get("metrics")
    for number, metric in enumerate(metrics if isinstance(metrics, list) else []):
        if isinstance(metric, dict):
            check_fields(metric, _METRIC, findings, path=(*path, "metrics", number), what="metric")
