"""Engines: the user's own models, and what is said when they are missing."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy

from labelcards.errors import ToolError
from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.detect.engines import EngineSpec
from tests.privacy.stock import stock_analyzer


def test_settings_are_parsed() -> None:
    """Every documented form is understood and printed back."""
    for text in ("builtin", "spacy:en_core_web_lg", "stanza:en", "transformers:dslim/bert-base-NER"):
        assert str(EngineSpec.parse(text)) == text


@pytest.mark.parametrize("text", ["", "spacy", "spacy:", "builtin:x", "gpt:4"])
def test_unknown_engines_are_refused(text: str) -> None:
    """A setting that means nothing is an error with a remedy."""
    with pytest.raises(ToolError) as raised:
        EngineSpec.parse(text)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("engine", "module", "command"),
    [
        ("spacy:no_such_model_xx", "", "python -m spacy download no_such_model_xx"),
        ("stanza:en", "stanza", "pip install stanza"),
        ("transformers:dslim/bert-base-NER", "torch", "pip install"),
    ],
)
def test_missing_models_name_the_install_command(engine: str, module: str, command: str) -> None:
    """Nothing is downloaded: the error says how to install."""
    if module and importlib.util.find_spec(module) is not None:
        pytest.skip(f"{module} is installed")
    with pytest.raises(ToolError) as raised:
        open_detector(engine)
    assert command in raised.value.hint
    assert raised.value.exit_code == 4


def test_a_users_spacy_model_adds_its_findings(tmp_path: Path) -> None:
    """A model on disk is loaded, its entities are found beside the built-in ones, and it equals stock Presidio."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "zorblax"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "model")
    detector = open_detector(f"spacy:{tmp_path / 'model'}")
    texts = ["then zorblax wrote to jane@doe.org", "my card is 4539 1488 0343 6467", "nothing"]
    found = detector.find(texts)
    kinds = {(texts[0][f.start : f.end], f.entity_type) for f in found[0].findings}
    assert ("zorblax", "PERSON") in kinds
    assert ("jane@doe.org", "EMAIL_ADDRESS") in kinds
    stock = stock_analyzer(detector)
    for text, each in zip(texts, found, strict=True):
        theirs = sorted((r.start, r.end, r.entity_type, round(r.score, 9)) for r in stock.analyze(text, "en"))
        assert sorted((f.start, f.end, f.entity_type, round(f.score, 9)) for f in each.findings) == theirs
    assert detector.configuration != open_detector().configuration
    assert str(detector.parameters["engine"]).startswith("spacy:")


def test_a_broken_model_is_a_tool_error(tmp_path: Path) -> None:
    """A folder that is no model does not crash with spaCy's own error."""
    (tmp_path / "model").mkdir()
    with pytest.raises(ToolError):
        open_detector(f"spacy:{tmp_path / 'model'}")


SCRIPT = """
import json, sys
from labelcards.errors import ToolError
from labelcards.privacy.detect.detector import open_detector
from tests.privacy.stock import stock_analyzer
try:
    detector = open_detector(sys.argv[1])
except ToolError as error:
    print(json.dumps({"error": str(error), "hint": error.hint}))
    sys.exit()
texts = ["then zorblax wrote to jane@doe.org", "nothing"]
found = [[list(finding) for finding in each.findings] for each in detector.find(texts)]
stock = stock_analyzer(detector)
theirs = [sorted([r.start, r.end, r.entity_type, r.score] for r in stock.analyze(text, "en")) for text in texts]
print(json.dumps({"found": found, "stock": theirs, "parameters": detector.parameters}))
"""


def _beside_stand_ins(engine: str, tmp_path: Path, root: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a process prints in which the stand-ins are installed, and the calls that they recorded."""
    stand_ins = Path(__file__).parents[1] / "stand_ins"
    record = tmp_path / "calls.jsonl"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
        "PYTHONPATH": f"{stand_ins}{os.pathsep}{root}",
        "RECORD": str(record),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, engine],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    calls = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return json.loads(done.stdout.splitlines()[-1]), [json.loads(call) for call in calls]


def _tokenizer(folder: Path) -> Path:
    spacy.blank("en").to_disk(folder)
    return folder


def test_a_stanza_model_is_opened_without_download(tmp_path: Path, root: Path) -> None:
    """The pipeline gets the language and no permission to download; its persons are found beside the built-in types."""
    result, calls = _beside_stand_ins("stanza:en", tmp_path, root)
    options = calls[0]["stanza.Pipeline"]
    assert options["lang"] == "en"
    assert options["download_method"] is None
    assert {kind for *_, kind, _ in result["found"][0]} >= {"PERSON", "EMAIL_ADDRESS"}
    assert [sorted(each) for each in result["found"]] == result["stock"]
    assert result["parameters"]["engine"] == "stanza:en"
    assert "StanzaRecognizer" in result["parameters"]["recognizers"]


def test_a_transformers_model_is_opened_offline(tmp_path: Path, root: Path) -> None:
    """The pipeline gets the model's name and the Hub is switched off; its persons are found beside the built-in
    types, equal to stock Presidio.
    """
    engine = f"transformers:{_tokenizer(tmp_path / 'words')}+some/model"
    result, calls = _beside_stand_ins(engine, tmp_path, root)
    assert calls[0]["transformers.pipeline"]["model"] == "some/model"
    assert calls[0]["transformers.pipeline"]["task"] == "token-classification"
    assert calls[0]["offline"] == "1"
    assert {kind for *_, kind, _ in result["found"][0]} >= {"PERSON", "EMAIL_ADDRESS"}
    assert [sorted(each) for each in result["found"]] == result["stock"]
    assert result["parameters"]["engine"] == engine


def test_a_model_that_is_not_there_names_the_command(tmp_path: Path, root: Path) -> None:
    """What the package raises becomes an error with the command that fetches the model once."""
    engine = f"transformers:{_tokenizer(tmp_path / 'words')}+missing/model"
    result, _ = _beside_stand_ins(engine, tmp_path, root)
    assert "hf download missing/model" in result["hint"]
