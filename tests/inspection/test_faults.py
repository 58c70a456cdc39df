"""Kinds of fault, each in variations that no list of names or shapes was made for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from labelcards.actions.one_file.agreement import agreement, agreements
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
        (["B+", "A", "C-"], ["C-", "B+", "A"]),
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
    assert _refused(LONG.assign(label=["A", "B", "C"] * 8), level="ordinal") == ["unknown-order"]
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


MIXED = pd.DataFrame({"id": ITEMS, "rater_a": ANN, "rater_b": BOB, "priority": ANN[::-1]})
GRID = pd.DataFrame({"id": ITEMS, "ann_q1": ANN, "bob_q1": BOB, "ann_q2": BOB, "bob_q2": ANN})
TURNED = pd.DataFrame([["ann", *ANN], ["bob", *BOB]], columns=["name", *(f"Item {n}" for n in range(12))])
VOTES = pd.DataFrame({"id": list("abcd"), "neg": ["2", "3", "0", "1"], "pos": ["1", "0", "3", "2"]})


@pytest.mark.parametrize(
    ("frame", "code", "way_out"),
    [
        (WIDE.assign(prediction=BOB), "doubtful-column", {"drop": ("prediction",)}),
        (WIDE.assign(**{"gpt-4o": ANN}), "doubtful-column", {"drop": ("gpt-4o",)}),
        (WIDE.assign(reviewed=ANN), "doubtful-column", {"drop": ("reviewed",)}),
        (MIXED, "doubtful-column", {"drop": ("priority",)}),
        (GRID, "several-groups", {"label": ("*_q1",)}),
        (TURNED, "sideways", {}),
        (VOTES.assign(neg=["0.67", "1", "0", "0.33"], pos=["0.33", "0", "1", "0.67"]), "shares", {}),
        (VOTES.assign(neg=["67%", "100%", "0%", "33%"], pos=["33%", "0%", "100%", "67%"]), "shares", {}),
        (LONG.assign(label=["99" if n == 3 else str(1 + (n % 5)) for n in range(24)]), "doubtful-marker", {}),
        (LONG.replace({"label": {"no": "skip"}}), "doubtful-marker", {}),
        (LONG.assign(label=["0" if n == 3 else v for n, v in enumerate(LONG["label"])]), "doubtful-marker", {}),
        (pd.DataFrame({"id": ["1", "2"], "labels": ["x|x|y", "y|y|y"]}), "several-answers", {}),
    ],
)
def test_what_looks_right_and_may_not_be(frame: pd.DataFrame, code: str, way_out: dict[str, Any]) -> None:
    """A model, a check, a second question, a table on its side, shares and votes in a cell are no annotators."""
    assert _refused(frame) == [code]
    if way_out:
        assert _one(frame, **way_out)["alpha"].value == ALPHA


def test_totals_are_no_item() -> None:
    """A last row that adds the others up is left out, and it is said."""
    total = pd.concat([VOTES, pd.DataFrame({"id": ["Total"], "neg": ["6"], "pos": ["6"]})], ignore_index=True)
    with_total, without = _one(total), _one(VOTES)
    assert with_total["alpha"] == without["alpha"]
    assert with_total.reading[0] == "The last row holds totals and is left out."


@pytest.mark.parametrize("names", [("document", "examiner", "y"), ("Beleg", "Prüfer", "Bewertung"), ("a", "b", "c")])
def test_annotators_under_any_name(names: tuple[str, str, str]) -> None:
    """A column that pairs up with items, each pair once, holds the annotators, whatever it is called."""
    frame = LONG.rename(columns=dict(zip(("item", "annotator", "label"), names, strict=True)))
    result = _one(frame)
    assert (result["alpha"].value, result.annotators) == (ALPHA, 2)
    assert any(f"'{names[1]}' is read as the annotator" in line for line in result.reading)


@pytest.mark.parametrize("written", ["['{0}' '{1}']", "{0}\n{1}", "{0} & {1}", "{0} + {1}"])
def test_sets_as_numpy_and_people_write_them(written: str) -> None:
    """Arrays as numpy prints them, lines of a cell, and words with & or + between them."""
    pairs = [("x", "y"), ("x", "z"), ("y", "z")] * 4
    rows = [
        (f"t{n}", who, written.format(*(p if who == "ann" else p[::-1])))
        for n, p in enumerate(pairs)
        for who in ("ann", "bob")
    ]
    result = _one(pd.DataFrame(rows, columns=["item", "annotator", "label"]))
    assert (result.level, result["alpha"].value) == ("multilabel", 1.0)
    assert set(result.per_label) <= {"x|y", "x|z", "y|z"}


def test_a_second_question_and_repeats_are_said() -> None:
    """What is not read, and which of two answers counts, is no secret."""
    spam = _one(LONG.assign(spam=(["p", "q", "r", "q", "p"] * 5)[:24]))
    assert any("'spam' may be another question" in line for line in spam.reading)
    again = _one(pd.concat([LONG, LONG.iloc[3:6]]))
    assert any(line.startswith("3 annotations are an annotator's second") for line in again.reading)


def test_a_tools_export_is_read_as_import_reads_it(tmp_path: Path) -> None:
    """Bookkeeping fields of an export are no labels: two people who never agree do not agree fully."""
    path = tmp_path / "prodigy.jsonl"
    rows = [
        {"text": t, "_input_hash": n, "_task_hash": n, "options": [{"id": "X"}, {"id": "Y"}], "accept": [given]}
        | {"answer": "accept", "_annotator_id": who}
        for n, t in enumerate(["a", "b"])
        for who, given in (("ann", "X"), ("bob", "Y"))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = agreement(path)
    assert result["percent"].value == 0
    assert (result.items, result.annotators) == (2, 2)
    assert result.reading[0] == "The file is read as an export of Prodigy."
    assert agreement(path, item="text", annotator="_annotator_id", label="accept")["percent"].value == 0


def test_listed_labels_hold_for_sets() -> None:
    """A label in a set that is none of those listed is refused, as a label alone is; equal numbers are one."""
    sets = LONG.assign(label=["1.0;2", "2", "1;2", "2;1"] * 6)
    found = _one(sets, level="multilabel", separator=";", labels=("1", "2", "3"))
    assert found.annotations == 24
    assert set(found.per_label) <= {"1|2", "2"}
    assert set(_refused(sets, level="multilabel", separator=";", labels=("1", "3"))) == {"unknown-label"}


def test_many_answers_are_not_quoted() -> None:
    """Where answers may be texts a note counts those that differ in spelling, and shows none."""
    texts = [f"secret {n}" for n in range(60)] * 2
    odd = [text.upper() if n == 7 else text for n, text in enumerate(texts)]
    frame = pd.DataFrame({"item": [*range(60)] * 2, "annotator": ["a"] * 60 + ["b"] * 60, "label": odd})
    reading = " ".join(_one(frame, label=("label",)).reading)
    assert "1 answers of 'label' differ from another one in spelling only" in reading
    assert "secret" not in reading.casefold()


@pytest.mark.parametrize(
    ("frame", "options", "codes"),
    [
        (WIDE.assign(item=[None, *ITEMS[1:]]), {}, ["missing-item"]),
        (LONG.assign(item=[None, *ITEMS[1:], *ITEMS]), {}, ["missing-item"]),
        (
            pd.DataFrame(
                {"id": ["1", None, "2", "2"], "who": ["a", "b", None, "b"], "x": list("1010"), "y": list("0101")}
            ),
            {"layout": "one-hot"},
            ["missing-annotator", "missing-item"],
        ),
        (WIDE.assign(item=[None] * 12), {"item": "item"}, ["missing-item"] * 12),
        (
            LONG.assign(label=LONG["label"].map(SCALED)),
            {"level": "interval", "labels": ("1", "2")},
            ["labels-of-numbers"],
        ),
    ],
)
def test_what_is_missing_or_does_not_fit_is_named(
    frame: pd.DataFrame, options: dict[str, Any], codes: list[str]
) -> None:
    """A blank item or annotator of any layout is a row to mend; a flag that can have no effect is not passed over."""
    assert sorted(_refused(frame, **options)) == codes
