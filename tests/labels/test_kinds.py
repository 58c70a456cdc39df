"""Domain, equality, order, distance and missing answers of every kind of label."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.labels.kind import is_missing
from labelcards.labels.numbers import number_text
from labelcards.labels.reading import LabelDomain, Misfit
from labelcards.labels.registry import KINDS, kind_named
from labelcards.metrics.agreement.distances import IntervalDistance, MatrixDistance, NominalDistance, OrdinalDistance


@pytest.mark.parametrize("name", KINDS)
def test_missing_is_no_answer(name: str) -> None:
    """Every kind refuses an empty answer, and says so without quoting anything."""
    for text in ("", "   ", "\t"):
        assert is_missing(text)
        with pytest.raises(ValueError, match=r"^the answer is missing$"):
            kind_named(name).parse(text)
    assert is_missing(None)


@pytest.mark.parametrize("name", KINDS)
def test_parsing_is_idempotent(name: str) -> None:
    """Parsing a parsed answer changes nothing."""
    kind = kind_named(name)
    for text in (" 1.50 ", "3", "1e3", *([] if name == "ratio" else ["-2"])):
        assert kind.parse(kind.parse(text)) == kind.parse(text)


def test_names_that_look_equal_are_equal() -> None:
    """White space and Unicode composition do not make two labels."""
    assert kind_named("nominal").parse(" Cafe\u0301 ") == "Caf\u00e9"


@pytest.mark.parametrize(("text", "canonical"), [("1.0", "1"), ("1e3", "1000"), ("0.10", "0.1"), ("-0.5", "-0.5")])
def test_equal_numbers_are_one_answer(text: str, canonical: str) -> None:
    """A number has one text."""
    assert kind_named("interval").parse(text) == canonical


@pytest.mark.parametrize("text", ["secret", "nan", "inf", "1_000", "1,5"])
def test_not_a_number(text: str) -> None:
    """Words, NaN, infinity and separators are not numbers; the message does not quote them."""
    with pytest.raises(ValueError, match="not a finite number") as caught:
        kind_named("ratio").parse(text)
    assert text not in str(caught.value)


def test_a_ratio_scale_has_nothing_below_zero() -> None:
    """A negative number is no answer, with or without a manifest; zero, written with a sign or without, is."""
    kind = kind_named("ratio")
    with pytest.raises(ValueError, match="below zero"):
        kind.parse("-2")
    read = kind.reader(LabelDomain("minutes"))
    below = read("-0.1")
    assert isinstance(below, Misfit)
    assert "Use interval" in below.remedy
    assert read("-0") == read("0") == "0"


def test_sets_are_sorted_and_without_repeats() -> None:
    """Two texts of one set are one answer."""
    assert kind_named("multilabel").parse("b| a |b|") == "a|b"


def test_the_empty_set_has_a_text_of_its_own() -> None:
    """Nothing chosen is an answer: as far from every other set as can be, and equal to itself."""
    kind = kind_named("multilabel")
    assert kind.parse(" [] ") == kind.joined(()) == "[]"
    assert kind.parts("[]") == ()
    assert kind.joined(["b", "[]", "a"]) == "a|b"
    assert kind.members(["[]", "a", "a|b"])[0] == ("a", "b")
    for table in (kind.distance(["[]", "a"], of="alpha"), kind.distance(["[]", "a"], of="alpha_jaccard")):
        assert isinstance(table, MatrixDistance)
    assert kind.distance_table(["[]", "a"], np.array([0, 1])).tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert kind.distance_table(["[]"], np.array([0])).tolist() == [[0.0]]
    assert kind.renamed("[]", {"a": "b"}) == "[]"


def test_orders() -> None:
    """Numbers ascend, ordinal labels ascend when they are numbers, names are in text order."""
    assert kind_named("interval").order(["10", "9", "-1"]) == ("-1", "9", "10")
    assert kind_named("ordinal").order(["10", "9", "9"]) == ("9", "10")
    assert kind_named("ordinal").order(["low", "10"]) == ("10", "low")
    assert kind_named("nominal").order(["b", "a", "b"]) == ("a", "b")


def test_distances() -> None:
    """Each kind hands alpha the distance of its definition."""
    assert isinstance(kind_named("nominal").distance(["a", "b"]), NominalDistance)
    assert kind_named("ordinal").distance(["a", "b", "c"]) == OrdinalDistance(3)
    assert isinstance(kind_named("interval").distance(["1", "2"]), IntervalDistance)
    ratio = kind_named("ratio").distance(["1", "3"])
    assert isinstance(ratio, MatrixDistance)
    assert ratio.matrix[0, 1] == pytest.approx(0.25)


def test_set_distances() -> None:
    """{a} and {a, b}: Jaccard 1/2; MASI 1 - 1/2 · 2/3 (Passonneau 2006)."""
    sets = ["a", "a|b", "c"]
    kind = kind_named("multilabel")
    masi, jaccard = kind.distance(sets), kind.distance(sets, of="alpha_jaccard")
    assert isinstance(masi, MatrixDistance)
    assert isinstance(jaccard, MatrixDistance)
    assert (jaccard.matrix[0, 1], masi.matrix[0, 1]) == pytest.approx((1 / 2, 2 / 3))
    assert masi.matrix[0, 2] == jaccard.matrix[0, 2] == 1


def test_members() -> None:
    """Names contain themselves, sets their parts, numbers nothing."""
    names, member = kind_named("multilabel").members(["a", "a|b"])
    assert names == ("a", "b")
    np.testing.assert_array_equal(member, [[True, False], [True, True]])
    assert kind_named("nominal").members(["x", "y"])[0] == ("x", "y")
    assert kind_named("ratio").members(["1", "2"])[0] == ()


def test_unknown_kind() -> None:
    """An unknown kind lists the known ones."""
    with pytest.raises(ValueError, match="interval, multilabel, nominal, ordinal, ratio"):
        kind_named("spans")


@pytest.mark.parametrize("kind", ["interval", "ratio"])
@pytest.mark.parametrize("text", ["1.4e154", "1e101", "1.7976931348623157e308"])
def test_a_number_whose_square_overflows_is_refused(kind: str, text: str) -> None:
    """It would become an infinite distance; the largest number that is taken gives a finite one."""
    with pytest.raises(ValueError, match="beyond 1e100"):
        kind_named(kind).parse(text)
    assert kind_named(kind).parse("1e100")


@pytest.mark.parametrize("text", ["1e101", "-1e300", "1e100"])
def test_an_ordered_level_may_be_any_number(text: str) -> None:
    """Levels have a place and no size, so that no square of theirs is ever taken."""
    kind = kind_named("ordinal")
    assert kind.canonical(["0.0", text]) == ["0", number_text(float(text))]
