"""Misfits of hand-written documents: what is expected, where, and nothing of what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, model_validator

from labelcards.documents.document import Part
from labelcards.documents.label_scheme import Question
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import TableFile, VersionManifest
from labelcards.documents.yaml_document import did_you_mean, fit_document, read_yaml_document
from labelcards.documents.yaml_file import YamlFile
from labelcards.errors import InputError, Problem


class Pot(Part):
    """A pot."""

    plant: str
    liters: float = Field(default=1, gt=0)
    color: Literal["red", "green"] = "red"
    holes: int | None = None

    @model_validator(mode="after")
    def _drains(self) -> Pot:
        if self.holes == 0:
            raise ValueError("holes must not be zero")
        return self


class Garden(Part):
    """Pots by place."""

    schema_version: Literal[1] = 1
    open: bool = True
    pots: dict[str, Pot] = Field(default_factory=dict)
    spare: tuple[Pot, ...] = ()


_MODELS = [DatasetManifest, VersionManifest, Question, TableFile, Garden]
_KEYS = sorted({name for model in [*_MODELS, Pot] for name in model.model_fields} | {"columns", "action", "id"})


def _problems(text: str, folder: Path) -> list[Problem]:
    path = folder / "garden.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_yaml_document(path, Garden)
    return list(caught.value.problems)


def _only(text: str, folder: Path) -> tuple[str | None, int | None, str, str]:
    (problem,) = _problems(text, folder)
    return problem.column, problem.row, problem.message, problem.remedy


def test_text_becomes_what_the_model_expects(tmp_path: Path) -> None:
    """Numbers, booleans and the schema version are read from text; names stay text."""
    path = tmp_path / "garden.yaml"
    path.write_text("schema_version: 1\nopen: no\npots:\n  7: {plant: 1.0, liters: 2.5, holes: 3}\n", encoding="utf-8")
    garden = read_yaml_document(path, Garden)
    assert garden == Garden(open=False, pots={"7": Pot(plant="1.0", liters=2.5, holes=3)})


def test_unknown_key_suggests_the_nearest(tmp_path: Path) -> None:
    """A misspelt key is one problem, not also a missing one."""
    found = _only("pots:\n  north:\n    plnt: fern\n", tmp_path)
    assert found == ("pots.north.plnt", 3, "The key is not known here.", "Did you mean 'plant'?")


def test_unknown_key_unlike_any_lists_the_known(tmp_path: Path) -> None:
    """Where nothing is near, the known keys are listed."""
    found = _only("pots:\n  north: {plant: fern, xyz: 1}\n", tmp_path)
    assert found[3] == "Known here: 'plant', 'liters', 'color', 'holes'."


def test_missing_key_names_its_parent(tmp_path: Path) -> None:
    """A required key is asked for where it belongs, and list entries count from one."""
    found = _only("spare:\n  - plant: fern\n  - color: red\n", tmp_path)
    assert found == ("spare[2].plant", 3, "The key 'plant' is required.", "Add it under spare[2].")


def test_unknown_choice(tmp_path: Path) -> None:
    """The choices are named, and the nearest one suggested."""
    found = _only("pots: {a: {plant: fern, color: gren}}\n", tmp_path)
    assert found[2:] == ("Expected one of red, green.", "Did you mean 'green'?")


@pytest.mark.parametrize(
    ("pot", "message"),
    [
        ("{plant: fern, liters: much}", "Expected a number."),
        ("{plant: fern, liters: 0}", "Expected a number greater than 0.0."),
        ("{plant: fern, holes: 1.5}", "Expected a whole number."),
        ("{plant: [fern]}", "Expected text."),
        ("{plant: ~}", "Expected text."),
        ("fern", "Expected a mapping of keys to values."),
        ("{plant: fern, holes: 0}", "'holes' must not be zero."),
    ],
)
def test_wrong_value_says_what_is_expected(tmp_path: Path, pot: str, message: str) -> None:
    """Every kind of misfit has its sentence."""
    assert _only(f"pots: {{a: {pot}}}\n", tmp_path)[2] == message


def test_all_misfits_at_once_in_order_of_lines(tmp_path: Path) -> None:
    """One reading reports everything that is wrong."""
    problems = _problems("open: perhaps\npots:\n  a: {plant: x, liters: -1}\n  b: {plan: x}\nspare: 3\n", tmp_path)
    assert [(problem.row, problem.code) for problem in problems] == [
        (1, "wrong-value"),
        (3, "wrong-value"),
        (4, "unknown-key"),
        (5, "wrong-value"),
    ]


def test_schema_from_the_future(tmp_path: Path) -> None:
    """A newer schema version asks for an upgrade."""
    assert _only("schema_version: 2\n", tmp_path)[3] == "Upgrade labelcards, or remove the key."


@pytest.mark.parametrize(("text", "found"), [("", "is empty"), ("- a\n", "is not a mapping of keys to values")])
def test_document_that_is_no_mapping(tmp_path: Path, text: str, found: str) -> None:
    """An empty file and a list are named as such."""
    assert _only(text, tmp_path)[2] == f"The file {found}."


@given(value=st.text(alphabet="qxzjQXZJ0123456789_", min_size=12, max_size=20))
def test_messages_never_quote_values(value: str) -> None:
    """Whatever stands in a document, no value of it stands in a message."""
    content = {
        "name": {"x": value},
        "title": [value],
        "creators": value,
        "questions": {"topic": {"title": "t", "kind": value, "labels": [value, value], "minimum": value}},
        "items": {"columns": {"text": {"action": value, "group": value, "width": value}}},
        "key": {"file": f"../{value}"},
    }
    with pytest.raises(InputError) as caught:
        fit_document(YamlFile("dataset.yaml", content, {}), DatasetManifest)
    assert len(caught.value.problems) >= 9
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Annotator-ID", "annotator_id"), ("item id", "item_id"), ("lable", "label"), ("unrelated", None)],
)
def test_did_you_mean(name: str, meant: str | None) -> None:
    """Case, separators and typing slips are bridged; far names are not."""
    assert did_you_mean(name, ["item_id", "annotator_id", "label"]) == (f"Did you mean '{meant}'?" if meant else "")


_VALUES = st.recursive(
    st.none()
    | st.text(max_size=5)
    | st.sampled_from(["true", "1", "ordinal", "clean", "raw/a.csv", "1.0.0", "[", "../x"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(content=st.dictionaries(st.sampled_from(_KEYS), _VALUES, min_size=1), model=st.sampled_from(_MODELS))
def test_any_content_fits_or_is_a_problem(content: dict[str, object], model: type[Part]) -> None:
    """Whatever shape a document has, it is read or refused with a place, an expectation and a remedy."""
    problems: tuple[Problem, ...] = ()
    try:
        fit_document(YamlFile("some.yaml", content, {}), model)
    except InputError as error:
        problems = error.problems
    for problem in problems:
        assert problem.message.endswith(".")
        assert problem.remedy.endswith((".", "?"))
        assert problem.column
