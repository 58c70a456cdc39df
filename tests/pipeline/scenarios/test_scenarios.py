"""Thirty made-up changes through the command line: what became of the labels is told from how the version was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.pipeline.scenarios.folder import Review, reviewed, written
from tests.pipeline.scenarios.situations import SITUATIONS, Situation

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "review-scenarios.md"


@pytest.mark.slow
@pytest.mark.parametrize("name", SITUATIONS)
def test_what_a_review_says(name: str, tmp_path: Path) -> None:
    """Verdicts on shared items and of the whole, signs and gates; the page has the row."""
    situation = SITUATIONS[name]
    dataset = written(tmp_path, situation.make(np.random.default_rng(100 + list(SITUATIONS).index(name))))
    review = reviewed(dataset)
    assert review.verdict("agreement", "overall", "alpha") in situation.agreement.split("|")
    assert review.verdict("gold", "final", "accuracy") in situation.accuracy.split("|")
    if situation.whole:
        assert review.verdict("agreement", "overall", "alpha", whole=True) in situation.whole.split("|")
    signs = [sign.code for sign in review.difference.signs]
    assert not situation.sign or situation.sign in signs
    assert review.gates == {"accurate": situation.accurate, "kept": situation.kept}
    assert review.code == (1 if "failed" in review.gates.values() else 0)
    assert row(name, situation, review) in PAGE.read_text(encoding="utf-8")


def row(name: str, situation: Situation, review: Review) -> str:
    """The situation's row on the page, without the last column."""
    told = situation.told or situation.make.__doc__ or name
    verdicts = [
        review.verdict("agreement", "overall", "alpha"),
        review.verdict("gold", "final", "accuracy"),
        review.verdict("agreement", "overall", "alpha", whole=True),
    ]
    signs = ", ".join(f"`{sign.code}`" for sign in review.difference.signs) or "none"
    gates = ", ".join(f"{gate} {status}" for gate, status in review.gates.items())
    return f"| {told} | {' | '.join(verdicts)} | {signs} | {gates} |"
