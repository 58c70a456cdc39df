"""Second opinions on the exports: mlcroissant, a JSON-LD processor, huggingface_hub. The network is cut off."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml

from labelcards.cards.exports.export import Export
from labelcards.standards.front_matter import split_card
from labelcards.standards.jsonld import NAMESPACES
from labelcards.standards.validation import Kind
from tests.cards.exports import made

BASE = "https://example.org/croissant.json"


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection is an error."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture(scope="module", params=["internal", "public"])
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The exports for both audiences."""
    return made.export(tmp_path_factory.mktemp("oracle"), audience=request.param)


def _text(export: Export, kind: Kind) -> str:
    file = export.file(kind)
    assert file is not None
    return file.text


def test_mlcroissant_reads_every_record(export: Export, tmp_path: Path) -> None:
    """mlcroissant accepts the document and loads every row of every table, with checked digests."""
    mlcroissant = pytest.importorskip("mlcroissant")
    logging.getLogger("absl").setLevel(logging.CRITICAL)
    (tmp_path / "croissant.json").write_text(_text(export, "croissant"), encoding="utf-8")
    (tmp_path / "tables").mkdir()
    for table in made.sources(tmp_path / "source").tables:
        (tmp_path / "tables" / table.file).write_bytes(table.path.read_bytes())
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    said = {warning for warning in dataset.metadata.ctx.issues.warnings if "cardinality" not in warning}
    assert not said
    for name, table in made.tables().items():
        if table.num_rows:
            rows = list(dataset.records(name))
            assert len(rows) == table.num_rows, name
            assert [row[f"{name}/item_id"].decode() for row in rows if f"{name}/item_id" in row] == (
                table.column("item_id").to_pylist() if "item_id" in table.column_names else []
            )


def test_what_mlcroissant_gets_wrong_is_still_so(export: Export, tmp_path: Path) -> None:
    """It drops two RAI properties of the specification; when this fails, docs/reference/exports.md is out of date."""
    mlcroissant = pytest.importorskip("mlcroissant")
    document = json.loads(_text(export, "croissant"))
    (tmp_path / "croissant.json").write_text(json.dumps(document), encoding="utf-8")
    metadata = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json")).metadata
    assert document["rai:dataManipulationProtocol"]
    assert metadata.data_manipulation_protocol is None
    assert document["rai:dataCollectionTimeframe"]
    assert metadata.data_collection_timeframe is None
    assert metadata.annotations_per_item == document["rai:annotationsPerItem"]
    assert list(metadata.data_biases) == document["rai:dataBiases"]


def test_json_ld_expansion_keeps_everything(export: Export) -> None:
    """A JSON-LD processor maps every key to a known vocabulary and drops none; identifiers become IRIs."""
    pyld = pytest.importorskip("pyld")
    document = json.loads(_text(export, "croissant"))
    expanded = pyld.jsonld.expand(document, {"base": BASE})
    assert len(expanded) == 1
    bases = tuple(base for bases in NAMESPACES.values() for base in bases)
    keys = list(_keys(expanded))
    assert all(key.startswith(("@", *bases)) for key in keys)
    written = [key for key in _keys({k: v for k, v in document.items() if k != "@context"}) if not key.startswith("@")]
    assert len([key for key in keys if not key.startswith("@")]) == len(written)
    dataset = expanded[0]
    assert dataset["@type"] == ["https://schema.org/Dataset"]
    assert {entry["@value"] for entry in dataset["http://purl.org/dc/terms/conformsTo"]} == set(document["conformsTo"])
    records = {entry["@id"]: entry for entry in dataset["http://mlcommons.org/croissant/recordSet"]}
    assert f"{BASE.rpartition('/')[0]}/annotations" in records


def test_the_label_field_expands_with_its_agreement(export: Export) -> None:
    """After expansion the label field is a cr:Label whose annotations hold alpha with interval and n."""
    pyld = pytest.importorskip("pyld")
    cr = "http://mlcommons.org/croissant/"
    expanded = pyld.jsonld.expand(json.loads(_text(export, "croissant")), {"base": BASE})[0]
    annotations = next(r for r in expanded[f"{cr}recordSet"] if r["@id"].endswith("/annotations"))
    label = next(f for f in annotations[f"{cr}field"] if f["@id"].endswith("annotations/label"))
    assert {"@id": f"{cr}Label"} in label[f"{cr}dataType"]
    alpha = next(a for a in label[f"{cr}annotation"] if a["@id"].endswith("annotations/label/topic/alpha"))
    parts = {
        sub["https://schema.org/name"][0]["@value"]: sub[f"{cr}value"][0]["@value"] for sub in alpha[f"{cr}subField"]
    }
    assert {"value", "low", "high", "n", "method"} <= set(parts)
    assert parts["low"] <= parts["value"] <= parts["high"]
    assert label["http://www.w3.org/ns/prov#wasAttributedTo"]


@pytest.mark.parametrize("kind", ["huggingface", "huggingface-model"])
def test_huggingface_hub_reads_the_card(export: Export, kind: Kind) -> None:
    """Its own parser reads the metadata, and writing the card again gives the same metadata and text."""
    hub = pytest.importorskip("huggingface_hub")
    text = _text(export, kind)
    parts = split_card(text)
    assert parts is not None
    card = (hub.DatasetCard if kind == "huggingface" else hub.ModelCard)(text)
    assert card.text == parts[1]
    again = split_card(str(card))
    assert again is not None
    written, rewritten = yaml.safe_load(parts[0]), yaml.safe_load(again[0])
    assert {key: value for key, value in rewritten.items() if key != "model-index"} == {
        key: value for key, value in written.items() if key != "model-index"
    }
    assert again[1] == parts[1]


def test_huggingface_hub_reads_the_results(export: Export) -> None:
    """Every score of the model index is an evaluation result, and comes back unchanged."""
    hub = pytest.importorskip("huggingface_hub")
    text = _text(export, "huggingface-model")
    card = hub.ModelCard(text)
    index = yaml.safe_load((split_card(text) or ("", ""))[0])["model-index"]
    scores = [
        (result["task"]["type"], result["dataset"]["revision"], metric["type"], metric["value"], metric["name"])
        for result in index[0]["results"]
        for metric in result["metrics"]
    ]
    assert scores
    assert sorted(scores) == sorted(
        (r.task_type, r.dataset_revision, r.metric_type, r.metric_value, r.metric_name) for r in card.data.eval_results
    )
    assert card.data.to_dict()["model-index"][0]["name"] == index[0]["name"]


def test_huggingface_hub_reads_what_ours_reads(export: Export) -> None:
    """Our splitting of a card is that of huggingface_hub, for the exports and for odd line ends."""
    repocard = pytest.importorskip("huggingface_hub.repocard")
    texts = [
        _text(export, "huggingface"),
        "---\r\na: 1\r\n---\r\nx",
        "\n---\na: 1\n--- \n",
        "---\n---\n",
        "a: 1",
        "--- a\n---",
    ]
    for text in texts:
        theirs = repocard.REGEX_YAML_BLOCK.search(text)
        assert split_card(text) == (None if theirs is None else (theirs.group(2), text[theirs.end() :]))


def _keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            if key not in ("data", "http://mlcommons.org/croissant/data"):
                yield from _keys(value)
    elif isinstance(node, list):
        for entry in node:
            yield from _keys(entry)
