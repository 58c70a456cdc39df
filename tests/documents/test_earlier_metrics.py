"""Metrics documents written by an earlier labelcards can still be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.cards.warning_text import shipped_text
from labelcards.documents.figures import MetricsDocument
from labelcards.errors import InputError

LEAF = {"metric": "alpha", "value": 0.5, "n": 3}
TEXT = "Only 5 of 30 annotated items have two annotations."


def first(warning: dict[str, Any]) -> dict[str, Any]:
    """A document of schema version 1 with names that hold dots."""
    figures = {
        "questions": {
            "topic": {"agreement": {"overall": {"alpha": LEAF}}},
            "help.topic": {"agreement": {"overall": {"alpha": LEAF}}},
            "help": {"topic": {"agreement": LEAF}},
            "place": {"label_rate": {"region": {"U.S. South": {"a.b": {"rate": LEAF}}}}},
        }
    }
    held = {"document": "quality", "dataset": "d", "version": "1.0.0", "figures": figures, "warnings": [warning]}
    return {"schema_version": 1, **held}


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ("questions.topic.agreement", ("questions", "topic", "agreement")),
        ("questions.help.topic.agreement.overall", ("questions", "help.topic", "agreement", "overall")),
        (
            "questions.place.label_rate.region.U.S. South.a.b",
            ("questions", "place", "label_rate", "region", "U.S. South", "a.b"),
        ),
        ("questions.topic.per_pair", ("questions", "topic", "per_pair")),
        ("", ()),
    ],
)
def test_a_sentence_stays_and_its_path_is_found(tmp_path: Path, about: str, path: tuple[str, ...]) -> None:
    """Schema version 1: the sentence is shown as it was written, and the figures decide where its path's names end."""
    file = tmp_path / "quality.json"
    file.write_text(json.dumps(first({"code": "thin-overlap", "about": about, "text": TEXT, "level": "note"})))
    (warning,) = MetricsDocument.read(file).warnings
    assert (warning.code, warning.about, warning.level) == ("thin-overlap", path, "note")
    assert shipped_text()(warning) == TEXT


def test_what_was_upgraded_is_written_as_of_now(tmp_path: Path) -> None:
    """The document says its new version, and reading what it writes changes nothing."""
    file = tmp_path / "quality.json"
    file.write_text(json.dumps(first({"code": "x", "about": "questions.topic", "text": TEXT})))
    read = MetricsDocument.read(file)
    assert read.schema_version == MetricsDocument.SCHEMA_VERSION == 2
    read.write(file)
    assert MetricsDocument.read(file) == read
    assert json.loads(file.read_text())["warnings"] == [
        {"code": "x", "about": "questions.topic", "level": "warning", "facts": {"sentence": TEXT}}
    ]


@pytest.mark.parametrize("warnings", ["none", [3], [{"code": "x"}], [{"code": "x", "about": 4, "text": TEXT}]])
def test_what_never_fitted_still_does_not(tmp_path: Path, warnings: Any) -> None:
    """The upgrade hides no fault: what is no document of version 1 is refused, and the file is named."""
    file = tmp_path / "quality.json"
    file.write_text(json.dumps({**first({}), "warnings": warnings}))
    with pytest.raises(InputError, match=r"quality\.json"):
        MetricsDocument.read(file)


def test_a_file_from_the_future_is_refused(tmp_path: Path) -> None:
    """Schema version 3 may mean anything; the message says which version is read."""
    file = tmp_path / "quality.json"
    file.write_text(json.dumps({**first({}), "schema_version": 3, "warnings": []}))
    with pytest.raises(InputError, match="schema version 3; this labelcards reads up to 2"):
        MetricsDocument.read(file)
