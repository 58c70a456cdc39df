"""Kinds of fault, each in variations that no list of names or shapes was made for."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from labelcards.actions.one_file.agreement import agreements
from labelcards.actions.one_file.inspect import inspect
from labelcards.actions.one_file.table import as_file
from labelcards.documents.table_agreement import TableAgreement
from labelcards.errors import InputError
from labelcards.inspection.options import ReadingOptions

ITEMS = [f"t{place}" for place in range(12)]
ANN = ["yes", "no", "yes", "yes", "no", "no", "yes", "no", "yes", "yes", "no", "yes"]
BOB = ["yes", "no", "no", "yes", "no", "yes", "yes", "no", "yes", "no", "no", "yes"]
LONG = pd.DataFrame({"item": ITEMS * 2, "annotator": ["ann"] * 12 + ["bob"] * 12, "label": ANN + BOB})
WIDE = pd.DataFrame({"item": ITEMS, "ann": ANN, "bob": BOB})
SCALED = {"yes": "2", "no": "1"}


def _one(frame: pd.DataFrame, **options: Any) -> TableAgreement:
    (found,) = agreements(as_file(frame), ReadingOptions(**options))
    return found


def _refused(frame: pd.DataFrame, **options: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        agreements(as_file(frame), ReadingOptions(**options))
    return [problem.code for problem in caught.value.problems]


ALPHA = _one(LONG)["alpha"].value


@pytest.mark.parametrize(
    ("frame", "options"),
    [
        (WIDE, {}),
        (WIDE.assign(remarks=["good one"] * 12), {}),
        (WIDE.assign(final=ANN), {}),
        (WIDE.assign(gold=BOB), {}),
        (WIDE.assign(date="2026-01-05"), {}),
        (WIDE.assign(length=range(100, 112)), {}),
        (WIDE.assign(area=["a", "b", "c"] * 4), {}),
        (WIDE.drop(columns="item"), {}),
        (WIDE.rename(columns={"item": "nobody knows this name"}), {}),
        (WIDE.rename(columns={"ann": "label by ann", "bob": "label by bob"}), {"label": ("label by *",)}),
        (LONG.rename(columns={"item": "ticket", "annotator": "who", "label": "topic"}), {}),
        (LONG.rename(columns={"item": "DocID", "annotator": "Rated by", "label": "Stance"}), {}),
        (LONG.rename(columns={"annotator": "x"}), {"annotator": "x"}),
        (LONG.assign(label=LONG["label"].map(SCALED)), {}),
        (LONG.assign(label=LONG["label"].map({"yes": "TRUE", "no": "False"})), {}),
        (LONG.assign(label=LONG["label"].map({"yes": "yes\u200b", "no": " no\u00a0"})), {}),
        (LONG.assign(label=LONG["label"].map({"yes": '["yes"]', "no": "['no']"})), {}),
        (LONG.assign(label=[v.upper() if n % 3 else v for n, v in enumerate(LONG["label"])]), {"ignore_case": True}),
        (pd.concat([LONG, LONG.iloc[3:6]]), {}),
        (LONG.sample(frac=1, random_state=3)[["label", "item", "annotator"]], {}),
    ],
)
def test_the_same_annotations_in_another_shape(frame: pd.DataFrame, options: dict[str, Any]) -> None:
    """One alpha, whatever stands beside the labels and however they are written."""
    result = _one(frame, **options)
    assert result["alpha"].value == ALPHA
    assert (result.annotators, result.annotations) == (2, 24)


def test_spellings_that_may_be_one_label_are_said() -> None:
    """Upper and lower case are not merged unasked, and not passed over."""
    odd = LONG.assign(label=[value.upper() if place == 4 else value for place, value in enumerate(LONG["label"])])
    result = _one(odd)
    assert result["alpha"].value != ALPHA
    assert any("'no' and 'NO'" in line and "--ignore-case" in line for line in result.reading)
    upper = _one(LONG.assign(item=[value.upper() if place == 4 else value for place, value in enumerate(LONG["item"])]))
    assert any("1 names of items" in line for line in upper.reading)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (WIDE.assign(third=["YES", "NO"] * 6), "doubtful-column"),
        (WIDE.assign(category=["a", "b", "c"] * 4), "two-readings"),
        (WIDE.assign(x=["p", "q"] * 6, y=["q", "p"] * 6), "several-groups"),
        (LONG.replace({"label": {"no": "none"}}), "doubtful-marker"),
        (LONG.assign(label=LONG["label"].map({"yes": "1", "no": "-1"})).replace({"label": {"-1": "0"}}), ""),
        (
            LONG.assign(label=[{"yes": "0", "no": "1"}[v] if n % 5 else "-1" for n, v in enumerate(LONG["label"])]),
            "doubtful-marker",
        ),
        (LONG.drop(columns="annotator"), "no-annotators"),
        (LONG.assign(label=[f"{n * 1.37:.2f}" for n in range(24)]), "doubtful-level"),
        (LONG.assign(label=["a;b", "a", "b;z"] * 8), "doubtful-sets"),
        (LONG.assign(other=list("pqrst" * 5)[:24]).rename(columns={"label": "kind of thing"}), "several-questions"),
    ],
)
def test_two_readings_are_refused(frame: pd.DataFrame, code: str) -> None:
    """What could be meant in two ways is asked about; what could not is read."""
    if not code:
        assert _one(frame)["alpha"].value == ALPHA
        return
    assert _refused(frame) == [code]


def test_a_flag_wins() -> None:
    """What a person says is not guessed again: the remedy that a refusal names gives the figure."""
    assert _one(WIDE.assign(third=["YES", "NO"] * 6), drop=("third",))["alpha"].value == ALPHA
    assert _one(WIDE.assign(x=["p", "q"] * 6, y=["q", "p"] * 6), drop=("x", "y"))["alpha"].value == ALPHA
    none = LONG.replace({"label": {"no": "none"}})
    assert _one(none, labels=("yes", "none"))["alpha"].value == ALPHA
    assert _one(none, missing=("none",)).missing == 11
    single = _one(WIDE.assign(label=["p", "q"] * 6), label=("label",))
    assert (single.layout, single.annotators, single.annotations) == ("single", 1, 12)
    both = agreements(as_file(LONG.assign(other=ANN * 2)), ReadingOptions(label=("label", "other")))
    assert [each.question for each in both] == ["label", "other"]


@pytest.mark.parametrize(
    ("labels", "ordered"),
    [
        (["high", "low", "medium"], ["low", "medium", "high"]),
        (["3: good", "1: bad", "2: so so"], ["1: bad", "2: so so", "3: good"]),
        (["Often", "Never", "Sometimes"], ["Never", "Sometimes", "Often"]),
        (["strongly_agree", "disagree", "neutral"], ["disagree", "neutral", "strongly_agree"]),
        (["10", "9", "2"], ["2", "9", "10"]),
        (["B", "A", "C"], ["C", "B", "A"]),
    ],
)
def test_ordinal_labels_have_their_order(labels: list[str], ordered: list[str]) -> None:
    """Known scales are ordered as everybody orders them, and it is said."""
    report = inspect(as_file(LONG.assign(label=labels * 8)), ReadingOptions(level="ordinal"))
    assert list(report.questions[0].labels or ()) == ordered


def test_an_unknown_order_is_asked_for() -> None:
    """Words of no known scale are refused, and the flag gives labels that nobody chose their place, too."""
    frame = LONG.assign(label=(["murky", "clear", "bright", "clear", "bright"] * 5)[:24])
    assert _refused(frame, level="ordinal") == ["unknown-order"]
    few = _one(frame, level="ordinal", labels=("murky", "clear", "bright"))
    more = _one(frame, level="ordinal", labels=("black", "murky", "clear", "bright"))
    assert few["alpha"].value == more["alpha"].value
    assert few["brennan_prediger"].value != more["brennan_prediger"].value
    assert _refused(frame, labels=("murky", "clear")) == ["unknown-label"] * 9


def test_one_marker_does_not_make_numbers_text() -> None:
    """A single n/a among numbers leaves them numbers."""
    frame = LONG.assign(label=LONG["label"].map(SCALED))
    gap = frame.assign(label=["n/a", *frame["label"][1:]])
    result = _one(gap, level="interval")
    assert (result.missing, result.annotations) == (1, 23)
    assert any("'n/a' in 1 cells" in line for line in result.reading)


@pytest.mark.parametrize("options", [{"missing": ("",), "usual_missing": False}, {"labels": ("yes", "no", "NA")}])
def test_a_marker_may_be_a_label(options: dict[str, Any]) -> None:
    """Switched off, or listed among the labels."""
    frame = LONG.assign(label=["NA", *LONG["label"][1:]])
    assert _one(frame).missing == 1
    assert "NA" in _one(frame, **options).per_label


@pytest.mark.parametrize("separator", ["|", ";", ", ", " / "])
def test_sets_in_any_order_are_one_answer(separator: str) -> None:
    """What separates the labels of a set, and their order, makes no difference."""
    sets = [("x", "y"), ("y",), ("x", "z"), ("x",), ("z", "y")]
    rows = [
        (f"t{place}", who, separator.join(parts if who == "ann" else reversed(parts)))
        for place, parts in enumerate(sets * 3)
        for who in ("ann", "bob")
    ]
    result = _one(pd.DataFrame(rows, columns=["item", "annotator", "label"]))
    assert (result.level, result["alpha"].value, result["alpha_jaccard"].value) == ("multilabel", 1.0, 1.0)


def test_masked_examples_and_labels_with_counts() -> None:
    """`inspect` shows the shape of ids and names, and labels as they are."""
    report = inspect(as_file(LONG.assign(annotator=["ann@x.org"] * 12 + ["bob@x.org"] * 12)), ReadingOptions())
    assert report.examples[0] == {"item": "x9", "annotator": "xxx@x.xxx", "label": "yes"}
    assert report.questions[0].labels == {"no": 11, "yes": 13}
    assert (report.layout, report.items, report.annotators, report.annotations) == ("long", 12, 2, 24)
