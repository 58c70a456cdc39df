"""Margins of practical importance that a team sets in ``params.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.errors import InputError
from labelcards.stages import changes


def test_a_margin_of_no_metric_is_refused(tmp_path: Path) -> None:
    """A mistyped metric would keep the catalog's margin without a word; it is named, with the nearest known one."""
    params = tmp_path / "params.yaml"
    params.write_text("changes: {margins: {acuracy: 0.05, alpha: 0.05, nonsense_of_mine: 1}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        changes.run(tmp_path, "2.0.0", "1.0.0", params)
    told = {problem.column: problem for problem in caught.value.problems}
    assert set(told) == {"changes.margins.acuracy", "changes.margins.nonsense_of_mine"}
    assert {problem.code for problem in caught.value.problems} == {"unknown-metric"}
    assert "accuracy" in told["changes.margins.acuracy"].remedy
    assert "metrics.md" in told["changes.margins.nonsense_of_mine"].remedy


@pytest.mark.parametrize("margin", ["0", "-0.1", ".inf", "much"])
def test_a_margin_is_a_positive_number(tmp_path: Path, margin: str) -> None:
    """No margin, a negative one and infinity are refused."""
    params = tmp_path / "params.yaml"
    params.write_text(f"changes: {{margins: {{alpha: {margin}}}}}\n", encoding="utf-8")
    with pytest.raises(InputError, match="alpha"):
        changes.run(tmp_path, "2.0.0", "1.0.0", params)
