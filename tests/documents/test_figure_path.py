"""Paths of figures hold any name."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from labelcards.documents import figure_path
from labelcards.documents.figure_path import PathText, Slot, crossed, is_crossed, names_of, parsed, pattern_of, written

CHARACTERS = st.sampled_from("ab.\\×/\"' <>|=*{}\u202eñ\u0301")
NAMES = st.text(alphabet=CHARACTERS, max_size=8) | st.sampled_from([slot.value for slot in Slot])


class _Held(BaseModel):
    path: PathText


def test_examples() -> None:
    """The examples in the docstrings hold."""
    assert doctest.testmod(figure_path).failed == 0


@given(st.lists(NAMES, min_size=1, max_size=6).map(tuple))
def test_a_written_path_reads_back(path: tuple[str, ...]) -> None:
    """Whatever the names hold, text and path are each other's inverse, through a document, too."""
    assume(path != ("",))
    assert parsed(written(path)) == pattern_of(written(path)) == path
    held = _Held(path=path)
    assert _Held.model_validate_json(held.model_dump_json()) == held


@given(st.lists(NAMES, min_size=1, max_size=3).map(tuple))
def test_crossed_names_come_apart(names: tuple[str, ...]) -> None:
    """A × inside a name is no separator."""
    step = crossed(*names)
    assert names_of(step) == names
    assert is_crossed(step) == (len(names) > 1)


@given(st.lists(NAMES, min_size=1, max_size=4).map(tuple), st.lists(NAMES, min_size=1, max_size=4).map(tuple))
def test_different_paths_are_different_texts(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """No two paths share a text, and no two crossings a step; an empty text is the whole document."""
    assert parsed(written(())) == ()
    assert (written(one) == written(other)) == (one == other)
    assert (crossed(*one) == crossed(*other)) == (one == other)


@pytest.mark.parametrize("slot", Slot)
def test_a_mark_and_a_name_like_it_are_told_apart(slot: Slot) -> None:
    """A pattern's mark and a name that looks like it are different steps, as text, too."""
    for steps in (("labels", slot), ("labels", slot.value)):
        assert pattern_of(written(steps)) == steps
