"""A folder in which the examples of the documentation run."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.layout import DatasetPaths
from tests.compare.versions import drawn, manifest

SKILL = {"1.0.0": 0.7, "1.1.0": 0.9}


@pytest.fixture(scope="module")
def workspace(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``datasets/tickets`` with two anonymized versions of 150 items, and a card for the Hugging Face Hub."""
    folder = tmp_path_factory.mktemp("workspace")
    dataset = folder / "datasets" / "tickets"
    (dataset / "versions").mkdir(parents=True)
    (dataset / "raw").mkdir()
    (dataset / "raw" / "x.csv").write_text("item_id\n", encoding="utf-8")
    declared = manifest().model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    (dataset / "dataset.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    generator = np.random.default_rng(5)
    truth = generator.integers(0, 3, 150)
    for version, skill in SKILL.items():
        labels = drawn(version, truth, np.full(len(truth), skill), generator).labels
        assert labels is not None
        paths = DatasetPaths(dataset).version(version)
        content = labels.version.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        paths.manifest.write_text(yaml.safe_dump(content), encoding="utf-8")
        write_tables(labels, paths.tables)
    shutil.copy(root / "tests/golden/cards/files/huggingface/README.md", folder)
    return folder
