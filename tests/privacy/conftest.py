"""A detector for all privacy tests: opening it takes a second."""

from __future__ import annotations

import pytest

from labelcards.privacy.detect.detector import Detector, open_detector
from labelcards.privacy.key import PseudonymKey


@pytest.fixture(scope="session")
def detector() -> Detector:
    """The built-in detector."""
    return open_detector()


@pytest.fixture
def key() -> PseudonymKey:
    """A key of the tests."""
    return PseudonymKey(b"a key for tests only, 32 bytes..")


@pytest.fixture
def other_key() -> PseudonymKey:
    """Another key."""
    return PseudonymKey(b"quite another key of 32 bytes...")
