"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
CASES = ROOT.parent / "shared" / "cases"
PUBLISHED = ROOT / "tests" / "published" / "tables"

settings.register_profile("labelcards", deadline=None)  # how long an example takes is no property of the code
settings.register_profile("mutants", deadline=None, phases=(Phase.explicit, Phase.generate))  # no smallest example
settings.load_profile("mutants" if "MUTANT_UNDER_TEST" in os.environ else "labelcards")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data sets with published figures, beside the checkout; the test skips when they are absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the data sets with published figures are not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """Inputs that went wrong, with right values, beside the checkout; the test skips when they are absent."""
    if not CASES.is_dir():
        pytest.skip(f"the inputs with known readings are not at {CASES}")
    return CASES


@pytest.fixture(scope="session")
def published_tables() -> Path:
    """Small tables that papers print, one CSV file each; ``SOURCES.md`` says from where."""
    return PUBLISHED
