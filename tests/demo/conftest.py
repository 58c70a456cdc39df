"""The demo data set as the pipeline makes it, generated once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from labelcards.demo import generate
from labelcards.demo.records import Story
from labelcards.demo.story import tell

VERSIONS = ("1.0.0", "1.1.0", "2.0.0")
Tables = dict[str, dict[str, pd.DataFrame]]


@pytest.fixture(scope="session")
def settings(root: Path) -> dict[str, Any]:
    """Seed and size that the pipeline uses."""
    params: dict[str, Any] = yaml.safe_load((root / "params.yaml").read_text(encoding="utf-8"))
    return dict(params["demo"])


@pytest.fixture(scope="session")
def story(settings: dict[str, Any]) -> Story:
    """What was simulated, with the latent truth."""
    return tell(settings["seed"], settings["items"])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, Any]) -> Path:
    """The folder of the generated data set."""
    folder = tmp_path_factory.mktemp("demo") / "support-tickets"
    generate(folder, seed=settings["seed"], items=settings["items"], versions=VERSIONS)
    return folder


@pytest.fixture(scope="session")
def tables(demo: Path) -> Tables:
    """Version → table → rows as text."""
    names = ("items", "annotations", "annotators", "gold", "adjudications")
    return {
        version: {
            name: pd.read_csv(demo / "raw" / version / f"{name}.csv", dtype="str", keep_default_na=False)
            for name in names
        }
        for version in VERSIONS
    }
