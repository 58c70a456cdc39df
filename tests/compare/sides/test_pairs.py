"""Which versions have a compare page, and what is left off it."""

from __future__ import annotations

import pytest

from labelcards.cards.difference.audience import for_public
from labelcards.compare.sides.pairs import ALL_PAIRS, version_pairs
from labelcards.documents.figures import Figure
from labelcards.documents.metric_difference import VersionContrast
from labelcards.documents.version_manifest import VersionManifest
from tests.cards.difference.test_comment import _huge

TABLE = {"file": "raw/x.csv"}


def _version(version: str, parent: str | None) -> VersionManifest:
    return VersionManifest.model_validate(
        {
            "version": version,
            "date": "2026-01-01",
            "parent": parent,
            "note": "x",
            "tables": {"items": TABLE, "annotations": TABLE},
        }
    )


def _line(*names: str) -> list[VersionManifest]:
    return [_version(name, parent) for name, parent in zip(names, (None, *names), strict=False)]


def test_few_versions_have_every_pair() -> None:
    """Three versions: each with every earlier one, newest first; one version: none."""
    assert version_pairs(_line("1.0.0", "1.1.0", "2.0.0")) == (
        ("1.1.0", "2.0.0"),
        ("1.0.0", "2.0.0"),
        ("1.0.0", "1.1.0"),
    )
    assert version_pairs(_line("1.0.0")) == ()
    full = _line(*(f"1.{minor}.0" for minor in range(ALL_PAIRS)))
    assert len(version_pairs(full)) == ALL_PAIRS * (ALL_PAIRS - 1) // 2


def test_many_versions_have_parents_last_majors_and_the_newest() -> None:
    """Of eleven versions, 2.1.0 is compared with its parent and the last 1.x; the newest with all ten others."""
    names = [*(f"1.{minor}.0" for minor in range(6)), *(f"2.{minor}.0" for minor in range(5))]
    pairs = version_pairs(_line(*names))
    assert [old for old, new in pairs if new == "2.1.0"] == ["2.0.0", "1.5.0"]
    assert [old for old, new in pairs if new == "1.3.0"] == ["1.2.0"]
    assert len([old for old, new in pairs if new == "2.4.0"]) == 10


@pytest.mark.parametrize("place", ["shared", "whole"])
@pytest.mark.parametrize(("n", "kept"), [(9, False), (10, True)])
def test_small_groups_are_left_off(n: int, kept: bool, place: str) -> None:
    """A group's figure on nine units is not on a page, on ten it is; shared items and the whole count alike."""
    path = ("bias", "questions", "q", "label_rate", "region", "x", "l", "difference")
    document = _huge(3)
    large, small = _contrast(50), _contrast(n)
    sides = {"shared": large, "whole": large, place: small}
    group = document.metrics[0].model_copy(update={"path": path, **sides})
    shown = for_public(document.model_copy(update={"metrics": (group,)}))
    assert bool(shown.metrics) == kept


def _contrast(n: int) -> VersionContrast:
    figure = Figure(metric="difference", value=0.2, low=0.1, high=0.3, n=n)
    return VersionContrast(old=figure, new=figure, difference=figure, paired=True, verdict="changed")


def test_eight_versions_have_every_pair_and_nine_do_not() -> None:
    """Twenty-eight pages for eight; of nine minor versions each with its parent, and the newest with all."""
    assert len(version_pairs(_line(*(f"1.{minor}.0" for minor in range(8))))) == 28
    assert len(version_pairs(_line(*(f"1.{minor}.0" for minor in range(9))))) == 7 + 8
