"""Parameters, policies and stages that let more pass are called loosened."""

from __future__ import annotations

from typing import Any

import pytest

from labelcards.compare.bars import param_bars
from labelcards.compare.bars.param_bars import param_bar_changes
from labelcards.compare.bars.policy_bars import policy_bar_changes
from labelcards.compare.bars.stage_bars import stage_bar_changes
from labelcards.documents.document import Part
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import Params

MARGINS = ({"alpha": 0.01}, {"alpha": 0.5})
PARAMS = [
    ("anonymize", "threshold", 0.4, 0.9),
    ("anonymize", "default", "replace", "keep"),
    ("bias", "minimum_cell", 10, 500),
    ("bias", "smallest_group", 5, 3),
    ("bias", "level", 0.05, 0.001),
    ("model", "minimum_cell", 10, 500),
    ("publish", "audience", "public", "internal"),
    ("publish", "smallest_group", 10, 3),
    ("publish", "examples", False, True),
    ("publish", "tables", False, True),
    ("scan", "allow", (), ("x",)),
]


@pytest.mark.parametrize(("section", "name", "strict", "lax"), PARAMS)
def test_parameters(section: str, name: str, strict: Any, lax: Any) -> None:
    """One way is loosened, the other tightened."""
    sides = [Params.model_validate({section: {name: value}}) for value in (strict, lax)]
    (found,) = param_bar_changes(*sides)
    assert (found.bar, found.kind) == (f"params.{section}.{name}", "loosened")
    (back,) = param_bar_changes(*reversed(sides))
    assert back.kind == "tightened"


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [("quality", "seed", 9), ("quality", "duplicates", "keep"), ("quality", "interval", "bca"), ("bias", "seed", 2)],
)
def test_parameters_that_only_differ(section: str, name: str, value: Any) -> None:
    """A seed has no looser side; it is said all the same."""
    (found,) = param_bar_changes(Params(), Params.model_validate({section: {name: value}}))
    assert (found.bar, found.kind) == (f"params.{section}.{name}", "changed")


def test_patterns_are_not_quoted_and_told_apart() -> None:
    """Harmless values may be values: the comment counts them, and an allowance for one does not fit another."""
    first, second = (
        param_bar_changes(Params(), Params.model_validate({"scan": {"allow": [pattern]}}))[0]
        for pattern in ("ann@example\\.org", "bob@example\\.org")
    )
    assert "example" not in first.model_dump_json()
    assert first.becomes != second.becomes


def test_one_type_of_finding_that_is_kept() -> None:
    """An operator for one type counts by what it takes away; one that follows the default does not differ."""
    keep = Params.model_validate({"anonymize": {"operators": {"PERSON": "keep"}}})
    (found,) = param_bar_changes(Params(), keep)
    assert (found.bar, found.kind) == ("params.anonymize.operators.PERSON", "loosened")
    assert param_bar_changes(Params(), Params.model_validate({"anonymize": {"operators": {"PERSON": "replace"}}})) == ()


def test_every_section_is_compared() -> None:
    """A section that somebody adds to the parameters is a bar as well; the demo's generator is none."""
    sections = {name for name, value in Params() if isinstance(value, Part)}
    assert sections - set(param_bars.SECTIONS) == {"demo"}


def test_margins() -> None:
    """A wider margin is loosened, a narrower one tightened; one that comes or goes may be either, so it is loosened."""
    narrow, wide, none = (Params.model_validate({"changes": {"margins": held}}) for held in (*MARGINS, {}))
    for old, new, kind in (
        (narrow, wide, "loosened"),
        (wide, narrow, "tightened"),
        (none, wide, "loosened"),
        (wide, none, "loosened"),
    ):
        (found,) = param_bar_changes(old, new)
        assert (found.bar, found.kind) == ("params.changes.margins.alpha", kind)


def test_another_parent_is_loosened() -> None:
    """Who chooses the parent chooses what a version is measured against."""
    entry = {"dataset": "a", "version": "2.0.0", "parent": "1.1.0"}
    old, new = (
        Params.model_validate({"parents": {"a-2.0.0": {**entry, "parent": name}}}) for name in ("1.1.0", "1.0.0")
    )
    (found,) = param_bar_changes(old, new)
    assert (found.bar, found.kind) == ("params.parents.a-2.0.0", "loosened")


def _manifest(**columns: dict[str, Any]) -> DatasetManifest:
    return DatasetManifest.model_validate(
        {
            "name": "a",
            "title": "A",
            "description": "A.",
            "license": "CC0-1.0",
            "creators": [{"name": "Team"}],
            "owners": [{"name": "Team"}],
            "questions": {"topic": {"title": "Topic", "labels": [{"id": "x"}, {"id": "y"}]}},
            "items": {"columns": columns},
        }
    )


@pytest.mark.parametrize(
    ("strict", "lax", "bar"),
    [
        ({"action": "drop"}, {"action": "keep"}, "action"),
        ({"action": "clean"}, {"action": "keep"}, "action"),
        ({"action": "year"}, {"action": "month"}, "action"),
        ({"action": "band", "width": 10}, {"action": "band", "width": 1}, "width"),
        ({"action": "prefix", "keep": 2}, {"action": "prefix", "keep": 5}, "keep"),
        ({"group": True}, {}, "group"),
        ({"quasi_identifier": True}, {}, "quasi_identifier"),
    ],
)
def test_columns(strict: dict[str, Any], lax: dict[str, Any], bar: str) -> None:
    """What keeps more of a column, or no longer compares by it, is loosened."""
    (found,) = policy_bar_changes(_manifest(c=strict), _manifest(c=lax))
    assert (found.bar, found.kind) == (f"dataset.items.c.{bar}", "loosened")
    (back,) = policy_bar_changes(_manifest(c=lax), _manifest(c=strict))
    assert back.kind == "tightened"


def test_a_column_that_was_not_declared_was_dropped() -> None:
    """Declaring it keeps it: that is loosened, and taking the declaration away tightened."""
    (found,) = policy_bar_changes(_manifest(), _manifest(phone={"action": "keep"}))
    assert (found.bar, found.kind, found.was) == ("dataset.items.phone.action", "loosened", "drop")
    assert policy_bar_changes(_manifest(phone={"action": "keep"}), _manifest())[0].kind == "tightened"


def test_stages() -> None:
    """Another command, or none, is loosened; other dependencies are said."""
    held = {"quality": {"foreach": "x", "do": {"cmd": "labelcards quality a", "deps": ["b"]}}}
    other = {"quality": {"do": {"cmd": "true || labelcards quality a", "deps": ["b"]}}}
    (command,) = stage_bar_changes(held, other)
    assert (command.bar, command.kind) == ("stages.quality.cmd", "loosened")
    (gone,) = stage_bar_changes(held, {})
    assert (gone.bar, gone.kind) == ("stages.quality", "loosened")
    (deps,) = stage_bar_changes(held, {"quality": {"do": {"cmd": "labelcards quality a", "deps": []}}})
    assert (deps.bar, deps.kind) == ("stages.quality", "changed")
    assert stage_bar_changes(held, held) == ()
