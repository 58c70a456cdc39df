"""Bad inputs as folders: each overlays ``sound`` and holds the exact message a person would read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError

HERE = Path(__file__).resolve().parent
CASES = sorted(path.parent.name for path in HERE.glob("*/expected.txt"))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the sound data set in ``tickets``."""
    shutil.copytree(HERE / "sound", tmp_path / "tickets")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _message() -> str:
    with pytest.raises(InputError) as caught:
        read_raw_version(Path("tickets"), "1.0.0")
    assert caught.value.exit_code == 2
    return f"{caught.value}\n"


@pytest.mark.parametrize("case", CASES)
def test_message_is_exactly_the_expected_one(case: str, workspace: Path) -> None:
    """Every bad input is refused with all its problems, in words that are checked in beside it."""
    shutil.copytree(HERE / case, workspace / "tickets", dirs_exist_ok=True)
    assert _message() == (HERE / case / "expected.txt").read_text(encoding="utf-8")


def test_sound_data_set_has_no_problem(workspace: Path) -> None:
    """The data set that all cases break is itself read, so a case fails for its own reason."""
    version, report = read_raw_version(workspace / "tickets", "1.0.0")
    assert len(version.annotations) == 7
    assert report.tables["annotations"].left_out == {"no-answer": 1}


def test_no_message_quotes_a_value_from_a_table(workspace: Path) -> None:
    """Cell values never reach an error message, whatever is wrong with them."""
    secret = "jane.roe@example.org"
    annotations = workspace / "tickets/raw/1.0.0/annotations.csv"
    text = annotations.read_text(encoding="utf-8")
    annotations.write_text(f"{text}{secret},{secret},{secret},{secret},{secret},{secret},,\n", encoding="utf-8")
    annotations.with_name("gold.csv").write_text(
        f"item_id,question,label\n{secret},topic,{secret}\n{secret},topic,other\n", encoding="utf-8"
    )
    message = _message()
    assert secret not in message
    for code in ("unknown-item", "unknown-annotator", "unknown-question", "bad-time", "unknown-label"):
        assert f"({code})" in message


def test_link_out_of_the_folder_is_refused(workspace: Path) -> None:
    """A symbolic link cannot bring in a file from outside the dataset folder."""
    items = workspace / "tickets/raw/1.0.0/items.csv"
    items.rename(workspace / "elsewhere.csv")
    items.symlink_to(workspace / "elsewhere.csv")
    assert "The path leads outside the dataset folder through a symbolic link." in _message()


def test_link_into_the_dvc_cache_is_followed(workspace: Path) -> None:
    """DVC may link tracked files to its cache, which lies in the repository but outside the dataset folder."""
    items = workspace / "tickets/raw/1.0.0/items.csv"
    cached = workspace / ".dvc/cache/files/md5/ab/cdef"
    cached.parent.mkdir(parents=True)
    items.rename(cached)
    items.symlink_to(os.path.relpath(cached, items.parent))
    version, _ = read_raw_version(workspace / "tickets", "1.0.0")
    assert list(version.items["item_id"]) == ["t1", "t2", "t3"]


def test_every_case_has_its_expectation() -> None:
    """A folder without expected text would be a case that cannot fail."""
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name not in {"sound", "__pycache__"}}
    assert folders == set(CASES)
    assert len(CASES) >= 43
