"""What the exports hold: the same facts as the pages, nothing internal for the public, and what they lack by name."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from labelcards.cards.context import card_context
from labelcards.cards.exports.contents import export_contents
from labelcards.cards.exports.export import FILES, Export
from labelcards.cards.exports.license import license_of
from labelcards.cards.exports.view import export_view
from labelcards.cards.warning_text import shipped_text
from labelcards.cards.write import write_cards
from labelcards.dataset.files.table_facts import table_facts
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.files import sha256_file
from labelcards.errors import InputError
from labelcards.standards.front_matter import split_card
from labelcards.standards.validation import KINDS
from tests.cards import sample
from tests.cards.exports import made


def _croissant(export: Export) -> dict[str, Any]:
    file = export.file("croissant")
    assert file is not None
    document: dict[str, Any] = json.loads(file.text)
    return document


def _metadata(export: Export) -> dict[str, Any]:
    file = export.file("huggingface")
    assert file is not None
    content: dict[str, Any] = yaml.safe_load((split_card(file.text) or ("", ""))[0])
    return content


def _text(export: Export) -> str:
    return "\n".join(file.text for file in export.files)


def test_all_formats_are_made(export: Export) -> None:
    """A version with a model gives one file per standard, each valid without a warning."""
    assert [file.path for file in export.files] == [FILES[kind] for kind in KINDS]
    assert [finding for file in export.files for finding in file.findings] == []


def test_the_same_card_gives_the_same_bytes(export: Export, tmp_path: Path) -> None:
    """Made again in another folder, every file is equal."""
    again = made.export(tmp_path)
    assert [file.sha256 for file in again.files] == [file.sha256 for file in export.files]


def test_figures_are_those_of_the_documents(export: Export) -> None:
    """Alpha on the label field equals the figure in quality.json, with interval, n and method."""
    figure = sample.quality("1.1.0").find("questions", "topic", "agreement", "overall", "alpha")
    assert figure is not None
    annotations = next(r for r in _croissant(export)["recordSet"] if r["@id"] == "annotations")
    label = next(f for f in annotations["field"] if f["@id"] == "annotations/label")
    alpha = next(a for a in label["annotation"] if a["@id"].endswith("/topic/alpha"))
    parts = {part["name"]: part["value"] for part in alpha["subField"]}
    assert parts == {
        name: value
        for name in ("value", "low", "high", "n", "method", "why")
        if (value := getattr(figure, name)) is not None
    }
    assert label["dataType"] == ["sc:Text", "cr:Label"]


def test_files_are_described_as_they_are(export: Export) -> None:
    """Digest, size, rows, columns and bytes in memory are those of the Parquet files; empty tables are left out."""
    document, metadata = _croissant(export), _metadata(export)
    files = {entry["@id"]: entry for entry in document["distribution"]}
    infos = {entry["config_name"]: entry for entry in metadata["dataset_info"]}
    assert "adjudications.parquet" not in files
    for table in export.tables:
        assert files[table.file]["sha256"] == sha256_file(table.path)
        assert files[table.file]["contentSize"] == f"{table.path.stat().st_size} B"
        arrow = made.tables()[table.name]
        assert [feature["name"] for feature in infos[table.name]["features"]] == arrow.column_names
        assert infos[table.name]["splits"] == [
            {"name": "train", "num_bytes": table.memory, "num_examples": arrow.num_rows}
        ]
        assert infos[table.name]["download_size"] == table.size
    assert metadata["size_categories"] == ["n<1K"]
    assert metadata["configs"][0] == {
        "config_name": "items",
        "data_files": [{"split": "train", "path": "tables/items.parquet"}],
        "default": True,
    }


def test_the_public_sees_no_annotator(export: Export, public: Export) -> None:
    """No pseudonym is in a public file, agents are a group, and tables that tell annotators apart stay away."""
    assert "ann-01" in _text(export)
    assert not re.search(r"ann-\d\d", _text(public))
    annotations = next(r for r in _croissant(public)["recordSet"] if r["@id"] == "annotations")
    label = next(f for f in annotations["field"] if f["@id"] == "annotations/label")
    assert [agent["prov:label"] for agent in label["prov:wasAttributedTo"]] == ["9 annotators"]
    assert [table.name for table in public.tables] == ["items", "gold", "consensus"]
    assert [config["config_name"] for config in _metadata(public)["configs"]] == ["items", "gold", "consensus"]


def test_biases_are_the_findings(export: Export, public: Export) -> None:
    """Each finding of bias.json is one sentence; a public file says that findings were left out, not that none is."""
    warned = [shipped_text()(warned) for warned in sample.bias("1.1.0").warnings if warned.level == "warning"]
    stated = _croissant(export)["rai:dataBiases"]
    assert stated
    assert set(stated) <= {" ".join(text.split()) for text in warned} | {
        "No difference between the declared groups is a finding: none is large and certain enough. "
        "Groups that are not declared were not compared."
    }
    told = _croissant(public)["rai:dataBiases"]
    assert all("finding: none is" not in sentence for sentence in told)


def test_no_table_is_published_by_default(tmp_path: Path) -> None:
    """Without publication.tables nothing is copied, the card names no data files, and says whom to ask."""
    export = made.export(tmp_path, changed={"publication": {**made.PUBLICATION, "tables": []}})
    assert export.tables == ()
    metadata = _metadata(export)
    assert "configs" not in metadata
    assert len(metadata["dataset_info"]) == 5
    assert all("ask Mara Lindqvist" in entry["description"] for entry in _croissant(export)["distribution"])


def test_what_is_missing_is_said_with_the_key_to_add(tmp_path: Path) -> None:
    """A manifest without an address makes an invalid file, and the finding says what to write where."""
    export = made.export(tmp_path, changed={"url": None, "publication": {}})
    file = export.file("croissant")
    assert file is not None
    assert [(finding.path, finding.remedy) for finding in file.errors] == [
        ("$.url", "Add `url: https://…` to dataset.yaml.")
    ]
    assert all("dataset.yaml" in finding.remedy for finding in file.findings)


def test_answers_and_gaps_are_both_visible(export: Export) -> None:
    """A human answer stands with its author, date and version; an open question names who should answer it."""
    file = export.file("huggingface")
    assert file is not None
    assert "To train and to compare models that send a support message to the right team." in file.text
    assert "*Mara Lindqvist, 2026-06-28, for version 1.1.0*" in file.text
    assert "*Not answered yet (Datasheet, motivation-3). An answer is needed from Mara Lindqvist.*" in file.text


def test_a_stale_answer_says_so(export: Export) -> None:
    """An answer whose evidence has changed since is marked where it stands, in the card and in the metadata."""
    file = export.file("huggingface")
    assert file is not None
    assert "*Mara Lindqvist, 2026-06-28, for version 1.1.0, reviewed by Jonas Okafor; a figure it rests on" in file.text
    limitations = _croissant(export)["rai:dataLimitations"]
    place = limitations.index("Labels of the rare topics are noisier than the others.")
    assert limitations[place + 1] == "This was written for version 1.1.0; a figure it rests on has changed since."


def test_rai_values_are_one_or_many(export: Export) -> None:
    """Properties of one value are text, the others lists; list points of an answer become values of their own."""
    document = _croissant(export)
    assert isinstance(document["rai:dataAnnotationProtocol"], str)
    assert isinstance(document["rai:annotationsPerItem"], str)
    assert document["rai:dataCollectionTimeframe"] == ["2025-12-01", "2026-01-31"]
    assert "who keep their disagreement" in document["rai:dataUseCases"]
    assert isinstance(document["rai:dataBiases"], list)


@pytest.mark.parametrize(
    ("changes", "number", "expected"),
    [
        ({"items_removed": 1}, "1.1.0", "removes or changes records of 1.0.0, so that Croissant expects a new major"),
        ({"annotations_changed": 2}, "1.0.1", "expects a new major version"),
        ({"annotations_added": 5}, "1.0.1", "adds records of 1.0.0, so that Croissant expects a new minor version"),
        ({"annotations_added": 5}, "1.1.0", ""),
        ({"items_removed": 1}, "2.0.0", ""),
        ({}, "1.0.1", ""),
    ],
)
def test_the_version_follows_croissants_rule(
    changes: dict[str, float], number: str, expected: str, tmp_path: Path
) -> None:
    """PATCH keeps the data, MINOR only adds, MAJOR edits or removes; a number that says less is reported."""
    held = made.sources(tmp_path)
    names = [f"{what}_{how}" for what in ("items", "annotations") for how in ("added", "removed", "changed")]
    counts = {name: {"metric": name, "value": changes.get(name, 0.0)} for name in names}
    document = held.documents["changes"].model_copy(update={"figures": {}})
    document = type(document).model_validate({**document.model_dump(), "figures": {"counts": counts}})
    declared = held.version.model_copy(update={"version": number, "parent": "1.0.0"})
    held = replace(held, version=declared, documents={**held.documents, "changes": document})
    note = export_view(export_contents(held)).version_rule
    assert (expected in note) if expected else note == ""


@pytest.mark.parametrize(
    ("text", "address", "hub"),
    [
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0.html", "cc-by-4.0"),
        ("apache-2.0", "https://spdx.org/licenses/Apache-2.0.html", "apache-2.0"),
        ("GPL-3.0-or-later", "https://spdx.org/licenses/GPL-3.0-or-later.html", "gpl-3.0"),
        ("ODbL-1.0", "https://spdx.org/licenses/ODbL-1.0.html", "odbl"),
        ("https://example.org/license", "https://example.org/license", "other"),
        ("for research only", "", "other"),
    ],
)
def test_a_license_in_every_tongue(text: str, address: str, hub: str) -> None:
    """SPDX identifiers give an address and the Hub's name; what the Hub does not know is 'other' with name and link."""
    found = license_of(text)
    assert (found.address, found.hub) == (address, hub)


