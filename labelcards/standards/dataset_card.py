"""Validating the README.md of a data set on the Hugging Face Hub, offline.

Source: ``datasetcard.md`` of https://github.com/huggingface/hub-docs, and the Hub's documentation on data files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from labelcards.standards.card_body import DATASET_SECTIONS
from labelcards.standards.card_field import (
    LANGUAGE_CODE,
    LICENSE,
    MAPPING,
    TAG,
    TASK,
    CardField,
    check_fields,
    listed,
)
from labelcards.standards.dataset_features import check_features
from labelcards.standards.finding import Path, ValidationFinding, ValidationFindings
from labelcards.standards.hub_card import validate_card
from labelcards.standards.value import COUNT, LANGUAGE, TEXT, Kind, one_of
from labelcards.standards.vocabulary import (
    ANNOTATIONS_CREATORS,
    LANGUAGE_CREATORS,
    MULTILINGUALITY,
    SIZE_CATEGORIES,
    hub_licenses,
    size_category,
    task_categories,
    task_ids,
)

__all__ = ["validate_dataset_card"]

_TASK_ID = Kind("a task id of the Hub", lambda v: isinstance(v, str) and v in task_ids())
_SOURCE = re.compile(r"(original|extended(\|[\w./-]+)?|[\w.-]+(/[\w.-]+)?)\Z")
_CONFIG_NAME = Kind(
    "a name without <, >, :, /, \\, |, ? or *", lambda v: isinstance(v, str) and bool(re.match(r"[^<>:/\\|?*\n]+\Z", v))
)
_SPLIT = Kind(
    "a split name of letters, digits, dots and underscores", lambda v: bool(re.match(r"\w+(\.\w+)*\Z", str(v)))
)

FIELDS: tuple[CardField, ...] = (
    CardField("license", (LICENSE,), need="recommended", known=hub_licenses()),
    CardField("license_name", (TAG,), "one"),
    CardField("license_details", (TEXT,), "one"),
    CardField("language", (LANGUAGE_CODE,), need="recommended"),
    CardField("language_details", (LANGUAGE, TAG)),
    CardField("pretty_name", (TAG,), "one", "recommended"),
    CardField("tags", (TAG,), "many"),
    CardField("annotations_creators", (one_of(*ANNOTATIONS_CREATORS),), known=ANNOTATIONS_CREATORS, need="recommended"),
    CardField("language_creators", (one_of(*LANGUAGE_CREATORS),), known=LANGUAGE_CREATORS),
    CardField("multilinguality", (one_of(*MULTILINGUALITY),), known=MULTILINGUALITY),
    CardField("size_categories", (one_of(*SIZE_CATEGORIES),), known=SIZE_CATEGORIES, need="recommended"),
    CardField(
        "source_datasets",
        (Kind("original, extended or the name of a data set", lambda v: bool(_SOURCE.match(str(v)))),),
    ),
    CardField("task_categories", (TASK,), known=task_categories(), need="recommended"),
    CardField("task_ids", (_TASK_ID,), known=task_ids()),
    CardField("paperswithcode_id", (TAG,), "one"),
    CardField("configs", (MAPPING,), "many"),
    CardField("dataset_info", (MAPPING,)),
    CardField("extra_gated_prompt", (TEXT,), "one"),
)
_SPLIT_FIELDS = (
    CardField("name", (_SPLIT,), "one", "required"),
    CardField("num_bytes", (COUNT,), "one"),
    CardField("num_examples", (COUNT,), "one"),
)


def validate_dataset_card(text: str) -> tuple[ValidationFinding, ...]:
    """All problems of a card's text, errors first."""
    return validate_card(text, FIELDS, _check_parts, DATASET_SECTIONS)


def _check_parts(content: dict[str, Any], findings: ValidationFindings) -> None:
    names = _check_configs(content.get("configs"), findings)
    examples = _check_infos(content.get("dataset_info"), names, findings)
    _check_size(content.get("size_categories"), examples, findings)


def _check_configs(value: Any, findings: ValidationFindings) -> set[str]:
    """The names of the configurations."""
    names: set[str] = set()
    defaults = 0
    for index, config in enumerate(value if isinstance(value, list) else []):
        path: Path = ("configs", index)
        if not isinstance(config, dict):
            continue
        check_fields(
            config, (CardField("config_name", (_CONFIG_NAME,), "one", "required"),), findings, path=path, what="config"
        )
        name = config.get("config_name")
        if isinstance(name, str):
            if name in names:
                message = "Another configuration has this name."
                findings.error((*path, "config_name"), "duplicate-name", message, "Choose another name.")
            names.add(name)
        defaults += config.get("default") is True
        if defaults > 1:
            findings.error((*path, "default"), "inconsistent", "Another configuration is the default.", "Keep one.")
        if not config.get("data_files") and not config.get("data_dir"):
            message = "The configuration names no files."
            findings.warning((*path, "data_files"), "missing-recommended", message, "Add data_files.")
        _check_data_files(config.get("data_files"), (*path, "data_files"), findings)
    return names


