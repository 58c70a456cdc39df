"""Tables that people really have, with the right values: each is read right, or refused with a remedy that works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labelcards.actions.one_file.agreement import agreements
from labelcards.dataset.files.table_file import read_table
from labelcards.documents.table_agreement import TableAgreement
from labelcards.errors import InputError
from labelcards.inspection.options import ReadingOptions

RIGHT: list[tuple[str, dict[str, Any], str, float]] = [
    ("int_and_float_wide.csv", {}, "alpha", 0.8736),
    ("int_float_na_long.csv", {}, "alpha", 1.0),
    ("na_marker.csv", {}, "alpha", 0.7434),
    ("counts_per_category.csv", {}, "fleiss_kappa", 0.2099),
    ("ordinal_words.csv", {"level": "ordinal"}, "cohen_kappa_quadratic", 0.8125),
    ("ordinal_words.csv", {"level": "ordinal", "labels": ("low", "medium", "high")}, "cohen_kappa_quadratic", 0.8125),
    ("wide_with_text.csv", {}, "alpha", 0.8392),
    ("wide_with_comment.csv", {}, "alpha", 0.8392),
    ("sets.csv", {}, "alpha_jaccard", 1.0),
    ("sets.jsonl", {}, "alpha_jaccard", 1.0),
    ("pandas_index.csv", {}, "alpha", 0.4286),
    ("item_last.csv", {}, "alpha", 0.4444),
    ("zoo_long.csv", {}, "alpha", 0.634965),
    ("zoo_votes.csv", {}, "alpha", 0.634965),
    ("zoo_two_questions_long.csv", {"label": ("sentiment_label",)}, "alpha", 0.634965),
    ("zoo_two_questions_long.csv", {"label": ("urgent_label",)}, "alpha", -0.019690),
    ("zoo_mturk.csv", {}, "alpha", 0.634965),
    ("zoo_appen.csv", {}, "alpha", 0.634965),
    ("zoo_sheets_form.csv", {}, "alpha", 0.634965),
    ("zoo_rating_1to5.csv", {}, "alpha", 0.634965),
    ("zoo_rating_1to5.csv", {"level": "ordinal", "labels": tuple("12345")}, "alpha", 0.605651),
    ("zoo_contingency_counts_long.csv", {}, "alpha", 0.634965),
]


@pytest.fixture(scope="module")
def folder(shared_cases: Path) -> Path:
    """The small inputs with right values."""
    return shared_cases / "reading"


def _measured(path: Path, **options: Any) -> TableAgreement:
    (found,) = agreements(read_table(path), ReadingOptions(**options))
    return found


@pytest.mark.parametrize(("file", "options", "metric", "value"), RIGHT)
def test_the_value_is_right(folder: Path, file: str, options: dict[str, Any], metric: str, value: float) -> None:
    """As computed by krippendorff, scikit-learn, statsmodels or by hand."""
    assert _measured(folder / file, **options)[metric].value == pytest.approx(value, abs=6e-5)


@pytest.mark.parametrize("marker", [".", "*", "nan", "None", "null", "N/A", "-", "NULL", "<NA>", "?", "-1", "NaT"])
def test_a_usual_marker_is_no_answer(folder: Path, tmp_path: Path, marker: str) -> None:
    """Krippendorff's four observers give .7434 whatever stands for a gap; -1, a number, has to be named."""
    path = tmp_path / "table.csv"
    path.write_text((folder / "na_marker.csv").read_text().replace("NA", marker))
    if marker == "-1":
        with pytest.raises(InputError, match="doubtful-marker"):
            _measured(path)
    result = _measured(path, missing=("-1",) if marker == "-1" else ())
    assert result["alpha"].value == pytest.approx(0.7434, abs=6e-5)
    assert any(f"'{marker}' in 7 cells" in note for note in result.reading)


def test_one_label_per_item_is_no_agreement(folder: Path) -> None:
    """Flags beside a label are no annotators, and neither is the label alone: every figure says why it is undefined."""
    with pytest.raises(InputError, match="two-readings"):
        _measured(folder / "flags.csv")
    for file, options in (("flags.csv", {"label": ("label",)}), ("zoo_text_label_only.csv", {})):
        result = _measured(folder / file, **options)
        assert {figure.why for figure in result.metrics.values()} == {"one annotator"}
        assert result.annotations == result.items


def test_sets_in_one_cell_are_multilabel(folder: Path) -> None:
    """Commas between labels that also stand alone make sets."""
    result = _measured(folder / "zoo_multilabel_comma.csv")
    assert result.level == "multilabel"
    assert (result.items, result.annotators, result.annotations) == (60, 3, 180)


def test_counts_name_nobody(folder: Path) -> None:
    """Figures of particular annotators say why they are missing, and the number of annotators is not claimed."""
    result = _measured(folder / "zoo_votes.csv")
    assert result.annotators == 0
    assert result["conger_kappa"].why == "the table does not say who labelled"
    assert result["alpha"].value is not None


def test_two_questions_are_asked_for(folder: Path) -> None:
    """Both are named; both together give two results."""
    with pytest.raises(InputError, match="--label sentiment_label or --label urgent_label"):
        _measured(folder / "zoo_two_questions_long.csv")
    options = ReadingOptions(label=("sentiment_label", "urgent_label"))
    both = agreements(read_table(folder / "zoo_two_questions_long.csv"), options)
    assert [(each.question, round(each["alpha"].value or 0, 4)) for each in both] == [
        ("sentiment_label", 0.635),
        ("urgent_label", -0.0197),
    ]


def test_a_table_without_names(folder: Path, tmp_path: Path) -> None:
    """Data in the place of names are refused, and read with the flag that the message names."""
    with pytest.raises(InputError, match="--no-header"):
        _measured(folder / "no_header.csv")
    named = tmp_path / "named.csv"
    named.write_text("item,annotator,label,x\n" + (folder / "no_header.csv").read_text())
    bare = ReadingOptions(item="1", annotator="2", label=("3",), header=False)
    (found,) = agreements(read_table(folder / "no_header.csv", header=False), bare)
    assert found["alpha"] == _measured(named, label=("label",))["alpha"]
    words = tmp_path / "words.csv"
    words.write_text("t1,ann,yes\nt1,bob,no\nt2,ann,yes\nt2,bob,yes\n")
    with pytest.raises(InputError, match="no-header"):
        _measured(words)
    (found,) = agreements(
        read_table(words, header=False), ReadingOptions(item="1", annotator="2", label=("3",), header=False)
    )
    assert (found.items, found.annotators, found.annotations) == (2, 2, 4)
