"""labelcards privacy evaluate."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.program import labelcards

ROWS = [
    {"text": "Write to jane@doe.org today.", "spans": [{"start": 9, "end": 21, "entity_type": "EMAIL_ADDRESS"}]},
    {"text": "It came on 3 May 1990.", "spans": [{"start": 11, "end": 21, "entity_type": "DATE"}]},
    {"text": "Nothing to see here.", "spans": [{"start": 0, "end": 7, "entity_type": "PERSON"}]},
]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Three texts: two marks that are found, one that is not."""
    path = tmp_path / "sample.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return labelcards("privacy", "evaluate", *arguments, env={"COLUMNS": "80"})


def test_json_has_every_figure_and_no_text(sample: Path) -> None:
    """Two of three marks found, nothing found wrongly; the sample's words are not repeated."""
    done = _run(str(sample), "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["texts"], result["words"]) == (3, 14)
    assert result["pii"]["recall"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert result["pii"]["precision"]["value"] == 1.0
    assert result["types"]["PERSON"]["recall"]["value"] == 0.0
    assert result["types"]["DATE_TIME"]["f2"]["value"] == 1.0
    assert result["false_alarms_per_1000_words"]["value"] == 0.0
    assert result["parameters"]["engine"] == "builtin"
    assert "jane" not in done.stdout


def test_table_fits_a_terminal(sample: Path) -> None:
    """The same for a person, 80 columns wide."""
    done = _run(str(sample))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    row = next(line.split() for line in lines if line.startswith("PERSON"))
    assert row == ["PERSON", "1", ".00", ".00-.79", "—", ".00", ".00-.79", ".00", ".00-.79"]


def test_missing_model_and_bad_sample_say_what_to_do(sample: Path, tmp_path: Path) -> None:
    """Exit 4 with the command that installs the model; exit 2 with the row of a bad mark."""
    missing = _run(str(sample), "--engine", "spacy:no_such_model")
    assert missing.returncode == 4
    assert "python -m spacy download no_such_model" in missing.stderr
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps({"text": "x", "spans": [{"start": 0, "end": 9, "entity_type": "A"}]}) + "\n")
    refused = _run(str(bad))
    assert refused.returncode == 2
    assert "1" in refused.stderr
