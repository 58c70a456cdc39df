"""The bars that figures on groups must clear."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from labelcards.documents.params import BiasParams, ModelParams
from labelcards.documents.policy import ComparisonPolicy, GroupPolicy


@pytest.mark.parametrize("policy", [ComparisonPolicy(), GroupPolicy(), BiasParams(), ModelParams()])
def test_bars_that_hold_when_nothing_is_set(policy: ComparisonPolicy) -> None:
    """Ten units and three annotators are compared, nine or two are not, in the group or in its rest."""
    assert policy.compares_cells(10, 10)
    assert not policy.compares_cells(9, 500)
    assert not policy.compares_cells(500, 9)
    assert policy.compares_annotators(3, 3)
    assert not policy.compares_annotators(2, 50)
    assert not policy.compares_annotators(50, 2)


@pytest.mark.parametrize("file", ["params.yaml", "templates/init/parameters.yaml"])
def test_the_files_say_what_holds_without_them(root: Path, file: str) -> None:
    """A data set whose parameters are left out is held to the bars that the files of this repository state."""
    said = yaml.safe_load((root / file).read_text(encoding="utf-8"))
    for policy in (BiasParams(), ModelParams()):
        part = said["bias" if isinstance(policy, BiasParams) else "model"]
        held = policy.model_dump()
        bars = {name: value for name, value in part.items() if name in GroupPolicy.model_fields}
        assert bars["minimum_cell"] == 10
        assert {name: held[name] for name in bars} == bars
