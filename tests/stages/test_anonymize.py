"""The anonymize stage on a data set with a marked sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.errors import InputError
from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.detect.evaluate import evaluate, read_sample
from labelcards.stages.anonymize import run
from tests.dataset.folder import make_folder

ANNOTATIONS = "item_id,annotator_id,topic\nt1,x,billing\nt2,x,other\nt3,y,other\n"
MARKED = (
    {"text": "Mr. Okonkwo wrote to jane.doe@example.org.", "spans": [(4, 11, "PERSON"), (21, 41, "EMAIL")]},
    {"text": "The parcel is late.", "spans": []},
)


def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> Path:
    monkeypatch.setenv("LABELCARDS_KEY", "0123456789abcdef")
    questions = {"topic": {"title": "Topic?", "labels": ["billing", "other"]}}
    items = "item_id,text\nt1,one\nt2,two\nt3,three\n"
    folder = make_folder(tmp_path, {"items.csv": items, "annotations.csv": ANNOTATIONS}, questions=questions)
    manifest = folder / "versions" / "1.0.0.yaml"
    content = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    manifest.write_text(yaml.safe_dump({**content, "privacy_sample": "raw/sample.jsonl"}), encoding="utf-8")
    (folder / "raw" / "sample.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "params.yaml").write_text("anonymize: {jobs: 1}\n", encoding="utf-8")
    return folder


def _line(text: str, spans: object) -> str:
    assert isinstance(spans, list)
    return json.dumps({"text": text, "spans": [{"start": s, "end": e, "entity_type": t} for s, e, t in spans]})


def test_the_document_holds_what_evaluate_measures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures as the command's, with their definitions, and no text of the sample."""
    lines = "".join(_line(str(each["text"]), each["spans"]) + "\n" for each in MARKED)
    folder = _folder(tmp_path, monkeypatch, lines)
    run(folder, "1.0.0", tmp_path / "params.yaml")
    path = folder / "versions" / "1.0.0" / "documents" / "anonymization.json"
    document = MetricsDocument.read(path)
    held = document.branch("detection")
    expected = evaluate(read_sample(folder / "raw" / "sample.jsonl"), open_detector())
    assert {name: held[name] for name in expected} == expected
    texts, recall = held["texts"], document.branch("detection", "pii")["recall"]
    assert isinstance(texts, Figure)
    assert texts.value == 2
    assert isinstance(recall, Figure)
    assert recall.value == 1.0
    assert {"detection_recall", "type_covered", "sample_words"} <= document.catalog.keys()
    assert document.parameters["privacy_sample"] == "raw/sample.jsonl"
    assert "Okonkwo" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lines", ["no json\n", _line("short", [(0, 99, "PERSON")]), _line("Ann", [(0, 3, "a b<c>")])])
def test_a_bad_sample_stops_the_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """The file is named, nothing of it is quoted, and no table is written."""
    folder = _folder(tmp_path, monkeypatch, lines)
    with pytest.raises(InputError) as raised:
        run(folder, "1.0.0", tmp_path / "params.yaml")
    assert "sample.jsonl" in str(raised.value)
    assert "<c>" not in str(raised.value)
    assert not (folder / "versions" / "1.0.0" / "tables").exists()


def test_a_missing_sample_stops_the_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manifest that names a file which is not there is an input error."""
    folder = _folder(tmp_path, monkeypatch, "")
    (folder / "raw" / "sample.jsonl").unlink()
    with pytest.raises(InputError):
        run(folder, "1.0.0", tmp_path / "params.yaml")
