"""The line below a comparison: how its intervals were made."""

from __future__ import annotations

from labelcards.cards.figures.comparison import condensed


def test_methods_that_differ_in_numbers_are_told_once() -> None:
    """A table of forty groups names one method with the range of its numbers, not forty methods."""
    methods = {f"cluster-robust t, {df} degrees of freedom, 95%" for df in (9, 40, 113)}
    assert condensed(methods) == ("cluster-robust t, 9 to 113 degrees of freedom, 95%",)


def test_numbers_that_all_methods_share_stay_as_they_are() -> None:
    """Only what differs becomes a range; the level and the names of corrections are no such numbers."""
    methods = {
        "two-way fixed effects, HC2, overdispersion 1.18, 95%",
        "two-way fixed effects, HC2, overdispersion 1.00, 95%",
    }
    assert condensed([*methods, "Wilson, 95%"]) == (
        "Wilson, 95%",
        "two-way fixed effects, HC2, overdispersion 1.00 to 1.18, 95%",
    )
    assert condensed(["percentile bootstrap over items, 1000 replicates, 95%"]) == (
        "percentile bootstrap over items, 1000 replicates, 95%",
    )
    assert condensed([]) == ()