def test_a_license_of_ones_own(tmp_path: Path) -> None:
    """A license that is only a name is valid everywhere: as a CreativeWork, and as 'other' with a name and a link."""
    export = made.export(tmp_path, changed={"license": "For research only"})
    assert _croissant(export)["license"] == {"@type": "CreativeWork", "name": "For research only"}
    metadata = _metadata(export)
    assert (metadata["license"], metadata["license_name"], metadata["license_link"]) == (
        "other",
        "for-research-only",
        "LICENSE",
    )
    assert [finding for file in export.files for finding in file.errors] == []


def test_the_cards_folder_has_the_files(tmp_path: Path) -> None:
    """write_cards puts exports and published tables below files/, and a page that lists them with digests."""
    held = made.published(tmp_path / "source", audience="public")
    write_cards(card_context(held), tmp_path / "cards")
    written = {path.relative_to(tmp_path / "cards").as_posix() for path in (tmp_path / "cards/files").rglob("*")}
    assert {"files/croissant.json", "files/huggingface/README.md", "files/huggingface-model/README.md"} <= written
    assert {"files/tables/items.parquet", "files/tables/gold.parquet", "files/tables/consensus.parquet"} <= written
    assert "files/tables/annotations.parquet" not in written
    page = (tmp_path / "cards/files.md").read_text(encoding="utf-8")
    assert sha256_file(tmp_path / "cards/files/croissant.json") in page
    assert "not valid" not in page


