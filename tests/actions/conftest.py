"""One repository with a branch to review, shared by the tests that only look."""

from __future__ import annotations

import pytest

from tests.actions.repository import Repository, main_and_branch


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Tables in DVC's cache, documents in Git; branch ``relabel`` is checked out. Tests only read it."""
    return main_and_branch(tmp_path_factory.mktemp("review") / "project", tables_in_git=False)
