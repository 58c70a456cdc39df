"""The audited sample: drawn by stratum, judged, and weighted back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.audit import draw_audit, error_rate
from labelcards.assess.quality.consensus import QuestionConsensus, consensus_table
from labelcards.assess.quality.label_errors import label_error_figures
from labelcards.assess.quality.version import assess_quality
from labelcards.metrics.estimate import Estimate, Undefined
from tests.assess.crowd import ticket_version
from tests.assess.quality.test_consensus import value
from tests.assess.quality.test_label_errors import planted


def consensus(n: int = 300, wrong: int = 30) -> tuple[QuestionConsensus, pd.DataFrame, pd.Series]:
    """A question, its consensus table with flags, and item → whether its final label is wrong."""
    decided, flagged, spoiled = planted(n, wrong)
    table = consensus_table(decided).merge(
        pd.DataFrame({"item_id": decided.coded.items, "flagged": pd.array(flagged.issue, dtype="boolean")}),
        on="item_id",
    )
    return decided, table, pd.Series(spoiled, index=list(decided.coded.items))


def judged(drawn: pd.DataFrame, decided: QuestionConsensus, wrong: pd.Series) -> pd.DataFrame:
    """What a reviewer who knows the truth says about the drawn items."""
    final = dict(zip(decided.coded.items, decided.final, strict=True))
    codes = [(final[item] + (2 if wrong[item] else 0)) % 3 for item in drawn["item_id"]]
    return drawn.assign(
        question="topic",
        label=[decided.coded.labels[code] for code in codes],
        stratum_items=drawn["stratum_items"].astype(str),
    )


def test_the_interval_holds_the_true_rate() -> None:
    """A sample judged by the truth: the estimate is near the true share of wrong labels, inside the interval."""
    decided, table, wrong = consensus()
    drawn = draw_audit(table, 120, 1)
    result = error_rate(decided, judged(drawn, decided, wrong))
    assert isinstance(result, Estimate)
    assert result.n == len(drawn) == 120
    truth = wrong[table.loc[table["final"].notna(), "item_id"]].mean()
    assert result.low is not None
    assert result.high is not None
    assert result.low <= truth <= result.high
    assert abs(result.value - truth) < 0.04


def test_suspect_items_are_drawn_more_densely() -> None:
    """Flagged items make up more of the sample than of the data, and every stratum gets two checks if it has them."""
    _, table, _ = consensus()
    drawn = draw_audit(table, 100, 1)
    flagged = set(table.loc[table["flagged"].fillna(False), "item_id"])
    assert drawn["item_id"].isin(flagged).mean() > 1.5 * table["flagged"].mean()
    per = drawn.groupby("stratum")["stratum_items"].agg(["size", "first"])
    assert (per["size"] >= np.minimum(2, per["first"])).all()


def test_the_draw_is_seeded_and_without_replacement() -> None:
    """Equal seeds draw equal items, other seeds others; no item twice, whatever the order of the table."""
    _, table, _ = consensus()
    one = draw_audit(table, 50, 7)
    pd.testing.assert_frame_equal(one, draw_audit(table.sample(frac=1, random_state=0), 50, 7))
    assert not one["item_id"].duplicated().any()
    assert set(one["item_id"]) != set(draw_audit(table, 50, 8)["item_id"])


@pytest.mark.parametrize(("size", "strata"), [(100, 6), (6, 2), (3, 1)])
def test_a_small_sample_has_fewer_strata(size: int, strata: int) -> None:
    """Labels and then suspicion are left out of the stratification when two checks per stratum are too many."""
    _, table, _ = consensus()
    drawn = draw_audit(table, size, 1)
    assert drawn["stratum"].nunique() == strata
    assert len(drawn) == size


def test_without_flags_disputed_items_are_suspect() -> None:
    """A version without a model: the annotators' disagreement takes the flags' place."""
    _, table, _ = consensus()
    unflagged = table.assign(flagged=pd.array([pd.NA] * len(table), dtype="boolean"), disputed=[True, False] * 150)
    drawn = draw_audit(unflagged, 100, 1, by_label=False)
    assert set(drawn["stratum"]) == {"suspect", "other"}
    disputed = set(unflagged.loc[unflagged["disputed"], "item_id"])
    assert set(drawn.loc[drawn["stratum"] == "suspect", "item_id"]) <= disputed


def test_rows_without_stratum_are_a_simple_random_sample() -> None:
    """Somebody's own random sample: the plain share, with the size of the whole as population."""
    decided, table, wrong = consensus()
    drawn = table[table["final"].notna()].sample(60, random_state=1)[["item_id"]]
    audit = judged(drawn.assign(stratum=None, stratum_items=1), decided, wrong).assign(stratum_items=None)
    result = error_rate(decided, audit.astype("str").assign(stratum=None, stratum_items=None))
    assert isinstance(result, Estimate)
    assert result.value == pytest.approx(wrong[drawn["item_id"]].mean())


def test_nothing_judged_is_undefined() -> None:
    """Only an item that the version does not have: the reason is given."""
    decided, _, _ = consensus()
    audit = pd.DataFrame({"item_id": ["nobody"], "label": ["billing"], "stratum": ["s"], "stratum_items": ["5"]})
    assert error_rate(decided, audit) == Undefined("no item with a final label was judged")


def test_the_rate_is_among_the_label_errors() -> None:
    """The figure is there when the version has an audit, also when no model could flag anything, and not otherwise."""
    decided, table, wrong = consensus()
    audit = judged(draw_audit(table, 60, 1), decided, wrong)
    tree = label_error_figures(decided, Undefined("the items have no text column"), audit)
    assert value(tree, "error_rate") is not None
    assert "error_rate" not in label_error_figures(decided, Undefined("no"), audit.iloc[:0])


def test_the_quality_stage_reads_the_table() -> None:
    """``assess_quality`` finds the audit in the version."""
    from dataclasses import replace

    version = ticket_version(n=80)
    items = version.items["item_id"][:40]
    audit = pd.DataFrame({"item_id": items, "question": "topic", "label": "billing", "stratum": None}, dtype="str")
    audit["stratum_items"] = pd.Series([None] * 40, dtype="str")
    tree = assess_quality(replace(version, audit=audit)).figures
    rate = value(tree, "questions", "topic", "label_errors", "error_rate")
    assert rate is not None
    assert 0.3 < rate < 0.95