def test_a_template_of_ones_own_wins(tmp_path: Path) -> None:
    """A folder with another sentence file changes the exports; a template that fails is named."""
    from labelcards.cards.exports.export import export_card

    mine = tmp_path / "mine" / "exports"
    mine.mkdir(parents=True)
    (mine / "rai.txt.jinja").write_text("{% block dataCollection %}As {{ card.date }} says.{% endblock %}")
    held = made.sources(tmp_path / "source")
    document = _croissant(export_card(held, tmp_path / "mine"))
    assert document["rai:dataCollection"] == "As 2026-06-30 says."
    for wrong in (
        "card.nothing",
        "card.bias",
        "card.datasheet",
        "card.quality.questions",
    ):  # absent, and structures with their innards
        (mine / "rai.txt.jinja").write_text(f"{{% block dataCollection %}}{{{{ {wrong} }}}}{{% endblock %}}")
        with pytest.raises(InputError, match=r"exports/rai\.txt\.jinja"):
            export_card(held, tmp_path / "mine")


def test_a_damaged_table_is_an_error(tmp_path: Path) -> None:
    """A Parquet file that cannot be read is named, not skipped."""
    made.write_tables(tmp_path)
    paths = DatasetPaths(tmp_path).version("1.1.0")
    (paths.tables / "items.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="The table is damaged"):
        table_facts(paths)
