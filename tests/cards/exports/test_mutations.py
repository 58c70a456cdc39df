"""A Croissant document with one thing wrong: our validator names it with its path, `mlcroissant` often does not."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from labelcards.standards.validation import validate_text

Document = dict[str, Any]
RECORD = Path(__file__).with_name("mlcroissant.json")


@dataclass(frozen=True)
class Mutation:
    """What is done to a valid document, and how the problem must be named."""

    name: str
    change: Callable[[Document], object]
    path: str
    code: str


def _set(*path: str | int, to: Any) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        node: Any = document
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        node: Any = document
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return change


# record sets: 0 items, 1 annotations (field 3 is the label), 2 annotators, 3 gold, 4 consensus, 5 labels/topic
FIELD = ("recordSet", 0, "field", 1)
LABEL = ("recordSet", 1, "field", 3)
AT_FIELD, AT_LABEL = "$.recordSet[0].field[1]", "$.recordSet[1].field[3]"

MUTATIONS = (
    Mutation("no context", _drop("@context"), "$['@context']", "missing-required"),
    Mutation("no vocabulary", _drop("@context", "@vocab"), "$['@context']['@vocab']", "missing-required"),
    Mutation("record sets unmapped", _drop("@context", "recordSet"), "$['@context'].recordSet", "unmapped-term"),
    Mutation(
        "source mapped wrongly", _set("@context", "source", to="sc:source"), "$['@context'].source", "unmapped-term"
    ),
    Mutation("another type", _set("@type", to="sc:CreativeWork"), "$['@type']", "wrong-type"),
    Mutation("no name", _drop("name"), "$.name", "missing-required"),
    Mutation("blank name", _set("name", to="  "), "$.name", "wrong-value"),
    Mutation("two names", _set("name", to=["a", "b"]), "$.name", "too-many-values"),
    Mutation("no description", _drop("description"), "$.description", "missing-required"),
    Mutation("description a number", _set("description", to=7), "$.description", "wrong-value"),
    Mutation("no license", _drop("license"), "$.license", "missing-required"),
    Mutation("license mistyped", _set("license", to="CC-BY-4"), "$.license", "unknown-license"),
    Mutation(
        "license not on the list",
        _set("license", to="https://spdx.org/licenses/CC-BY-9.0"),
        "$.license",
        "unknown-license",
    ),
    Mutation("no address", _drop("url"), "$.url", "missing-required"),
    Mutation("address with spaces", _set("url", to="https://example.org/my data"), "$.url", "wrong-value"),
    Mutation("address without scheme", _set("url", to="example.org/data"), "$.url", "wrong-value"),
    Mutation("script for an address", _set("url", to="javascript:alert(1)"), "$.url", "wrong-value"),
    Mutation("no creator", _drop("creator"), "$.creator", "missing-required"),
    Mutation("creator as text", _set("creator", to="Larkfield"), "$.creator", "wrong-value"),
    Mutation("creator of another type", _set("creator", 0, "@type", to="Place"), "$.creator[0]['@type']", "wrong-type"),
    Mutation("creator without a name", _drop("creator", 0, "name"), "$.creator[0].name", "missing-required"),
    Mutation("no date", _drop("datePublished"), "$.datePublished", "missing-required"),
    Mutation("date in words", _set("datePublished", to="5 March 2026"), "$.datePublished", "wrong-value"),
    Mutation("impossible date", _set("datePublished", to="2026-02-30"), "$.datePublished", "wrong-value"),
    Mutation("dates the American way", _set("dateCreated", to="12/01/2025"), "$.dateCreated", "wrong-value"),
    Mutation("no conformsTo", _drop("conformsTo"), "$.conformsTo", "missing-required"),
    Mutation(
        "conforms to nothing known",
        _set("conformsTo", to=["http://mlcommons.org/croissant/9.9", "http://mlcommons.org/croissant/RAI/1.0"]),
        "$.conformsTo",
        "wrong-version",
    ),
    Mutation(
        "RAI not declared",
        _set("conformsTo", to="http://mlcommons.org/croissant/1.1"),
        "$.conformsTo",
        "missing-required",
    ),
    Mutation("no publisher", _drop("publisher"), "$.publisher", "missing-recommended"),
    Mutation("no keywords", _drop("keywords"), "$.keywords", "missing-recommended"),
    Mutation("version not semantic", _set("version", to="v2"), "$.version", "wrong-version"),
    Mutation("version a number", _set("version", to=1.1), "$.version", "wrong-version"),
    Mutation("unknown language", _set("inLanguage", to=["en", "xx"]), "$.inLanguage[1]", "wrong-value"),
    Mutation("language in words", _set("inLanguage", to="English"), "$.inLanguage", "wrong-value"),
    Mutation("same as nothing", _set("sameAs", to=["catalog"]), "$.sameAs[0]", "wrong-value"),
    Mutation("live as text", _set("isLiveDataset", to="yes"), "$.isLiveDataset", "wrong-value"),
    Mutation("no distribution", _drop("distribution"), "$.distribution", "missing-required"),
    Mutation("file of no type", _drop("distribution", 0, "@type"), "$.distribution[0]['@type']", "wrong-type"),
    Mutation("no checksum", _drop("distribution", 0, "sha256"), "$.distribution[0].sha256", "missing-checksum"),
    Mutation(
        "short checksum", _set("distribution", 0, "sha256", to="abc123"), "$.distribution[0].sha256", "wrong-value"
    ),
    Mutation(
        "no contentUrl", _drop("distribution", 0, "contentUrl"), "$.distribution[0].contentUrl", "missing-required"
    ),
    Mutation(
        "out of the folder",
        _set("distribution", 0, "contentUrl", to="../../etc/passwd"),
        "$.distribution[0].contentUrl",
        "wrong-value",
    ),
    Mutation(
        "no media type",
        _drop("distribution", 0, "encodingFormat"),
        "$.distribution[0].encodingFormat",
        "missing-required",
    ),
    Mutation(
        "media type in words",
        _set("distribution", 0, "encodingFormat", to="parquet"),
        "$.distribution[0].encodingFormat",
        "wrong-value",
    ),
    Mutation(
        "size in words",
        _set("distribution", 0, "contentSize", to="big"),
        "$.distribution[0].contentSize",
        "wrong-value",
    ),
    Mutation("file without @id", _drop("distribution", 0, "@id"), "$.distribution[0]['@id']", "missing-id"),
    Mutation(
        "two files of one @id",
        _set("distribution", 1, "@id", to="items.parquet"),
        "$.distribution[1]['@id']",
        "duplicate-id",
    ),
    Mutation("record set of no fields", _drop("recordSet", 0, "field"), "$.recordSet[0].field", "missing-required"),
    Mutation(
        "record set of another type",
        _set("recordSet", 0, "@type", to="cr:Table"),
        "$.recordSet[0]['@type']",
        "wrong-type",
    ),
    Mutation(
        "key of no field",
        _set("recordSet", 0, "key", "@id", to="items/id"),
        "$.recordSet[0].key['@id']",
        "unknown-reference",
    ),
    Mutation(
        "key of another record set",
        _set("recordSet", 0, "key", "@id", to="gold/label"),
        "$.recordSet[0].key['@id']",
        "wrong-reference",
    ),
    Mutation("field without @id", _drop(*FIELD, "@id"), f"{AT_FIELD}['@id']", "missing-id"),
    Mutation("field without a type", _drop(*FIELD, "dataType"), f"{AT_FIELD}.dataType", "missing-required"),
    Mutation("type of no prefix", _set(*FIELD, "dataType", to="xsd:string"), f"{AT_FIELD}.dataType", "wrong-data-type"),
    Mutation("type that is none", _set(*FIELD, "dataType", to="sc:Texte"), f"{AT_FIELD}.dataType", "unknown-data-type"),
    Mutation(
        "label of no atomic type",
        _set(*LABEL, "dataType", to=["cr:Label", "cr:Split"]),
        f"{AT_LABEL}.dataType",
        "no-atomic-type",
    ),
    Mutation("field without a source", _drop(*FIELD, "source"), f"{AT_FIELD}.source", "missing-source"),
    Mutation("source and value", _set(*FIELD, "value", to="x"), f"{AT_FIELD}.value", "source-and-value"),
    Mutation(
        "file that is not there",
        _set(*FIELD, "source", "fileObject", "@id", to="item.parquet"),
        f"{AT_FIELD}.source.fileObject['@id']",
        "unknown-reference",
    ),
    Mutation(
        "record set for a file",
        _set(*FIELD, "source", "fileObject", "@id", to="gold"),
        f"{AT_FIELD}.source.fileObject['@id']",
        "wrong-reference",
    ),
    Mutation("source of no file", _drop(*FIELD, "source", "fileObject"), f"{AT_FIELD}.source", "wrong-source"),
    Mutation(
        "two extractions",
        _set(*FIELD, "source", "extract", "jsonPath", to="$.a"),
        f"{AT_FIELD}.source.extract",
        "wrong-extract",
    ),
    Mutation(
        "unknown file property",
        _set(*FIELD, "source", "extract", to={"fileProperty": "size"}),
        f"{AT_FIELD}.source.extract.fileProperty",
        "wrong-value",
    ),
    Mutation(
        "broken expression",
        _set(*FIELD, "source", "transform", to={"regex": "(a"}),
        f"{AT_FIELD}.source.transform.regex",
        "wrong-value",
    ),
    Mutation(
        "reference to nothing",
        _set("recordSet", 1, "field", 0, "references", "field", "@id", to="items/id"),
        "$.recordSet[1].field[0].references.field['@id']",
        "unknown-reference",
    ),
    Mutation("shape without an array", _set(*FIELD, "arrayShape", to="-1"), f"{AT_FIELD}.arrayShape", "inconsistent"),
    Mutation(
        "record of other keys",
        _set("recordSet", 5, "data", 0, to={"name": "x"}),
        "$.recordSet[5].data[0]",
        "wrong-record",
    ),
    Mutation("no records", _set("recordSet", 5, "data", to=[]), "$.recordSet[5].data", "wrong-value"),
    Mutation("RAI mistyped", _set("rai:dataBias", to="None known."), "$['rai:dataBias']", "unknown-property"),
    Mutation(
        "RAI of one value with two",
        _set("rai:dataCollection", to=["a", "b"]),
        "$['rai:dataCollection']",
        "too-many-values",
    ),
    Mutation("RAI a number", _set("rai:annotationsPerItem", to=3), "$['rai:annotationsPerItem']", "wrong-value"),
    Mutation(
        "timeframe in words",
        _set("rai:dataCollectionTimeframe", to=["2025", "last spring"]),
        "$['rai:dataCollectionTimeframe'][1]",
        "wrong-value",
    ),
    Mutation("description mistyped", _set("keyword", to=["a"]), "$.keyword", "unknown-property"),
)


def test_the_document_itself_is_valid(croissant_text: str) -> None:
    """Before anything is changed there is nothing to find."""
    assert validate_text(croissant_text, "croissant") == ()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_the_problem_is_named(mutation: Mutation, croissant: Document) -> None:
    """The finding stands at the path of what was changed, with its code, a message and a remedy."""
    _prepared(mutation, croissant)
    findings = validate_text(json.dumps(croissant), "croissant")
    named = [finding for finding in findings if (finding.path, finding.code) == (mutation.path, mutation.code)]
    assert named, [str(finding) for finding in findings]
    assert named[0].message.endswith(".")
    assert named[0].remedy.rstrip("'\"").endswith((".", "?"))


def _prepared(mutation: Mutation, document: Document) -> None:
    """Change the document; where something else is replaced under a similar name, take that away first."""
    if mutation.name == "description mistyped":
        del document["keywords"]
    mutation.change(document)


@pytest.mark.slow
def test_mlcroissant_lets_most_of_them_pass(croissant_text: str, tmp_path: Path) -> None:
    """The second opinion: mlcroissant raises no error for most of what ours names, and often gives no warning.

    What it says to each is on record in ``mlcroissant.json``; ``LABELCARDS_UPDATE_GOLDEN=1`` writes it anew.
    """
    before = _second_opinion(croissant_text, tmp_path)
    assert isinstance(before, set)
    said: dict[str, str] = {}
    for mutation in MUTATIONS:
        document = json.loads(croissant_text)
        _prepared(mutation, document)
        answer = _second_opinion(json.dumps(document), tmp_path)
        said[mutation.name] = answer if isinstance(answer, str) else "silent" if answer <= before else "warning"
    made = {"mlcroissant": version("mlcroissant"), "said": said}
    if os.environ.get("LABELCARDS_UPDATE_GOLDEN"):
        RECORD.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    if recorded["mlcroissant"] == made["mlcroissant"]:
        assert made == recorded


def test_the_record_counts_what_passes_elsewhere() -> None:
    """Every mutation is on record, and mlcroissant raises no error for more than half of them."""
    said = json.loads(RECORD.read_text(encoding="utf-8"))["said"]
    assert set(said) == {mutation.name for mutation in MUTATIONS}
    assert len(said) >= 70
    passed = [name for name, answer in said.items() if answer in ("silent", "warning")]
    assert len(passed) > len(said) / 2
    assert {"no name", "no description", "no address", "no creator"} <= set(passed)


def _second_opinion(text: str, tmp_path: Path) -> set[str] | str:
    """The warnings of mlcroissant, or the kind of error it ends with."""
    mlcroissant = pytest.importorskip("mlcroissant")
    path = tmp_path / "document.json"
    path.write_text(text, encoding="utf-8")
    logging.getLogger("absl").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = mlcroissant.Dataset(jsonld=str(path))
    except Exception as error:  # noqa: BLE001 - any way it fails is an answer
        return type(error).__name__
    return set(dataset.metadata.ctx.issues.warnings)
