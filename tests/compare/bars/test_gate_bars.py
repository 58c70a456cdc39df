"""Every way to make a gate easier is called loosened, and its reverse tightened."""

from __future__ import annotations

from typing import Any

import pytest

from labelcards.compare.bars.gate_bars import gate_bar_changes
from labelcards.documents.gates import GatesDocument

ALPHA = "quality.questions.topic.agreement.overall.alpha"
RECALL = "quality.questions.topic.gold.final.per_label.{label}.recall"
ERRORS = "bias.questions.topic.error_rate.{group}.difference"
WAIVER = {"until": "2026-06-30", "owner": "Ada", "reason": "Under way."}


def _gates(*gates: dict[str, Any], step: str = "warn") -> GatesDocument:
    full = [{"name": f"gate-{number}", "metric": ALPHA, "reason": "A test.", **one} for number, one in enumerate(gates)]
    return GatesDocument.model_validate({"version_step": step, "gates": full})


LOOSER = [
    ({"min": 0.8}, {"min": 0.7}, "min"),
    ({"min": 0.8, "max": 0.9}, {"max": 0.9}, "min"),
    ({"max": 0.1}, {"max": 0.2}, "max"),
    ({"min_change": 0.01}, {"min_change": -0.5}, "min_change"),
    ({"max_regression": 0.02}, {"max_regression": 0.2}, "max_regression"),
    ({"min": 0.8}, {"min": 0.8, "atol": 0.5}, "atol"),
    ({"min": 0.8}, {"min": 0.8, "rtol": 0.5}, "rtol"),
    ({"min": 0.8, "level": "fail"}, {"min": 0.8, "level": "warn"}, "level"),
    ({"min": 0.8, "use": "low"}, {"min": 0.8}, "use"),
    ({"max": 0.8, "use": "high"}, {"max": 0.8, "use": "low"}, "use"),
    ({"max_regression": 0.1}, {"max_regression": 0.1, "significant": True}, "significant"),
    ({"min_change": 0.1, "significant": True}, {"min_change": 0.1}, "significant"),
    ({"min": 0.8, "metric": RECALL}, {"min": 0.8, "metric": RECALL, "label": ["a"]}, "label"),
    ({"min": 0.8, "metric": RECALL, "label": ["a", "b"]}, {"min": 0.8, "metric": RECALL, "label": ["a"]}, "label"),
    (
        {"max": 0.1, "metric": ERRORS, "group": "region"},
        {"max": 0.1, "metric": ERRORS, "group": "region=East"},
        "group",
    ),
    ({"min": 0.8}, {"min": 0.8, "waiver": WAIVER}, "waiver"),
    ({"min": 0.8, "waiver": WAIVER}, {"min": 0.8, "waiver": {**WAIVER, "until": "2027-01-01"}}, "waiver"),
]


@pytest.mark.parametrize(("strict", "lax", "key"), LOOSER, ids=lambda value: value if isinstance(value, str) else None)
def test_loosened_and_tightened(strict: dict[str, Any], lax: dict[str, Any], key: str) -> None:
    """One way is loosened, the other tightened, and nothing else is said of the gate."""
    for old, new, kind in ((strict, lax, "loosened"), (lax, strict, "tightened")):
        (found,) = gate_bar_changes(_gates(old), _gates(new))
        assert (found.bar, found.kind) == (f"gates.gate-0.{key}", kind)


def test_another_figure_loosens() -> None:
    """A gate that keeps its name and measures something else has dropped its old bar."""
    other = "quality.questions.topic.agreement.overall.percent"
    (found,) = gate_bar_changes(_gates({"min": 0.8}), _gates({"min": 0.8, "metric": other}))
    assert (found.kind, found.was, found.becomes) == ("loosened", ALPHA, other)


def test_a_key_without_a_harmless_direction() -> None:
    """Whose change a gate bounds may help either way, so either way is loosened."""
    shared, every = {"max_regression": 0.1}, {"max_regression": 0.1, "items": "all"}
    for old, new in ((shared, every), (every, shared)):
        (found,) = gate_bar_changes(_gates(old), _gates(new))
        assert (found.bar, found.kind) == ("gates.gate-0.items", "loosened")


def test_gates_that_come_go_and_are_renamed() -> None:
    """A gate that is gone is a loosened bar, a new one a tightened one, another name alone neither."""
    kept = {"min": 0.8}
    (gone,) = gate_bar_changes(_gates(kept, {"max": 0.9}), _gates(kept))
    assert (gone.bar, gone.kind) == ("gates.gate-1", "loosened")
    (added,) = gate_bar_changes(_gates(kept), _gates(kept, {"max": 0.9}))
    assert (added.bar, added.kind) == ("gates.gate-1", "tightened")
    (named,) = gate_bar_changes(_gates(kept), _gates({**kept, "name": "other"}))
    assert (named.bar, named.kind, named.becomes) == ("gates.gate-0", "changed", "other")
    (lowered,) = [
        one for one in gate_bar_changes(_gates(kept), _gates({"min": 0.1, "name": "other"})) if one.kind == "loosened"
    ]
    assert lowered.bar == "gates.gate-0"


def test_the_whole_file() -> None:
    """Deleted gates are loosened, the version step has an order, equal files have no difference."""
    gates = _gates({"min": 0.8})
    assert [(one.bar, one.kind) for one in gate_bar_changes(gates, None)] == [("gates", "loosened")]
    assert [(one.bar, one.kind) for one in gate_bar_changes(None, gates)] == [("gates", "tightened")]
    assert gate_bar_changes(None, None) == gate_bar_changes(gates, gates) == ()
    for old, new, kind in (
        ("fail", "warn", "loosened"),
        ("warn", "ignore", "loosened"),
        ("ignore", "fail", "tightened"),
    ):
        (step,) = gate_bar_changes(_gates({"min": 0.8}, step=old), _gates({"min": 0.8}, step=new))
        assert (step.bar, step.kind) == ("version_step", kind)


def test_loosened_bars_stand_first() -> None:
    """Whatever else was tightened, a reader sees first what was loosened."""
    found = gate_bar_changes(_gates({"min": 0.1}, {"min": 0.8}), _gates({"min": 0.9}, {"min": 0.2}))
    assert [one.kind for one in found] == ["loosened", "tightened"]