def _check_data_files(value: Any, path: Path, findings: ValidationFindings) -> None:
    splits: set[str] = set()
    for place, entry in _entries(value, path):
        if isinstance(entry, dict):
            fields = (CardField("split", (_SPLIT,), "one"), CardField("path", (TEXT,), "either", "required"))
            check_fields(entry, fields, findings, path=place, what="entry")
            split = str(entry.get("split"))
            if split in splits:
                message = "The split stands twice."
                findings.error((*place, "split"), "duplicate-name", message, "Give its files as one list under path.")
            splits.add(split)
            for at, name in _entries(entry.get("path"), (*place, "path")):
                _check_path(name, at, findings)
        else:
            _check_path(entry, place, findings)


def _entries(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, list):
        yield from (((*path, index), entry) for index, entry in enumerate(value))
    elif value is not None:
        yield path, value


def _check_path(value: Any, path: Path, findings: ValidationFindings) -> None:
    outside = not isinstance(value, str) or value.startswith(("/", "~")) or ".." in value.split("/") or "\\" in value
    if outside:
        message = "Expected a path or glob pattern inside the repository."
        findings.error(path, "wrong-value", message, "Write it relative to the repository's top, with '/'.")


def _check_infos(value: Any, names: set[str], findings: ValidationFindings) -> list[int]:
    """Examples in each configuration, where the card says how many there are."""
    found: list[int] = []
    seen: set[str] = set()
    for place, info in _entries(value, ("dataset_info",)):
        if not isinstance(info, dict):
            continue
        several = isinstance(value, list)
        fields = (CardField("config_name", (_CONFIG_NAME,), "one", "required" if several else "optional"),)
        check_fields(info, fields, findings, path=place, what="info")
        name = info.get("config_name", "default")
        if isinstance(name, str):
            if name in seen:
                message = "Another info has this configuration."
                findings.error((*place, "config_name"), "duplicate-name", message, "Keep one of them.")
            seen.add(name)
            if names and name not in names:
                message = "There is no configuration of this name under configs."
                findings.error((*place, "config_name"), "unknown-reference", message, "Use a name from configs.")
        check_features(info.get("features"), (*place, "features"), findings)
        total = _check_splits(info, place, findings)
        found += [] if total is None else [total]
    return found


def _check_splits(info: dict[str, Any], path: Path, findings: ValidationFindings) -> int | None:
    splits = info.get("splits")
    sizes = (CardField("download_size", (COUNT,), "one"), CardField("dataset_size", (COUNT,), "one"))
    check_fields(info, sizes, findings, path=path, what="info")
    if splits is None:
        return None
    if not isinstance(splits, list) or not all(isinstance(split, dict) for split in splits):
        findings.error(
            (*path, "splits"), "wrong-value", "Expected a list of splits.", "Write '- name: train' and so on."
        )
        return None
    names: set[str] = set()
    for index, split in enumerate(splits):
        place = (*path, "splits", index)
        check_fields(split, _SPLIT_FIELDS, findings, path=place, what="split")
        if str(split.get("name")) in names:
            message = "Another split has this name."
            findings.error((*place, "name"), "duplicate-name", message, "Choose another name.")
        names.add(str(split.get("name")))
    sizes_given = [split.get("num_bytes") for split in splits]
    size = info.get("dataset_size")
    if (
        COUNT.fits(size)
        and sizes_given
        and all(COUNT.fits(given) for given in sizes_given)
        and size != sum(sizes_given)
    ):
        message = "dataset_size is not the sum of the splits' num_bytes."
        findings.error((*path, "dataset_size"), "inconsistent", message, "Correct one of them.")
    counts = [split.get("num_examples") for split in splits]
    return sum(counts) if counts and all(COUNT.fits(count) for count in counts) else None


def _check_size(value: Any, examples: list[int], findings: ValidationFindings) -> None:
    given = [entry for entry in listed(value) if entry in SIZE_CATEGORIES]
    if examples and given and not {size_category(count) for count in examples} & set(given):
        message = "No configuration of dataset_info has a number of examples in the category."
        findings.warning(("size_categories",), "inconsistent", message, "Count the examples again.")
