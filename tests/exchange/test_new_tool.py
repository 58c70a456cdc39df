"""A new import format is one reader and one row of the table of tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.dataset.files.json_file import read_objects
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.yaml_file import shown
from labelcards.exchange import tools
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from labelcards.exchange.tool_export import ExportBuilder, ToolExport


def fits(record: dict[str, Any]) -> bool:
    """Whether a record is one of the made-up tool's."""
    return {"thing", "verdicts"} <= record.keys()


def read(paths: list[Path]) -> ToolExport:
    """One record per item, with the verdict of each person."""
    builder = ExportBuilder("Made up")
    for path in paths:
        for _, record in read_objects(path, shown(path)):
            builder.item(str(record["thing"]), {"text": record["words"]})
            for person, verdict in record["verdicts"].items():
                row = {"item_id": str(record["thing"]), "annotator_id": person}
                builder.answer("verdict", "choice", [verdict], row)
    return builder.finish()


def test_a_new_tool_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its row, the format is recognized, imported and read as a version; nothing else knows of it."""
    monkeypatch.setitem(tools.TOOLS, "made-up", tools.Tool("Made up", read, fits))
    records = [
        {"thing": n, "words": f"text {n}", "verdicts": {"ann": "yes", "bob": "no" if n % 3 else "yes"}}
        for n in range(12)
    ]
    export = tmp_path / "export.jsonl"
    export.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert tools.detect(export) == "made-up"
    folder = tmp_path / "new"
    write_proposal(propose([export], NewVersion("new", "1.0.0", "2026-01-31")), folder)
    version, _ = read_raw_version(folder, "1.0.0")
    assert (len(version.items), len(version.annotations), len(version.annotators)) == (12, 24, 2)
    assert version.manifest.questions["verdict"].label_ids == ("no", "yes")
