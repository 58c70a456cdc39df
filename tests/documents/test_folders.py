"""Folders are replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.documents.folders import staged_folder


def _content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def _half_written(target: Path) -> None:
    with staged_folder(target) as staged:
        (staged / "new").write_text("2")
        (staged / "missing" / "file").write_text("3")


def test_folder_is_created_and_replaced(tmp_path: Path) -> None:
    """Files of the old folder that the new one does not write are gone."""
    target = tmp_path / "deep" / "tables"
    with staged_folder(target) as staged:
        (staged / "old").write_text("1")
    with staged_folder(target) as staged:
        (staged / "new").write_text("2")
        assert _content(target) == {"old": "1"}
    assert _content(target) == {"new": "2"}
    assert target.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in target.parent.iterdir()] == ["tables"]


def test_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    """When writing fails, the old content stays and nothing is left behind."""
    target = tmp_path / "tables"
    with staged_folder(target) as staged:
        (staged / "old").write_text("1")
    with pytest.raises(FileNotFoundError):
        _half_written(target)
    assert _content(target) == {"old": "1"}
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]
