"""The ``features`` of ``dataset_info``: columns and their types, as the library `datasets` writes them."""

from __future__ import annotations

import re
from typing import Any

from labelcards.standards.finding import Path, ValidationFindings
from labelcards.standards.vocabulary import nearest

__all__ = ["DTYPES", "check_features"]

DTYPES = frozenset(
    {
        "null",
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "date32",
        "date64",
        "binary",
        "large_binary",
        "binary_view",
        "string",
        "large_string",
        "string_view",
        "audio",
        "image",
        "video",
        "pdf",
        "json",
    }
)
_TIMED = re.compile(
    r"(timestamp\[(s|ms|us|ns)(, ?tz=[\w/+:-]+)?\]|(time32|time64|duration)\[(s|ms|us|ns)\]|"
    r"decimal(128|256)\(\d+, ?-?\d+\))\Z"
)
_NESTED = ("list", "sequence", "large_list", "struct", "class_label", "translation", "array2_d", "array3_d")
_NESTED_TOO = ("array4_d", "array5_d", "translation_variable_languages", "dtype")
MAX_DEPTH = 30


def check_features(value: Any, path: Path, findings: ValidationFindings, *, depth: int = 0) -> None:
    """A list of named columns, each with a type."""
    if value is None:
        return
    if not isinstance(value, list) or depth > MAX_DEPTH:
        findings.error(path, "wrong-value", "Expected a list of columns.", "Write '- name: …' with 'dtype: …' below.")
        return
    names: set[str] = set()
    for index, feature in enumerate(value):
        place = (*path, index)
        if not isinstance(feature, dict):
            findings.error(place, "wrong-value", "Expected a column: a mapping.", "Write name and dtype.")
            continue
        name = feature.get("name")
        if not isinstance(name, str) or not name:
            findings.error((*place, "name"), "missing-required", "The column has no name.", "Add name.")
        elif name in names:
            findings.error((*place, "name"), "duplicate-name", "Another column has this name.", "Rename one of them.")
        else:
            names.add(name)
        _check_type(feature, place, findings, depth)


def _check_type(feature: dict[str, Any], path: Path, findings: ValidationFindings, depth: int) -> None:
    kinds = [key for key in feature if key in (*_NESTED, *_NESTED_TOO)]
    if not kinds:
        findings.error(
            (*path, "dtype"), "missing-required", "The column has no type.", "Add dtype, for example string."
        )
    for kind in kinds:
        inner, place = feature[kind], (*path, kind)
        if isinstance(inner, str):
            if inner not in DTYPES and not _TIMED.match(inner):
                hint = nearest(inner, DTYPES) or "Use a type such as string, int64 or float64."
                findings.error(place, "wrong-value", "Expected a type of Arrow or of the library datasets.", hint)
        elif isinstance(inner, list):
            check_features(inner, place, findings, depth=depth + 1)
        elif isinstance(inner, dict):
            _check_mapping(kind, inner, place, findings, depth)
        else:
            findings.error(place, "wrong-value", "Expected a type.", "Write for example string.")


def _check_mapping(kind: str, inner: dict[str, Any], path: Path, findings: ValidationFindings, depth: int) -> None:
    labels = inner.get("class_label") if kind == "dtype" else inner if kind == "class_label" else None
    if isinstance(labels, dict):
        names = labels.get("names")
        texts = list(names.values()) if isinstance(names, dict) else names
        at = (*path, "names") if kind == "class_label" else (*path, "class_label", "names")
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            message = "Expected the labels as text."
            findings.error(at, "wrong-value", message, "Write names as \"'0': first label\" and so on.")
        elif len(set(texts)) != len(texts):
            findings.error(at, "duplicate-name", "Two labels have the same name.", "Rename one of them.")
    elif depth < MAX_DEPTH and kind not in ("translation", "translation_variable_languages") and "_d" not in kind:
        _check_type(inner, path, findings, depth + 1)
