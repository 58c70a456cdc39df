"""What a manifest declares of a table's text: its encoding, and how its times are written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.version_manifest import TableFile
from labelcards.errors import InputError
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from tests.program import labelcards

TABLE = "id;annotator;label;time\n1;ann;caf\u00e9;31/01/2026\n1;bob;no;01/02/2026\n2;ann;no;\n2;bob;no;03/04/2026\n"
NEW = NewVersion("new", "1.0.0", "2026-01-31")


def _imported(folder: Path) -> Path:
    path = folder / "labels.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode("cp1252")))
    write_proposal(propose([path], NEW, encoding="cp1252"), folder / "new")
    return folder / "new"


def test_declared_encoding_and_times(tmp_path: Path) -> None:
    """Import reads encoding and dates that can be read in one way; else they are read once their format is declared."""
    folder = _imported(tmp_path)
    manifest = folder / "versions/1.0.0.yaml"
    assert "encoding" not in manifest.read_text()
    days = ["2026-01-31", "2026-02-01", "NaT", "2026-04-03"]
    version, _ = read_raw_version(folder, "1.0.0")
    assert [str(time)[:10] for time in version.annotations["submitted_at"]] == days
    raw = folder / "raw/1.0.0/annotations.jsonl"
    rows = [json.loads(line) for line in raw.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if "submitted_at" in row:
            row["submitted_at"] = "/".join(reversed(row["submitted_at"][:10].split("-")))
    raw.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(InputError, match=r"bad-time") as caught:
        read_raw_version(folder, "1.0.0")
    assert "time_format" in str(caught.value)
    manifest.write_text(manifest.read_text() + "    time_format: '%d/%m/%Y'\n")
    version, _ = read_raw_version(folder, "1.0.0")
    assert sorted(set(version.annotations["label"])) == ["caf\u00e9", "no"]
    assert [str(time)[:10] for time in version.annotations["submitted_at"]] == days
    manifest.write_text(manifest.read_text().replace("%d/%m/%Y", "%m/%d/%Y"))
    with pytest.raises(InputError, match="not written as %m/%d/%Y"):
        read_raw_version(folder, "1.0.0")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("encoding", "klingon"),
        ("encoding", "unicode_escape"),
        ("time_format", "%d.%m."),
        ("time_format", "%Y-%d-%m %I:%M"),
        ("time_format", "%Q"),
    ],
)
def test_nonsense_is_refused(field: str, value: str) -> None:
    """An encoding exists, and a format says which day and which half of it."""
    with pytest.raises(ValidationError):
        TableFile.model_validate({"file": "raw/a.csv", field: value})


@pytest.mark.parametrize("written", ["%d.%m.%Y", "%m/%d/%y %H:%M", "%d %b %Y %I:%M %p", "%Y%m%d"])
def test_usual_formats_are_accepted(written: str) -> None:
    """Dates alone, short years, names of months, twelve hours."""
    assert TableFile.model_validate({"file": "raw/a.csv", "time_format": written}).time_format == written


def test_encoding_of_commands(tmp_path: Path) -> None:
    """`agreement`, `detect` and `import` read the same file with the same option, and say which one is missing."""
    path = tmp_path / "labels.csv"
    path.write_bytes(TABLE.replace(";time", ";text").encode("cp1252"))
    told = ["--item", "id", "--annotator", "annotator", "--label", "label", "--json"]
    for command in (["agreement", path, *told], ["detect", path, "--json"]):
        refused = labelcards(*command)
        assert refused.returncode == 2
        assert "--encoding" in refused.stderr
        assert labelcards(*command, "--encoding", "latin-1").returncode == 0
    measured = labelcards("agreement", path, *told, "--encoding", "cp1252")
    assert json.loads(measured.stdout)["annotations"] == 4
