"""Engines: the user's own models, and what is said when they are missing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import spacy

from labelcards.errors import ToolError
from labelcards.privacy.detect import open_detector
from labelcards.privacy.engines import EngineSpec


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
    stock = detector.stock_analyzer()
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
