"""Overlapping and adjacent findings."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.merge import merge

TEXT = "Jane Doe, jane@doe.org, 12 High Street"


def test_form_names_the_union() -> None:
    """An e-mail address with a name in it is an e-mail address."""
    found = [
        EntityFinding(10, 14, "PERSON", 0.9),
        EntityFinding(10, 22, "EMAIL_ADDRESS", 0.5),
        EntityFinding(15, 22, "URL", 0.6),
    ]
    assert [(f.start, f.end, f.entity_type) for f in merge(TEXT, found)] == [(10, 22, "EMAIL_ADDRESS")]


def test_pieces_of_a_name_are_one_name() -> None:
    """Findings of one type with a space between them are one; across a comma they are not."""
    assert len(merge(TEXT, [EntityFinding(0, 4, "PERSON", 0.8), EntityFinding(5, 8, "PERSON", 0.8)])) == 1
    assert len(merge("Ann, Bob", [EntityFinding(0, 3, "PERSON", 0.8), EntityFinding(5, 8, "PERSON", 0.8)])) == 2


def test_partial_overlap_leaves_nothing_over() -> None:
    """Two findings that overlap in part are replaced together."""
    merged = merge(TEXT, [EntityFinding(0, 6, "PERSON", 0.6), EntityFinding(4, 12, "LOCATION", 0.8)])
    assert [(f.start, f.end, f.entity_type) for f in merged] == [(0, 12, "LOCATION")]


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from("AB"), st.sampled_from([0.4, 0.8])), max_size=8
    )
)
def test_merge_covers_the_same_characters_in_separate_pieces(raw: list[tuple[int, int, str, float]]) -> None:
    """Whatever the findings: merged ones are sorted, disjoint, and cover every character the given ones cover."""
    text = "x" * 40
    findings = [EntityFinding(start, start + length, kind, score) for start, length, kind, score in raw]
    merged = merge(text, findings)
    assert all(a.end <= b.start for a, b in pairwise(merged))
    covered = {place for f in findings for place in range(f.start, f.end)}
    assert {place for f in merged for place in range(f.start, f.end)} == covered
