"""A data lead's Monday: an export in, a data set that the pipeline can run out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from labelcards.dataset.version.manifests import read_manifests
from labelcards.dataset.version.reading import read_raw_version
from tests.program import labelcards

CSV = "id,body,who,topic\n" + "".join(
    f"t{item},Ticket number {item} about a parcel that is late,{who},{'delivery' if item % 2 else 'billing'}\n"
    for item in range(12)
    for who in ("ann", "bob")
)


IMPORT = ("import", "export.csv", "--name", "tickets", "--label", "topic", "--date", "2026-03-01")


def _labelcards(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return labelcards(*arguments, cwd=cwd)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with an export and a params.yaml."""
    (tmp_path / "export.csv").write_text(CSV)
    (tmp_path / "params.yaml").write_text("datasets: []\nversions: {}\nparents: {}\n")
    return tmp_path


def test_what_is_imported_can_be_read(workspace: Path) -> None:
    """The proposed manifests read the copied file without an edit: 12 items, 24 annotations, 2 annotators."""
    done = _labelcards(workspace, *IMPORT)
    assert done.returncode == 0, done.stderr
    version, _ = read_raw_version(workspace / "datasets/tickets", "1.0.0")
    assert (len(version.items), len(version.annotations), len(version.annotators)) == (12, 24, 2)
    for name in ("datasheet.yaml", "modelcard.yaml", "guidelines/1.0.0.md"):
        assert (workspace / "datasets/tickets" / name).is_file()
    assert "tickets-1.0.0" in (workspace / "params.yaml").read_text()


def test_a_second_version_has_its_parent(workspace: Path) -> None:
    """--parent goes into the version's manifest and into params.yaml; dataset.yaml is kept."""
    _labelcards(workspace, *IMPORT)
    before = (workspace / "datasets/tickets/dataset.yaml").read_text()
    done = _labelcards(workspace, *IMPORT, "--version", "1.1.0", "--parent", "1.0.0", "--date", "2026-04-01")
    assert done.returncode == 0, done.stderr
    _, declared = read_manifests(workspace / "datasets/tickets", "1.1.0")
    assert declared.parent == "1.0.0"
    assert (workspace / "datasets/tickets/dataset.yaml").read_text() == before
    assert "parent: 1.0.0" in (workspace / "params.yaml").read_text()


def test_an_existing_version_is_not_overwritten(workspace: Path) -> None:
    """Importing the same version again is refused with the files that exist, and changes nothing."""
    _labelcards(workspace, *IMPORT)
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    done = _labelcards(workspace, *IMPORT)
    assert done.returncode == 2
    assert "(file-exists)" in done.stderr
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_a_column_nobody_can_guess_is_asked_for(workspace: Path) -> None:
    """Where two columns may hold the labels, the message names the options that decide."""
    rows = [line.split(",") for line in CSV.splitlines()]
    urgent = [["stance"], *([("no", "yes", "yes")[place % 3]] for place in range(len(rows) - 1))]
    lines = (",".join([*row, *more]) for row, more in zip(rows, urgent, strict=True))
    (workspace / "export.csv").write_text("\n".join(lines) + "\n")
    done = _labelcards(workspace, "import", "export.csv", "--name", "tickets")
    assert done.returncode == 2
    assert "--label stance" in done.stderr
    assert "--label topic" in done.stderr


def test_a_mistyped_column_is_suggested(workspace: Path) -> None:
    """--label topik names the column that was meant."""
    done = _labelcards(workspace, "import", "export.csv", "--name", "tickets", "--label", "topik")
    assert done.returncode == 2
    assert "Did you mean 'topic'?" in done.stderr
