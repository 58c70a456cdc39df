"""Whatever a file holds, a validator answers with findings and never breaks."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelcards.cards.exports.yaml_text import front_matter
from labelcards.standards.croissant import validate_croissant
from labelcards.standards.finding import ValidationFinding, ValidationFindings
from labelcards.standards.front_matter import read_front_matter, split_card
from labelcards.standards.validation import KINDS, Kind, kind_of, validate_text

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "cards" / "files"
NAMES = st.sampled_from(
    [
        "@id",
        "@type",
        "@context",
        "@vocab",
        "@list",
        "@value",
        "name",
        "url",
        "source",
        "field",
        "fileObject",
        "extract",
        "column",
        "recordSet",
        "key",
        "data",
        "license",
        "creator",
        "distribution",
        "dataType",
        "cr:annotation",
        "rai:dataBiases",
        "sc:name",
        "http://schema.org/url",
        "configs",
        "dataset_info",
        "features",
        "dtype",
        "splits",
        "model-index",
        "results",
        "metrics",
        "class_label",
        "names",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner, max_size=4),
    max_leaves=12,
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        found += [place for key in value for place in _places(value[key], (*path, key))]
    elif isinstance(value, list):
        found += [place for index, entry in enumerate(value) for place in _places(entry, (*path, index))]
    return found


def _replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return changed


def _sound(findings: tuple[ValidationFinding, ...]) -> None:
    assert all(finding.path.startswith("$") and finding.message and finding.remedy for finding in findings)
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels)


@QUICK
@given(VALUES)
def test_any_json_is_answered(document: Any) -> None:
    """A document of any shape has findings, errors first."""
    findings = validate_croissant(document)
    _sound(findings)
    assert findings


@QUICK
@given(st.data())
def test_any_value_anywhere_in_a_document(data: st.DataObject) -> None:
    """Any value in place of any part of a valid document is taken in."""
    document = json.loads((GOLDEN / "croissant.json").read_text(encoding="utf-8"))
    place = data.draw(st.sampled_from(_places(document)))
    _sound(validate_croissant(_replaced(document, place, data.draw(VALUES))))


@pytest.mark.parametrize("kind", ["huggingface", "huggingface-model"])
@QUICK
@given(st.data())
def test_any_value_anywhere_in_a_card(kind: Kind, data: st.DataObject) -> None:
    """Any value in place of any part of a card's metadata is taken in."""
    parts = split_card((GOLDEN / kind / "README.md").read_text(encoding="utf-8"))
    assert parts is not None
    content = yaml.safe_load(parts[0])
    changed = _replaced(content, data.draw(st.sampled_from(_places(content))), data.draw(VALUES))
    _sound(validate_text(f"---\n{yaml.safe_dump(changed, allow_unicode=True)}---\n{parts[1]}", kind))


@QUICK
@given(st.text() | st.text().map(lambda text: f"---\n{text}\n---\n{text}"))
def test_any_text_is_answered(text: str) -> None:
    """Text of any kind is validated as every kind, and its kind is guessed, without a failure."""
    kind_of(text)
    for kind in KINDS:
        _sound(validate_text(text, kind))


_CARD_WORDS = st.sampled_from(
    [
        "no",
        "yes",
        "on",
        "y",
        "N",
        "012",
        "1_000",
        "1e3",
        "~",
        "",
        "2026-01-31",
        "12:30",
        "a: b",
        "a #b",
        "- a",
        "*a",
        "'",
        "é",
        "\u2028",
        "a\nb",
        " a",
    ]
)
_CARD = st.dictionaries(
    st.sampled_from(["license", "tags", "pretty_name"]),
    st.one_of(_CARD_WORDS, st.lists(_CARD_WORDS, max_size=4), st.integers(), st.booleans()),
    max_size=3,
)


@given(_CARD)
def test_front_matter_means_the_same_to_every_reader(content: dict[str, Any]) -> None:
    """What is exported reads back alike by YAML 1.1 as the Hub's client reads it (PyYAML) and by our validator."""
    kept = {key: value for key, value in content.items() if value not in ("", [])}
    findings = ValidationFindings()
    text = front_matter(content)
    held = read_front_matter(f"{text}# Card\n", findings) if kept else ({}, "# Card\n")
    assert held is not None
    assert held == (kept, "# Card\n")
    assert (yaml.safe_load(text.removeprefix("---\n").removesuffix("---\n")) or {}) == kept


@pytest.mark.parametrize(
    ("written", "value"),
    [("no", False), ("On", True), ("y", "y"), ("N", "N"), ("012", 10), ("1_000", 1000), ("0.5", 0.5), ("'no'", "no")],
)
def test_plain_words_count_as_for_the_hubs_client(written: str, value: object) -> None:
    """Front matter is read by YAML 1.1, with PyYAML's idea of a truth value."""
    held = read_front_matter(f"---\nlicense: {written}\n---\n", ValidationFindings())
    assert held is not None
    assert held[0] == {"license": value} == yaml.safe_load(f"license: {written}")


def test_repeated_keys_keep_the_last_and_are_named() -> None:
    """Also in a mapping below, beside merged keys, which are not repeated ones."""
    block = "a: 1\nb: &x {c: 1, c: 2}\nd: {<<: *x, c: 3}\na: 2\n"
    findings = ValidationFindings()
    held = read_front_matter(f"---\n{block}---\n", findings)
    assert held is not None
    assert held[0] == {"a": 2, "b": {"c": 2}, "d": {"c": 3}} == yaml.safe_load(block)
    assert [(one.code, one.path) for one in findings.all()] == [("duplicate-key", "$.a"), ("duplicate-key", "$.c")]
