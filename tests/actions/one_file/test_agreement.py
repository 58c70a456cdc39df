"""``labelcards agreement TABLE``: layouts, levels, policies, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelcards.actions.one_file.agreement import agreement
from labelcards.documents.figures import Figure
from labelcards.errors import InputError

LONG = pd.DataFrame(
    {
        "item_id": list("aabbccdd"),
        "annotator_id": ["x", "y"] * 4,
        "label": ["1", "1", "2", "2", "3", "2", "1", "1"],
    }
)
WIDE = pd.DataFrame({"unit": list("abcd"), "x": ["1", "2", "3", "1"], "y": ["1", "2", "2", "1"]})
SQUARE = pd.DataFrame({"label": list("123"), "1": ["2", "0", "0"], "2": ["0", "1", "1"], "3": ["0", "0", "0"]})


def _metrics(**arguments: Any) -> Mapping[str, Figure]:
    return agreement(**arguments).metrics


def _problems(frame: pd.DataFrame, **arguments: Any) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(InputError) as caught:
        agreement(frame, **arguments)
    return [(problem.code, problem.column, problem.row) for problem in caught.value.problems]


@pytest.mark.parametrize(("frame", "layout"), [(LONG, "long"), (WIDE, "wide"), (SQUARE, "contingency")])
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_three_layouts_are_one_table(frame: pd.DataFrame, layout: str, level: str) -> None:
    """The same annotations in any layout are recognized and give the same figures at every level."""
    result = agreement(frame, level=level)
    assert result.layout == layout
    assert (result.items, result.annotators, result.annotations, result.missing) == (4, 2, 8, 0)
    assert result.metrics == _metrics(table=LONG, level=level)
    assert result["percent"].value == 0.75
    assert set(result.per_label) == {"1", "2", "3"}


def test_missing_annotations_are_not_labels() -> None:
    """Blanks in a wide table are no annotations; the item stays."""
    frame = WIDE.assign(y=["1", None, " ", "1"])
    result = agreement(frame)
    assert (result.items, result.annotations, result.missing) == (4, 6, 2)
    assert result["percent"].n == 2


def test_repeated_annotations_count_once() -> None:
    """Where an annotator labels an item again the last row counts, and the others are reported."""
    again = pd.concat([LONG, pd.DataFrame({"item_id": ["c"], "annotator_id": ["y"], "label": ["3"]})])
    result = agreement(again)
    assert result.repeated == 1
    assert result.annotations == 8
    assert result["percent"].value == 1


def test_equal_numbers_are_equal_labels() -> None:
    """1 and 1.0 are one label where all labels are numbers, at any level."""
    frame = WIDE.assign(y=["1.0", "2.00", "2", "1"])
    assert _metrics(table=frame, level="interval")["percent"].value == 0.75
    assert _metrics(table=frame)["percent"].value == 0.75
    words = frame.assign(x=["1", "2", "two", "1"], y=["1.0", "2", "two", "1"])
    assert _metrics(table=words)["percent"].value == 0.75
    assert "'1' and '1.0'" in " ".join(agreement(words).reading)


def test_numbers_sort_as_numbers() -> None:
    """Ordinal labels 9, 10, 11 are in numeric order, so disagreement between neighbours costs little."""
    frame = pd.DataFrame({"i": range(6), "x": [9, 10, 11, 9, 10, 11], "y": [9, 10, 11, 10, 10, 11]})
    near = _metrics(table=frame, level="ordinal")["cohen_kappa_quadratic"].value
    frame["y"] = [9, 10, 11, 11, 10, 11]
    assert near > _metrics(table=frame, level="ordinal")["cohen_kappa_quadratic"].value


def test_pattern_names_the_annotators() -> None:
    """``label_*`` takes the annotators' columns of a wide table that has others too."""
    frame = WIDE.rename(columns={"x": "label_x", "y": "label_y"}).assign(text=list("pqrs"))
    result = agreement(frame, label="label_*")
    assert (result.layout, result.annotators) == ("wide", 2)


def test_warnings_are_data() -> None:
    """Traps are in the result, in words."""
    codes = [warning.code for warning in agreement(LONG).warnings]
    assert codes == ["thin-overlap"]


def test_undefined_says_why() -> None:
    """One annotator: every figure has a reason and no value."""
    metrics = _metrics(table=LONG[LONG["annotator_id"] == "x"])
    assert {leaf.why for leaf in metrics.values()} == {"one annotator"}
    assert all(leaf.value is None for leaf in metrics.values())


def test_malformed_tables_are_refused() -> None:
    """Wrong columns, missing ids, words for numbers and crooked counts are named by column and row, all at once."""
    assert _problems(LONG, item="nope", annotator="neither") == [
        ("missing-column", "neither", None),
        ("missing-column", "nope", None),
    ]
    assert _problems(LONG, item="item_id", annotator="item_id", label="label") == [("same-column", None, None)]
    assert _problems(LONG.drop(columns="item_id"), layout="long") == [("missing-column", None, None)]
    gaps = LONG.assign(item_id=["a", None, *list("bbccdd")], annotator_id=[None, "y", *["x", "y"] * 3])
    assert _problems(gaps) == [("missing-annotator", "annotator_id", 2), ("missing-item", "item_id", 3)]
    assert _problems(WIDE.assign(y=["1", "two", "2", "1"]), level="interval") == [("bad-number", "y", 3)]
    assert _problems(SQUARE.assign(**{"1": ["2", "-1", "0"]}), layout="contingency") == [("bad-count", "1", 3)]
    assert _problems(SQUARE.assign(label=list("124")), layout="contingency") == [("not-square", None, None)]
    assert _problems(WIDE, layout="contingency") == [("not-square", None, None)]
    assert _problems(WIDE[["unit"]]) == [("no-labels", None, None)]
    assert _problems(WIDE.iloc[:0]) == [("empty-table", None, None)]
    assert _problems(WIDE, level="cardinal") == [("unknown-level", None, None)]
    assert _problems(WIDE, weights="linear") == [("weights-need-order", None, None)]


