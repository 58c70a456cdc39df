"""What every version's exports must pass, in a project that DVC has built."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from labelcards.standards.front_matter import split_card
from labelcards.standards.validation import validate

__all__ = ["check_exports"]


def check_exports(files: Path, version: Path, scratch: Path) -> dict[str, Any]:
    """Our validator, mlcroissant with the clean tables, a JSON-LD processor and huggingface_hub accept the files.

    Args:
        files: ``site/<dataset>/<version>/files``.
        version: ``datasets/<dataset>/versions/<version>``.
        scratch: an empty folder.

    Returns:
        The Croissant document.
    """
    mlcroissant, pyld, hub = (pytest.importorskip(name) for name in ("mlcroissant", "pyld", "huggingface_hub"))
    logging.getLogger("absl").setLevel(logging.CRITICAL)
    for path in (files / "croissant.json", files / "huggingface/README.md", files / "huggingface-model/README.md"):
        validation = validate(path)
        assert validation.errors == 0, [str(finding) for finding in validation.findings]
    document: dict[str, Any] = json.loads((files / "croissant.json").read_text(encoding="utf-8"))
    shutil.copyfile(files / "croissant.json", scratch / "croissant.json")
    shutil.copytree(version / "tables", scratch / "tables")
    shutil.copyfile(version / "consensus.parquet", scratch / "tables" / "consensus.parquet")
    dataset = mlcroissant.Dataset(jsonld=str(scratch / "croissant.json"))
    for record_set in dataset.metadata.record_sets:
        first = next(iter(dataset.records(record_set.uuid)))
        assert set(first) == {field.uuid for field in record_set.fields}
    assert len(pyld.jsonld.expand(document, {"base": "https://example.org/croissant.json"})) == 1
    for name, card in (("huggingface", hub.DatasetCard), ("huggingface-model", hub.ModelCard)):
        text = (files / name / "README.md").read_text(encoding="utf-8")
        again = split_card(str(card(text)))
        parts = split_card(text)
        assert parts is not None
        assert again is not None
        assert again[1] == parts[1]
        read, written = yaml.safe_load(again[0]), yaml.safe_load(parts[0])
        assert {key: read[key] for key in read if key != "model-index"} == {
            key: written[key] for key in written if key != "model-index"
        }
    return document
