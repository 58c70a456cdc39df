"""labelcards power: what the demo version could have detected, as JSON, as a table, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labelcards.documents.detectable import PowerReport
from tests.actions.repository import DATASET, Repository

pytestmark = pytest.mark.xdist_group("review")


def _report(repository: Repository, *options: str) -> PowerReport:
    done = repository.labelcards("power", DATASET, *options, "--json")
    assert done.returncode == 0, done.stderr
    return PowerReport.model_validate(json.loads(done.stdout))


def test_a_first_version_and_a_change(repository: Repository) -> None:
    """Alone, against another version of its size; against a revision, by the paired difference; gates have a reach."""
    alone = _report(repository, "1.0.0")
    assert alone.against is None
    assert {one.against for one in alone.differences} == {"independent", "other annotators"}
    alpha = next(one for one in alone.differences if one.path[-1] == "alpha" and one.against == "independent")
    assert alpha.difference is not None
    assert alpha.needed is not None
    assert alpha.needed > (alpha.n or 0)
    change = _report(repository, "1.0.0", "--against", "main")
    paired = next(one for one in change.differences if one.path == alpha.path and one.against == "parent")
    assert paired.difference is None or paired.difference < alpha.difference
    assert all(bound.fails is not None or bound.why for gate in alone.gates for bound in gate.bounds)


def test_more_power_and_wider_margins(repository: Repository) -> None:
    """More power asks for a larger difference; a margin of one metric is that metric's."""
    usual, surer = _report(repository, "1.0.0"), _report(repository, "1.0.0", "--power", ".95", "--margin", "alpha=.1")
    for one, other in zip(usual.differences, surer.differences, strict=True):
        assert one.difference is not None
        assert other.difference is not None
        assert other.difference > one.difference
        assert other.margin == (0.1 if one.path[-1] == "alpha" else one.margin)


def test_it_is_said_in_plain_words(repository: Repository) -> None:
    """The terminal names the figure, the difference that would have gone unnoticed, and the n that would do."""
    done = repository.labelcards("power", DATASET, "1.0.0")
    said = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "Krippendorff's alpha: a difference from another version smaller than" in said
    assert "would have gone unnoticed; to find 0.020 takes" in said
    assert "other annotators" in said
    assert max(len(line) for line in done.stdout.splitlines()) <= 100


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--margin", "alhpa=.1"), "alpha"),
        (("--margin", "0"), "positive number"),
        (("--margin", "alpha=nan"), "positive number"),
        (("--power", "1"), "0.5<=x<=0.999"),
        (("--against", "9.9.9"), "9.9.9"),
    ],
)
def test_bad_usage_ends_with_2_and_says_why(repository: Repository, options: tuple[str, ...], told: str) -> None:
    """A margin of no metric, one that is no positive number, power of 1, a version that is not there."""
    done = repository.labelcards("power", DATASET, "1.0.0", *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_check_says_what_a_passed_gate_could_have_detected(repository: Repository, tmp_path: Path) -> None:
    """Below a gate on the change stands the loss that would have passed unnoticed; --explain says where it decides."""
    metric = "quality.questions.topic.agreement.overall.alpha"
    gates = tmp_path / "gates.yaml"
    gates.write_text(
        f"gates: [{{name: kept, metric: {metric}, max_regression: 0.5, reason: A test.}}]\n", encoding="utf-8"
    )
    options = ("check", DATASET, "1.0.0", "--against", "main", "--gates", str(gates))
    assert "could have detected" in repository.labelcards(*options).stdout
    assert "decides" in repository.labelcards(*options, "--explain", "kept").stdout
