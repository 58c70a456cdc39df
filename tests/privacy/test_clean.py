"""Anonymizing a label version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from labelcards.cards.warning_text import shipped_text
from labelcards.catalog.privacy import CLEANING
from labelcards.catalog.row import entries
from labelcards.documents.figures import MetricsDocument, leaves
from labelcards.privacy.clean import CleanResult, clean_version
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.policy import Policy
from labelcards.privacy.texts import WITHHELD
from tests.privacy.versions import ITEM_COLUMNS, cells, make, manifest

ITEMS: list[dict[str, str | None]] = [
    {
        "item_id": "1",
        "text": "Jane Doe (34) cannot be reached at +44 20 7946 0958.",
        "day": "2026-03-14",
        "born": "1991-02-01",
        "age": "34",
        "zip": "10115",
        "region": "north",
        "customer": "Jane Doe",
        "note": "vip",
    },
    {
        "item_id": "2",
        "text": "broken\x07text",
        "day": "soon",
        "born": "?",
        "age": "x",
        "zip": "1",
        "region": "south",
        "customer": "B",
    },
    {"item_id": "3", "text": None, "day": None, "age": "41", "zip": "80331", "region": "north", "customer": None},
]
PEOPLE = {
    "jane@doe.org": {"age": "22", "full_name": "Jane Doe"},
    "bob": {"age": "33", "full_name": "Bob Miller"},
}


@pytest.fixture
def result(detector: Detector, key: PseudonymKey) -> CleanResult:
    """The clean version."""
    raw = make(ITEMS, PEOPLE, reasons=["Mr. Bob Miller insisted", None])
    return clean_version(raw, Policy(), key, detector)


def test_every_action(result: CleanResult, key: PseudonymKey) -> None:
    """Each column is treated as declared; what fails becomes missing; dropped columns are gone."""
    first, second, third = (
        result.version.items.astype(object).where(result.version.items.notna(), None).to_dict("records")
    )
    assert first == {
        "item_id": "1",
        "text": "<PERSON> (<AGE>) cannot be reached at <PHONE_NUMBER>.",
        "day": "2026-03",
        "born": "1991",
        "age": "30-39",
        "zip": "10",
        "region": "north",
        "customer": key.pseudonym("customer", "Jane Doe", 16),
    }
    assert second["text"] == WITHHELD
    assert (second["day"], second["born"], second["age"], second["zip"]) == (None, None, None, None)
    assert third["text"] is None


def test_annotators_are_one_pseudonym_everywhere(result: CleanResult, key: PseudonymKey) -> None:
    """Annotations, annotators and adjudications name an annotator alike."""
    expected = {key.pseudonym("a", name) for name in PEOPLE}
    clean = result.version
    assert set(clean.annotations["annotator_id"]) == set(clean.annotators["annotator_id"]) == expected
    assert set(clean.adjudications["by"].dropna()) == {key.pseudonym("a", "bob")}


def test_reasons_are_always_cleaned(result: CleanResult) -> None:
    """The free text of adjudications needs no declaration."""
    assert (
        result.version.adjudications["reason"].tolist()[0] == "Mr. <PERSON> insisted"
        or result.version.adjudications["reason"].tolist()[0] == "<PERSON> insisted"
    )


def test_figures_count_rows_texts_and_findings(result: CleanResult) -> None:
    """The anonymization document adds up and is a valid metrics document with a catalog entry per figure."""
    document = MetricsDocument(
        document="anonymization",
        dataset="tickets",
        version="1.0.0",
        figures=result.figures,
        catalog=entries(CLEANING),
        parameters=result.parameters,
        warnings=result.warnings,
    )
    assert {leaf.metric for _, leaf in leaves(document.figures)} <= set(document.catalog)

    def value(*path: str) -> float | None:
        found = document.find(*path)
        return found.value if found else None

    assert value("rows", "items", "read") == 3
    assert value("rows", "items", "used") == 3
    assert value("rows", "items", "withheld") == 1
    assert value("texts") == 3
    assert value("findings", "PHONE_NUMBER", "count") == 1
    assert value("findings", "PERSON", "count") == 2
    assert value("residual", "texts") == 0
    assert MetricsDocument.model_validate_json(document.dump()) == document


def test_warnings_say_what_is_missing(result: CleanResult) -> None:
    """Withheld values and texts are reported without their content."""
    codes = [warning.code for warning in result.warnings]
    assert codes.count("values-withheld") == 4
    assert "text-control-character" in codes
    said = [shipped_text()(warning) for warning in result.warnings]
    assert not any("broken" in text or "soon" in text for text in said)


def test_parameters_record_engine_key_policy_and_columns(result: CleanResult, key: PseudonymKey) -> None:
    """Everything the result depends on is recorded, the key only by its id."""
    assert result.parameters["key_id"] == key.key_id
    assert result.parameters["engine"] == "builtin"
    assert result.parameters["policy.default"] == "replace"
    assert {name: result.parameters[f"columns.items.{name}"] for name in ITEM_COLUMNS} == {
        name: column["action"] for name, column in ITEM_COLUMNS.items()
    }


def test_raw_values_are_gone(result: CleanResult) -> None:
    """No cell of any table holds a personal value of the raw tables."""
    everything = "\n".join(cells(result.version))
    for secret in ("Jane", "Doe", "Miller", "7946", "10115", "2026-03-14", "1991-02-01", "broken", "vip", "bob"):
        assert secret not in everything


def test_cleaning_twice_changes_nothing(
    result: CleanResult, detector: Detector, key: PseudonymKey, tmp_path: Path
) -> None:
    """The same input gives the same output, with an empty cache, a warm one, or none."""
    raw = make(ITEMS, PEOPLE, reasons=["Mr. Bob Miller insisted", None])
    for _ in range(2):
        again = clean_version(raw, Policy(), key, detector, cache_dir=tmp_path)
        pd.testing.assert_frame_equal(again.version.items, result.version.items)
        pd.testing.assert_frame_equal(again.version.annotations, result.version.annotations)
        assert again.figures == result.figures
        assert again.fingerprints == result.fingerprints


def test_same_person_in_two_versions_and_tables(detector: Detector, key: PseudonymKey, other_key: PseudonymKey) -> None:
    """One person has one code in texts, item columns and annotator columns of two versions; another key shares none."""
    items: list[dict[str, str | None]] = [{"item_id": "1", "text": "Mr. Bob Miller called.", "customer": "bob miller"}]
    policy = Policy.from_params({"PERSON": "pseudonym"})

    def codes(number: str, secret: PseudonymKey) -> set[str]:
        clean = clean_version(make(items, PEOPLE, number), policy, secret, detector).version
        text = str(clean.items["text"].iloc[0])
        in_text = text[text.index("PERSON_") + 7 :][:16]
        names = clean.annotators.set_index("annotator_id")["full_name"]
        in_annotators = str(names[secret.pseudonym("a", "bob")]).split("-")[1]
        return {in_text, str(clean.items["customer"].iloc[0]).split("-")[1], in_annotators}

    assert len(codes("1.0.0", key) | codes("2.0.0", key)) == 1
    assert not codes("1.0.0", key) & codes("1.0.0", other_key)


def test_item_ids_only_when_declared(detector: Detector, key: PseudonymKey) -> None:
    """Declaring ``item_id`` with action pseudonym changes it in every table alike."""
    data = manifest(items={"columns": {**ITEM_COLUMNS, "item_id": {"action": "pseudonym"}}})
    clean = clean_version(make(ITEMS, PEOPLE, reasons=["x"], data=data), Policy(), key, detector).version
    expected = {key.pseudonym("i", name, 16) for name in ("1", "2", "3")}
    assert set(clean.items["item_id"]) == set(clean.annotations["item_id"]) == expected
    assert set(clean.gold["item_id"]) | set(clean.adjudications["item_id"]) <= expected
    assert "item_id" in clean.items.columns


def test_kept_columns_that_look_personal_are_reported(detector: Detector, key: PseudonymKey) -> None:
    """A kept column full of e-mail addresses draws a warning."""
    data = manifest(items={"columns": {"region": {"action": "keep"}}})
    raw = make([{"item_id": "1", "region": "jane@doe.org"}], PEOPLE, data=data)
    warnings = clean_version(raw, Policy(), key, detector).warnings
    assert [(warning.code, warning.about) for warning in warnings] == [("looks-personal", ("rows", "items", "used"))]


@pytest.mark.parametrize(
    ("values", "warned"),
    [
        (["North", "South", "East", "West"], False),
        (["Mr. Okonkwo", "billing", "delivery", "returns", "other"], False),
        (["Mr. Okonkwo", "Mrs. Lindqvist"], False),
        (["Mr. Okonkwo", "Mrs. Lindqvist", "Dr. Baptiste", "other"], True),
        (["north", "south", "+44 20 7946 0958"], True),
        (["north", "south", "4012888888881881"], True),
    ],
)
def test_a_stray_name_in_a_kept_column_is_no_alarm(
    detector: Detector, key: PseudonymKey, values: list[str], warned: bool
) -> None:
    """Names count when they are three and half of the values; a telephone or card number always does."""
    data = manifest(items={"columns": {"region": {"action": "keep"}}})
    items: list[dict[str, str | None]] = [{"item_id": str(n), "region": value} for n, value in enumerate(values)]
    raw = make(items, PEOPLE, data=data)
    codes = [warning.code for warning in clean_version(raw, Policy(), key, detector).warnings]
    assert codes == (["looks-personal"] if warned else [])


@pytest.mark.parametrize("column", ["batch", "source", "suggested_by"])
def test_names_that_name_people_become_pseudonyms(column: str, detector: Detector, key: PseudonymKey) -> None:
    """A batch, source or model called after a person is renamed; others stay."""
    raw = make(ITEMS[:1], PEOPLE)
    batches = ["march-1", "checked by jane@doe.org"]
    raw.annotations[column] = batches
    clean = clean_version(raw, Policy(), key, detector).version
    assert sorted(clean.annotations[column]) == sorted(["march-1", key.pseudonym(column, batches[1])])


def test_disclosure_is_measured_on_the_clean_table(result: CleanResult) -> None:
    """K counts the published bands, not the raw ages; a table without quasi-identifiers has no k."""
    disclosure = result.figures["disclosure"]
    assert isinstance(disclosure, dict)
    assert set(disclosure) == {"items"}
    found = {path[-1]: leaf.value for path, leaf in leaves(disclosure)}
    assert found == {"k": 1.0, "unique_records": 3.0, "records_below_5": 3.0}


@pytest.mark.parametrize("answers", [("b", "a"), ("a", "b")])
def test_the_last_of_two_answers_stays_the_last(
    answers: tuple[str, str], detector: Detector, key: PseudonymKey
) -> None:
    """Where no time says which answer came last the order in the file does, before and after cleaning."""
    raw = make(ITEMS, PEOPLE)
    first = raw.annotations.iloc[:1]
    twice = pd.concat([first.assign(label=answer) for answer in answers], ignore_index=True)
    clean = clean_version(replace(raw, annotations=twice), Policy(), key, detector).version
    assert tuple(clean.annotations["label"]) == answers