def test_free_text_is_not_an_annotator() -> None:
    """A text column of a wide table is left aside."""
    generator = np.random.default_rng(0)
    frame = pd.DataFrame({"unit": range(40), "text": [f"sentence {row}" for row in range(40)]})
    for name in ("x", "y"):
        frame[name] = generator.integers(0, 2, 40)
    result = agreement(frame)
    assert (result.annotators, result.annotations) == (2, 80)


def test_messages_quote_no_value() -> None:
    """Neither a bad number nor a row label reaches the message."""
    secret = "jane.doe@example.org"
    for frame, arguments in (
        (WIDE.assign(y=["1", secret, "2", "1"]), {"level": "ratio"}),
        (SQUARE.assign(label=["1", "2", secret]), {"layout": "contingency"}),
        (SQUARE.assign(**{"1": ["2", secret, "0"]}), {"layout": "contingency"}),
    ):
        with pytest.raises(InputError) as caught:
            agreement(frame, **arguments)  # type: ignore[arg-type]
        assert secret not in str(caught.value)


def test_many_problems_are_counted() -> None:
    """The first twenty are listed, the rest is one line."""
    frame = pd.DataFrame({"i": range(60), "x": ["a"] * 60, "y": ["1"] * 60})
    problems = _problems(frame, level="interval", layout="wide")
    assert len(problems) == 21
    assert problems[0] == ("bad-number", None, None)


def test_seeded_bootstrap_repeats() -> None:
    """The same seed gives the same figures; another seed gives other bounds around the same value."""
    generator = np.random.default_rng(0)
    frame = pd.DataFrame({"i": range(60), "x": generator.integers(0, 3, 60), "y": generator.integers(0, 3, 60)})
    first, again, other = (_metrics(table=frame, interval="bca", seed=seed)["alpha"] for seed in (3, 3, 4))
    assert first == again
    assert first.value == other.value
    assert (first.low, first.high) != (other.low, other.high)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, " ", ""])
def test_numbers_of_a_data_frame_are_labels_whatever_pandas_makes_of_them(missing: object) -> None:
    """Beside a missing cell pandas turns whole numbers into fractions; 1 and 1.0 are one label all the same."""
    whole = pd.DataFrame({"unit": [1, 2, 3, 4], "x": [1, 2, 3, 1], "y": [1, 2, 2, 1]})
    gaps = whole.assign(y=pd.Series([1, 2, 2, missing], dtype=object))
    assert agreement(gaps)["percent"].value == agreement(whole.iloc[:3])["percent"].value
    assert set(agreement(gaps.convert_dtypes()).per_label) == {"1", "2", "3"}
    assert set(agreement(gaps.assign(y=[1.0, 2.0, 2.0, np.nan])).per_label) == {"1", "2", "3"}
    assert agreement(gaps.assign(y=[1.5, 2.0, 2.0, np.nan]), level="interval")["percent"].value == 0.333333


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3))),
        min_size=1,
        max_size=30,
    )
)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_data_frame_is_its_file(tmp_path: Path, rows: list[tuple[int, int, int | None]]) -> None:
    """A frame gives the figures of the CSV file that pandas writes of it, and of the path of the file."""
    frame = pd.DataFrame(rows, columns=["item_id", "annotator_id", "label"])
    path = tmp_path / "table.csv"
    frame.astype({"label": "Int64"}).to_csv(path, index=False)
    from_frame = agreement(frame, level="ordinal")
    assert from_frame == agreement(path, level="ordinal") == agreement(str(path), level="ordinal")


def test_a_result_shows_in_a_notebook_and_as_a_frame() -> None:
    """The text has a line per coefficient and no label; the frames have a row per figure, undefined ones with a why."""
    result = agreement(LONG.replace({"label": {"1": "SECRET-LABEL"}}))
    assert repr(result) == str(result)
    assert repr(result).startswith("Agreement of 4 items, 2 annotators, 8 annotations (nominal)\n")
    assert "SECRET" not in repr(result)
    assert f"  alpha{' ' * 13}{result['alpha'].value:.4f}" in repr(result)
    frame = result.to_frame().set_index("metric")
    assert list(frame.columns) == ["value", "low", "high", "n", "method", "why"]
    assert frame["value"]["percent"] == 0.75
    by_label = result.to_frame(by_label=True)
    assert set(by_label["label"]) == {"SECRET-LABEL", "2", "3"}
    undefined = agreement(LONG[LONG["annotator_id"] == "x"])
    assert "undefined: one annotator" in repr(undefined)
    assert undefined.to_frame()["value"].isna().all()
    assert agreement(pd.DataFrame({"u": range(60), "x": range(60), "y": range(60)})).to_frame(by_label=True).empty
    with pytest.raises(KeyError):
        result["cohen_kappa_quadratic"]
