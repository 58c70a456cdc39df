"""What a type checker sees of the public Python API: read by mypy with the product, never run."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import pandas as pd

import labelcards


def of_a_table(table: pd.DataFrame) -> None:
    """Agreement."""
    found = labelcards.agreement(table, item="unit", level="ordinal", weights="quadratic")
    assert_type(found, labelcards.TableAgreement)
    assert_type(found["alpha"], labelcards.Figure)
    assert_type(found["alpha"].value, float | None)
    assert_type(found.to_frame(), pd.DataFrame)
    assert_type(found.warnings[0].text, str)
    labelcards.agreement(Path("labels.csv"))
    labelcards.agreement("labels.csv", layout="round")  # type: ignore[arg-type]


def of_texts(texts: pd.Series[str]) -> None:
    """Detection."""
    found = labelcards.detect(texts)
    assert_type(found, labelcards.Detection)
    assert_type(found.found[0].findings[0].score, float)
    assert_type(found.to_frame(quote=True), pd.DataFrame)
    labelcards.detect(["one", None])
    labelcards.detect([1])  # type: ignore[list-item]


def of_versions() -> None:
    """Reading, measuring, comparing."""
    version = labelcards.read_version("datasets/tickets", "1.0.0")
    assert_type(version, labelcards.LabelVersion)
    assert_type(version.annotations, pd.DataFrame)
    measured = labelcards.quality(version, labelcards.QualityParams(interval="bca"))
    assert_type(measured, labelcards.QualityAssessment)
    assert_type(measured.find("counts", "items"), labelcards.Figure | None)
    assert_type(measured.consensus, pd.DataFrame)
    assert_type(labelcards.diff(version, version), labelcards.DifferenceDocument)
    assert_type(labelcards.diff("main", dataset="datasets/tickets").to_frame(), pd.DataFrame)


def of_a_file() -> None:
    """Validation."""
    found = labelcards.validate("croissant.json", kind="croissant")
    assert_type(found, labelcards.Validation)
    assert_type(found.valid, bool)


def of_errors(error: labelcards.InputError) -> labelcards.LabelcardsError:
    """What may be raised."""
    assert_type(error.problems[0].row, int | None)
    assert_type(labelcards.__version__, str)
    return labelcards.ToolError("missing", hint="Install it.")
