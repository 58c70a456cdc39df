"""What a person sees when the input is wrong: one list of problems, exit code 2, nothing half-written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program import labelcards

SOUND = Path(__file__).resolve().parents[1] / "broken" / "sound"
Break = Callable[[Path], object]


def _anonymize(cwd: Path) -> subprocess.CompletedProcess[str]:
    return labelcards("anonymize", "tickets", "1.0.0", cwd=cwd)


def _edit(name: str, old: str, new: str) -> Break:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _rows(name: str, edit: Callable[[list[str]], list[str]]) -> Break:
    def change(folder: Path) -> None:
        path = folder / "raw/1.0.0" / name
        path.write_text("\n".join(edit(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")

    return change


BREAKS: dict[str, tuple[Break, str]] = {
    "missing column": (
        _rows("annotations.csv", lambda rows: [row.replace("item_id", "itm", 1) for row in rows]),
        "missing-column",
    ),
    "duplicate item id": (_rows("items.csv", lambda rows: [*rows, rows[-1]]), "duplicate-item"),
    "unreadable encoding": (
        lambda folder: (folder / "raw/1.0.0/items.csv").write_bytes(b"item_id,body\ni1,\xff\xfe\xfa\n"),
        "unreadable-encoding",
    ),
    "empty file": (lambda folder: (folder / "raw/1.0.0/items.csv").write_bytes(b""), "empty-file"),
    "manifest typo": (_edit("dataset.yaml", "questions:", "qestions:"), "unknown-key"),
}


@pytest.mark.parametrize("case", BREAKS)
def test_one_clear_list_and_nothing_written(case: str, tmp_path: Path) -> None:
    """Each broken input exits 2 with its reason code and a remedy, without a traceback, and writes nothing."""
    shutil.copytree(SOUND, tmp_path / "tickets")
    spoil, code = BREAKS[case]
    spoil(tmp_path / "tickets")
    before = sorted(path for path in tmp_path.rglob("*"))
    done = _anonymize(tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("error: ")
    assert f"({code})" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_unknown_item_and_unknown_label_are_listed_together(tmp_path: Path) -> None:
    """Problems of different rows and kinds stand in one list, each with file and row."""
    shutil.copytree(SOUND, tmp_path / "tickets")
    path = tmp_path / "tickets/raw/1.0.0/annotations.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    header = rows[0].split(",")
    cells = dict(zip(header, rows[1].split(","), strict=False))
    for change in ({"item_id": "nowhere"}, {"label": "no such topic"}):
        rows.append(",".join({**cells, **change}[name] for name in header))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = _anonymize(tmp_path)
    assert done.returncode == 2
    assert "(unknown-item)" in done.stderr
    assert "(unknown-label)" in done.stderr
    assert f"annotations.csv:{len(rows) - 1}" in done.stderr
    assert f"annotations.csv:{len(rows)}" in done.stderr


def test_a_missing_key_says_how_to_make_one(tmp_path: Path) -> None:
    """Without a pseudonym key the stage exits 4 and names the command that makes one."""
    shutil.copytree(SOUND, tmp_path / "tickets")
    done = _anonymize(tmp_path)
    assert done.returncode == 4, done.stderr
    assert "labelcards key new" in done.stderr
    assert not (tmp_path / "tickets/versions/1.0.0").exists()
