"""Killing ``labelcards anonymize`` at any moment leaves neither a raw value outside ``raw/`` nor half an output."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from labelcards.dataset.contract.tables import CONTRACT, SIDE_TABLES
from labelcards.documents.figures import MetricsDocument
from labelcards.stages.inputs import digests

DATA = "support-tickets"
VERSION = "2.0.0"
KILLS = 50
PARAMS = "demo:\n  items: 300\nanonymize:\n  operators:\n    PERSON: pseudonym\n"
COMMAND = [sys.executable, "-m", "labelcards"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plant(raw: Path) -> list[str]:
    """Put one mail address into every ticket; return these, the annotators' names and the customers' numbers."""
    path = raw / "items.csv"
    items = _rows(path)
    mails = [f"canary{number}@planted-mail.net" for number in range(len(items))]
    for item, mail in zip(items, mails, strict=True):
        item["body"] += f" Please write to {mail} soon."
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(items[0]))
        writer.writeheader()
        writer.writerows(items)
    people = {row["annotator"] for row in _rows(raw / "annotators.csv")}
    return [*mails, *sorted(people), *sorted({item["customer_id"] for item in items})]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Path, list[str]]:
    """The demo with canaries and no output yet, and the canaries."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(root / "datasets" / DATA, folder / DATA, ignore=shutil.ignore_patterns("raw", "[0-9]*[0-9]"))
    (folder / "params.yaml").write_text(PARAMS, encoding="utf-8")
    subprocess.run([*COMMAND, "demo", DATA], cwd=folder, check=True, capture_output=True)
    (folder / DATA / "raw" / "planted.jsonl").unlink(missing_ok=True)
    return folder, _plant(folder / DATA / "raw" / VERSION)


def _content(path: Path) -> str:
    """All that can be read from a file; Parquet decompressed."""
    if path.suffix == ".parquet":
        try:
            table = pd.read_parquet(path)
        except (OSError, ValueError):
            return path.read_bytes().decode("utf-8", "replace")  # half-written staging file
        return "\n".join(str(value) for column in table for value in table[column].dropna())
    return path.read_bytes().decode("utf-8", "replace")


def _survivors(folder: Path, scratch: Path, canaries: list[str]) -> list[tuple[str, int]]:
    """(file, number of canaries in it) outside ``raw/``."""
    files = [path for place in (folder, scratch) for path in sorted(place.rglob("*")) if path.is_file()]
    outside = [path for path in files if (folder / DATA / "raw") not in path.parents]
    contents = [(path.name, _content(path)) for path in outside]
    return [(name, hits) for name, text in contents if (hits := sum(value in text for value in canaries))]


def _check_outputs(folder: Path) -> None:
    """What is there is whole: every table readable, and a document that is about the tables that are there."""
    made = folder / DATA / "versions" / VERSION
    tables = made / "tables"
    if tables.exists():
        assert {path.stem for path in tables.glob("*.parquet")} >= set(CONTRACT) - set(SIDE_TABLES)
        assert len(pd.read_parquet(tables / "items.parquet")) == 300
    for path in (made / "documents").glob("*.json") if (made / "documents").exists() else ():
        MetricsDocument.read(path)
    for path in (folder / DATA / "raw").glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_killed_at_fifty_moments(project: tuple[Path, list[str]], tmp_path: Path) -> None:
    """Fifty kills between start and end, every other one over the outputs of an earlier run; then a run to the end
    repairs everything.
    """
    folder, canaries = project
    assert len(canaries) > 400
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [*COMMAND, "anonymize", DATA, VERSION]
    started = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    duration = time.monotonic() - started
    made = folder / DATA / "versions" / VERSION
    whole = {path.name: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    assert "anonymization.json" in whole
    rng = random.Random(3)
    for attempt in range(KILLS):
        if attempt % 2:
            shutil.rmtree(made, ignore_errors=True)
            shutil.rmtree(folder / DATA / "raw" / ".cache", ignore_errors=True)
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        time.sleep(duration * rng.uniform(0.2, 1.0))
        process.send_signal(signal.SIGKILL)
        printed = process.communicate()[0].decode("utf-8", "replace")
        assert sum(value in printed for value in canaries) == 0
        assert _survivors(folder, scratch, canaries) == []
        _check_outputs(folder)
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    assert {
        path.name: path.read_bytes() for path in made.rglob("*") if path.is_file() and ".part" not in str(path)
    } == whole
    document = MetricsDocument.read(made / "documents" / "anonymization.json")
    assert document.sources == digests(folder / DATA, made / "tables")
