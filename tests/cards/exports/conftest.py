"""Exports made once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.cards.exports.export import Export
from tests.cards.exports import made


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The internal exports of the newest sample version."""
    return made.export(tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The exports of the reduced card."""
    return made.export(tmp_path_factory.mktemp("public"), audience="public")


@pytest.fixture(scope="session")
def croissant_text(export: Export) -> str:
    """The Croissant file."""
    file = export.file("croissant")
    assert file is not None
    return file.text


@pytest.fixture
def croissant(croissant_text: str) -> dict[str, Any]:
    """A fresh copy of the Croissant document, to change."""
    document: dict[str, Any] = json.loads(croissant_text)
    return document


@pytest.fixture(scope="session")
def folder(export: Export, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports and their tables in a folder, as on the site."""
    target = tmp_path_factory.mktemp("files")
    for file in export.files:
        path = target / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    (target / "tables").mkdir()
    for table in export.tables:
        (target / export.table_path(table)).write_bytes(table.path.read_bytes())
    return target
