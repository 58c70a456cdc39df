"""The hand-written files of the demo data set fit their models, the generated tables, and each other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.datasheet import PEOPLE_QUESTIONS, QUESTIONS, Datasheet
from labelcards.documents.guidelines import DecisionStep, read_guidelines
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.version_manifest import VersionManifest
from tests.demo.conftest import VERSIONS, Tables

COMPUTED = {
    *(f"composition-{number}" for number in (2, 4, 5, 6, 8, 9, 13, 14)),
    *(f"preprocessing-{number}" for number in (1, 2, 3)),
    *(f"maintenance-{number}" for number in (3, 4, 6)),
    "collection-5",
    "distribution-2",
}


@pytest.fixture(scope="module")
def written(root: Path) -> Path:
    """The checked-in folder of the data set."""
    return root / "datasets" / "support-tickets"


@pytest.fixture(scope="module")
def manifest(written: Path) -> DatasetManifest:
    """The checked-in description of the data set."""
    return DatasetManifest.model_validate(yaml.safe_load((written / "dataset.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def versions(written: Path) -> dict[str, VersionManifest]:
    """The checked-in descriptions of the versions."""
    return {
        version: VersionManifest.model_validate(
            yaml.safe_load((written / "versions" / f"{version}.yaml").read_text(encoding="utf-8"))
        )
        for version in VERSIONS
    }


def test_labels_and_columns_match_the_tables(manifest: DatasetManifest, tables: Tables) -> None:
    """Declared labels are exactly the answers that occur; declared columns exist, and two others do not survive."""
    held = tables["2.0.0"]
    for name, question in manifest.questions.items():
        assert set(held["annotations"][name]) == set(question.label_ids)
    undeclared = set(held["items"].columns) - set(manifest.items.columns)
    assert undeclared == {"ticket_id", "internal_notes"}
    assert set(held["annotators"].columns) - set(manifest.annotators.columns) == {"annotator", "full_name"}
    for declared, table in ((manifest.items, held["items"]), (manifest.annotators, held["annotators"])):
        for name, column in declared.columns.items():
            assert name in table.columns
            assert not column.order or set(table[name]) == set(column.order)


def test_versions_form_a_chain_in_time(versions: dict[str, VersionManifest], tables: Tables) -> None:
    """Each version's parent is the one before, and it is dated after its last annotation and adjudication."""
    assert [versions[version].parent for version in VERSIONS] == [None, "1.0.0", "1.1.0"]
    for version in VERSIONS:
        held = tables[version]
        last = max([*held["annotations"]["submitted_at"], *held["adjudications"]["at"]])
        dated = pd.Timestamp(versions[version].date)
        assert pd.Timestamp(last[:10]) <= dated <= pd.Timestamp(last[:10]) + pd.Timedelta(days=10)


def test_the_loader_accepts_every_version(written: Path, demo: Path, tmp_path: Path, tables: Tables) -> None:
    """The raw tables load through the manifests without a row left out."""
    folder = tmp_path / "support-tickets"
    shutil.copytree(written, folder, ignore=shutil.ignore_patterns("raw", "tables", "documents", "*.parquet"))
    shutil.copytree(demo / "raw", folder / "raw")
    for version in VERSIONS:
        loaded, report = read_raw_version(folder, version)
        assert len(loaded.items) == len(tables[version]["items"])
        assert len(loaded.annotations) == 2 * len(tables[version]["annotations"])
        assert all(table.rows_read == table.rows_used for table in report.tables.values())
        assert report.tables["items"].dropped_columns == ("internal_notes",)
        assert report.tables["annotators"].dropped_columns == ("full_name",)


def _leaves(node: DecisionStep | str) -> list[str]:
    return [node] if isinstance(node, str) else [*_leaves(node.yes), *_leaves(node.no)]


@pytest.mark.parametrize("version", VERSIONS)
def test_guidelines_cover_every_label(written: Path, manifest: DatasetManifest, version: str) -> None:
    """Every label has a definition; from 1.1.0 on also examples, counterexamples and a place in the decision tree."""
    guide = read_guidelines(written / "guidelines" / f"{version}.md")
    assert guide.meta["version"] == version
    assert {"date", "authors", "changes"} <= set(guide.meta)
    assert [question.name for question in guide.questions] == list(manifest.questions)
    for question in guide.questions:
        ids = manifest.questions[question.name].label_ids
        assert tuple(label.name for label in question.labels) == ids
        assert all(label.definition for label in question.labels)
        if version == "1.0.0":
            assert question.tree is None
            assert not any(label.examples for label in question.labels)
        else:
            assert question.tree is not None
            assert set(_leaves(question.tree)) == set(ids)
            assert all(len(label.examples) >= 3 and len(label.counterexamples) >= 2 for label in question.labels)


def test_definitions_in_manifest_and_guidelines_agree(written: Path, manifest: DatasetManifest) -> None:
    """The newest guidelines define each label in the manifest's words, up to dashes and colons."""
    guide = read_guidelines(written / "guidelines" / "2.0.0.md")
    for question in guide.questions:
        for label, declared in zip(question.labels, manifest.questions[question.name].labels, strict=True):
            assert label.definition.replace(":", " -") == declared.definition


def test_the_idiom_is_explained_only_in_the_newest_guidelines(written: Path) -> None:
    """Version 2.0.0 rules on "go home", the reason why the blind spot shrinks then and not before."""
    texts = {
        version: (written / "guidelines" / f"{version}.md").read_text(encoding="utf-8").lower() for version in VERSIONS
    }
    assert ["go home" in texts[version] for version in VERSIONS] == [False, False, True]


def test_datasheet_answers_what_people_know_and_leaves_gaps(written: Path) -> None:
    """Answers fit the model, leave computable questions to the pipeline, and leave some questions open."""
    sheet = Datasheet.model_validate(yaml.safe_load((written / "datasheet.yaml").read_text(encoding="utf-8")))
    assert len(sheet.answers) >= 25
    assert not set(sheet.answers) & COMPUTED
    assert len(set(QUESTIONS) - set(sheet.answers) - COMPUTED) >= 5
    assert {"collection-8", "collection-9"} <= PEOPLE_QUESTIONS & set(sheet.answers)
    assert {answer.version for answer in sheet.answers.values()} == set(VERSIONS)


def test_model_card_answers_fit(written: Path) -> None:
    """The model card has answers for all sections but the one nobody has written yet."""
    card = ModelCard.model_validate(yaml.safe_load((written / "modelcard.yaml").read_text(encoding="utf-8")))
    assert len(card.answers) == 8
    assert "ethical-considerations" not in card.answers
