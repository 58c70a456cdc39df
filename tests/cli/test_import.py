"""A data lead's Monday: an export in, a data set that the pipeline can run out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from labelcards.dataset.version.manifests import read_manifests
from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
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


def _second(workspace: Path, csv: str) -> subprocess.CompletedProcess[str]:
    """Version 2.0.0 from another export."""
    (workspace / "export.csv").write_text(csv)
    return _labelcards(workspace, *IMPORT, "--version", "2.0.0", "--parent", "1.0.0", "--date", "2026-04-01")


def test_a_new_label_is_proposed_for_its_version(workspace: Path) -> None:
    """Each new value once with its count; taken up, it can be chosen in version 2 and changes nothing of version 1."""
    folder = workspace / "datasets/tickets"
    _labelcards(workspace, *IMPORT)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "log.jsonl"}
    done = _second(workspace, CSV.replace("delivery\nt1,", "refund\nt1,", 1).replace("ann,billing", "ann,Billing"))
    assert done.returncode == 0, done.stderr
    assert "Not labels of 'topic' so far, with how many answers: 'Billing' (6), 'refund' (1)." in done.stderr
    path = folder / "versions/2.0.0.yaml"
    assert "#     refund: {} # new: 1 answers" in path.read_text()
    assert "#     Billing" not in path.read_text()  # another spelling, so no label
    with pytest.raises(InputError, match="under `labels` of this version"):
        read_raw_version(folder, "2.0.0")
    text = path.read_text()
    head, _, tail = text.partition("# labels:")
    path.write_text(head + "labels:" + tail.replace("\n# ", "\n").replace("refund: {}", "refund: {}\n    Billing:"))
    version, _ = read_raw_version(folder, "2.0.0")
    assert set(version.annotations["label"]) == {"billing", "delivery", "refund", "Billing"}
    assert read_manifests(folder, "1.0.0")[0].questions["topic"].label_ids == ("billing", "delivery")
    assert {path: path.read_bytes() for path in before} == before


def test_a_version_inherits_its_parents_own_labels(workspace: Path) -> None:
    """The third version can choose what the second one could, without being told again."""
    _labelcards(workspace, *IMPORT)
    _second(workspace, CSV.replace("delivery\nt1,", "refund\nt1,", 1))
    path = workspace / "datasets/tickets/versions/2.0.0.yaml"
    head, _, tail = path.read_text().partition("# labels:")
    path.write_text(
        head + "labels:" + tail.replace("\n# ", "\n").replace("refund: {}", "refund: {title: 'Money, back'}")
    )
    done = _labelcards(workspace, *IMPORT, "--version", "3.0.0", "--parent", "2.0.0", "--date", "2026-05-01")
    assert done.returncode == 0, done.stderr
    assert "Not labels" not in done.stderr
    topic = read_manifests(workspace / "datasets/tickets", "3.0.0")[0].questions["topic"]
    assert [(label.id, label.title) for label in topic.labels][-1] == ("refund", "Money, back")


def test_a_parent_that_is_not_there(workspace: Path) -> None:
    """--parent of a version that nobody imported is refused before anything is written."""
    _labelcards(workspace, *IMPORT)
    done = _labelcards(workspace, *IMPORT, "--version", "1.1.0", "--parent", "0.9.0")
    assert done.returncode == 2
    assert "Known: 1.0.0." in done.stderr
    assert not (workspace / "datasets/tickets/versions/1.1.0.yaml").exists()


def test_free_answers_are_no_labels(workspace: Path) -> None:
    """More new values than anybody would list are counted, the first named, and none is proposed."""
    _labelcards(workspace, *IMPORT)
    rows = "".join(
        f"t{item},Some longer text about parcel {item},{who},free {item} {who}\n"
        for item in range(12)
        for who in ("ann", "bob")
    )
    done = _second(workspace, "id,body,who,topic\n" + rows)
    assert "and 4 more. So many are free answers" in done.stderr
    assert "labels:" not in (workspace / "datasets/tickets/versions/2.0.0.yaml").read_text()


def test_a_question_with_one_label_is_told(workspace: Path) -> None:
    """The data set is written, with gates; what is missing is said now and again when the pipeline stops."""
    (workspace / "export.csv").write_text(CSV.replace("billing", "delivery"))
    done = _labelcards(workspace, *IMPORT)
    assert done.returncode == 0, done.stderr
    assert "'topic' has one label only" in done.stderr
    assert (workspace / "datasets/tickets/gates.yaml").is_file()
    with pytest.raises(InputError, match="nothing to choose or to agree on"):
        read_raw_version(workspace / "datasets/tickets", "1.0.0")
