"""The table of warnings refuses what its sentence could not be made of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.catalog.warnings import WARNINGS, facts_of, order_of, warned
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.warning_record import WarningRecord

ABOUT = ("questions", "help.topic", "agreement")
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
NAMES = st.text(alphabet=st.sampled_from("ab.\\×/\"' <>|=*{}\u202eñ\u0301\n"), max_size=8)
OF_KIND: dict[str, st.SearchStrategy[Any]] = {
    "name": NAMES,
    "names": st.lists(NAMES, max_size=3).map(tuple),
    "count": st.integers(0, 10**9),
    "counts": st.lists(st.integers(0, 99), max_size=3).map(tuple),
    "number": NUMBERS,
    "number or none": st.none() | NUMBERS,
    "probability": st.floats(0, 1),
}


def facts(code: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any facts that a code may have."""
    return st.fixed_dictionaries({name: OF_KIND[kind] for name, kind in WARNINGS[code].facts.items()})


def any_warning() -> st.SearchStrategy[WarningRecord]:
    """Any warning of any code."""
    paths = st.lists(NAMES.filter(bool), min_size=1, max_size=4).map(tuple)
    return st.sampled_from(sorted(WARNINGS)).flatmap(
        lambda code: st.builds(lambda path, held: warned(code, path, **held), paths, facts(code))
    )


def test_codes_and_facts_are_checked() -> None:
    """Unknown codes, and facts that are missing, too many or of another kind, are refused when the warning is made."""
    good = {"multiply_annotated": 3, "items": 9}
    assert warned("thin-overlap", ABOUT, **good).level == "warning"
    with pytest.raises(KeyError):
        warned("thin-ice", ABOUT)
    wrong = (
        {"items": 9},
        {**good, "annotators": 2},
        {**good, "items": "9"},
        {**good, "items": 9.5},
        {**good, "items": None},
    )
    for each in wrong:
        with pytest.raises(TypeError, match="thin-overlap"):
            warned("thin-overlap", ABOUT, **each)


@given(any_warning())
def test_a_warning_survives_its_file(made: WarningRecord) -> None:
    """Written to JSON and read again, path and facts are the same, whatever the names hold."""
    document = MetricsDocument(document="quality", dataset="d", version="1.0.0", warnings=[made])
    (read,) = MetricsDocument.model_validate_json(document.dump()).warnings
    assert read == made
    assert facts_of(read) == facts_of(made)
    assert order_of(read) == order_of(made)


@given(st.lists(any_warning(), max_size=8), st.randoms())
def test_the_order_of_one_code_rests_on_path_and_facts(found: list[WarningRecord], chance: Any) -> None:
    """Warnings of one code can always be sorted, and come out alike however they stood."""
    for code in {each.code for each in found}:
        own = [each for each in found if each.code == code]
        before = sorted(own, key=order_of)
        chance.shuffle(own)
        assert [order_of(each) for each in sorted(own, key=order_of)] == [order_of(each) for each in before]


@given(NUMBERS)
def test_numbers_are_rounded_as_figures_are(value: float) -> None:
    """To six decimals; small ones keep six digits, so that a length in kilometers does not vanish."""
    held = warned("unstable-gai", ABOUT, column="c", value="v", cross_group=value).facts["cross_group"]
    assert isinstance(held, float)
    assert abs(held - value) <= 0.5e-6 + 1e-12
    if value:
        assert held
        assert abs(held - value) <= 1e-5 * abs(value)
