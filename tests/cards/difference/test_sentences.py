"""Three sentences say what the document says: change it, and they change; they claim nothing that it does not carry."""

from __future__ import annotations

import re

import numpy as np
import pytest

from labelcards.cards.difference.audience import for_public
from labelcards.cards.difference.page import comment, page
from labelcards.cards.difference.sentences import DifferenceSentences
from labelcards.cards.difference.view import difference_view
from labelcards.catalog.metrics import CATALOG
from labelcards.cli.diff_view import render_difference
from labelcards.compare.report import compare_sides
from labelcards.documents.difference import Advice, DifferenceDocument, SideName
from labelcards.documents.figures import Figure
from labelcards.documents.metric_difference import DifferenceVerdict, MetricDifference, VersionContrast
from labelcards.documents.table_changes import Flow, PoolChange, QuestionChange, RowCounts, SettingChange
from tests.compare.signs.hands import HANDS
from tests.compare.signs.worlds import side_of

ALPHA = ("quality", "questions", "topic", "agreement", "overall", "alpha")
SAME = RowCounts(added=0, removed=0, changed=0, same=300)


def _contrast(verdict: DifferenceVerdict, old: float, new: float, half: float = 0.04, why: str = "") -> VersionContrast:
    change = round(new - old, 3)
    return VersionContrast(
        old=Figure(metric="alpha", value=old, n=300),
        new=Figure(metric="alpha", value=new, n=300),
        difference=Figure(metric="difference", value=change, low=change - half, high=change + half, n=300),
        paired=True,
        p=0.01,
        p_adjusted=0.01,
        verdict=verdict,
        why=why,
        needed=12.3 if verdict == "not enough data" else None,
    )


def _alpha(
    shared: VersionContrast, whole: VersionContrast | None = None, added: float | None = None
) -> MetricDifference:
    composition = None
    if added is not None:
        composition = Figure(metric="difference", value=added, low=added - 0.04, high=added + 0.04, n=900)
    return MetricDifference(
        path=ALPHA,
        metric="alpha",
        title="Krippendorff's alpha",
        unit="coefficient",
        direction="higher",
        question="topic",
        family="headline",
        aspect="agreement",
        margin=0.02,
        shared=shared,
        composition=composition,
        whole=whole or shared,
    )


def _document(*metrics: MetricDifference, **update: object) -> DifferenceDocument:
    question = QuestionChange(question="topic", title="Topic", compared=300, changed=0, annotations=SAME)
    document = DifferenceDocument(
        dataset="tickets",
        old=SideName(given="1.0.0", version="1.0.0"),
        new=SideName(given="2.0.0", version="2.0.0"),
        advice=Advice(level="major", proposed="2.0.0", declared="2.0.0", fit="fits"),
        items=SAME,
        annotations=SAME,
        questions=(question,),
        metrics=metrics,
    )
    return document.model_copy(update=update)


def _said(document: DifferenceDocument) -> tuple[str, ...]:
    return DifferenceSentences()(document)


VERDICTS = [
    (
        _contrast("better", 0.52, 0.68),
        "agreement on Topic rose from 0.520 to 0.680 (+0.120 to +0.200), which is better",
    ),
    (_contrast("worse", 0.68, 0.52), "agreement on Topic fell from 0.680 to 0.520 (−0.200 to −0.120), which is worse"),
    (
        _contrast("slightly better", 0.52, 0.53, 0.005),
        "agreement on Topic rose from 0.520 to 0.530 (+0.005 to +0.015), slightly better, "
        "by less than what matters (0.020)",
    ),
    (
        _contrast("slightly worse", 0.53, 0.52, 0.005),
        "agreement on Topic fell from 0.530 to 0.520 (−0.015 to −0.005), slightly worse, "
        "by less than what matters (0.020)",
    ),
    (
        _contrast("no difference", 0.52, 0.525, 0.01),
        "no difference that matters in agreement on Topic (−0.005 to +0.015)",
    ),
    (
        _contrast("not enough data", 0.52, 0.53),
        "not enough data to say whether anything that matters happened to agreement on Topic (−0.030 to +0.050; "
        "12 times the items would do)",
    ),
    (
        _contrast("not enough data", 0.52, 0.52),
        "agreement on Topic (−0.040 to +0.040; 12 times the items would do) came out the same, on too few items to "
        "rule out a difference that matters",
    ),
    (
        _contrast("not comparable", 0.52, 0.68, why="items were chosen by their dispute"),
        "agreement on Topic (+0.120 to +0.200) does not compare: items were chosen by their dispute",
    ),
]


@pytest.mark.parametrize(("contrast", "sentence"), VERDICTS, ids=[one.verdict for one, _ in VERDICTS])
def test_each_verdict_in_its_own_words(contrast: VersionContrast, sentence: str) -> None:
    """Old, new and the interval stand in it, and only a verdict that says so is called better or worse."""
    became = _said(_document(_alpha(contrast)))[1]
    assert became == f"On shared items: {sentence}."
    assert ("better" in became, "worse" in became) == ("better" in contrast.verdict, "worse" in contrast.verdict)


def test_what_was_done_is_counted() -> None:
    """Rows, final labels and reasons; nothing where nothing was done, and not known without tables."""
    rows = RowCounts(added=0, removed=2, changed=5, same=293)
    flow = Flow(old="a", new="b", items=3, reasons={"relabelled": 2, "adjudicated": 1})
    changed = QuestionChange(
        question="topic",
        title="Topic",
        compared=300,
        changed=3,
        reasons={"relabelled": 2, "adjudicated": 1},
        flow=(flow,),
        gold_flow=(Flow(old="a", new="b", items=4),),
        annotations=rows,
    )
    assert _said(_document(annotations=rows, questions=(changed,)))[0] == (
        "Annotations: 5 changed, 2 removed; 3 of 300 final labels of Topic changed (2 relabelled, 1 adjudicated); "
        "4 gold labels changed."
    )
    assert _said(_document())[0] == "No item, annotation or final label changed."
    unknown = _said(_document(_alpha(_contrast("better", 0.5, 0.7)), items=None, annotations=None, questions=()))
    assert unknown[0] == "What was done to the labels is not known: that takes the tables of both versions."
    assert unknown[1].startswith("Of the labels: ")
    assert unknown[2].startswith("Without both tables nothing is said of shared items")


COMPOSITIONS = [
    (
        "no difference",
        0.76,
        -0.38,
        " because of the 600 items that came, which add −0.380",
        "not because labels changed",
    ),
    ("worse", 0.68, -0.30, " partly because of the 600 items that came, which add −0.300", ""),
    ("worse", 0.68, -0.03, "", ""),
    ("better", 0.84, -0.46, " because of the 600 items that came, which add −0.460", "not because labels changed"),
    ("no difference", 0.76, -0.03, ", in which the 600 items that came add −0.030", ""),
]


@pytest.mark.parametrize(("verdict", "new", "added", "cause", "denied"), COMPOSITIONS)
def test_items_are_blamed_only_where_the_numbers_do(
    verdict: DifferenceVerdict, new: float, added: float, cause: str, denied: str
) -> None:
    """The version as a whole fell: because of the items that came if their part is beyond noise and relabelling is not
    to blame, partly if it is; said to be in it otherwise; nothing where relabelling did it.
    """
    whole = round(new + added, 3)
    one = _alpha(_contrast(verdict, 0.76, new, 0.01), _contrast("worse", 0.76, whole), added)
    rows = RowCounts(added=600, removed=0, changed=0, same=300)
    said = _said(_document(one, items=rows, annotations=rows))
    if not cause:
        assert len(said) == 2
        return
    assert f"of the versions as a whole fell from 0.760 to {whole:.3f}{cause}" in said[2]
    assert ("not because labels changed" in said[2]) == bool(denied)


def test_better_figures_of_tampered_tables_are_no_evidence() -> None:
    """With an integrity sign above, the third sentence says what better figures are worth."""
    made, _ = HANDS["times kept"]
    old, new = made(np.random.default_rng(3))
    signs = compare_sides(side_of("1.0.0", old), side_of("2.0.0", new), CATALOG).signs
    better = _document(_alpha(_contrast("better", 0.5, 0.7)))
    assert len(_said(better)) == 2
    assert _said(better.model_copy(update={"signs": signs}))[2].startswith("Better figures are no evidence")


def test_signs_stand_above_verdicts_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """A suspected rename comes before any verdict, and what to paste before any figure, in all three layouts."""
    old, new = HANDS["renamed"][0](np.random.default_rng(4))
    document = compare_sides(side_of("1.0.0", old), side_of("2.0.0", new), CATALOG)
    render_difference(difference_view(document, 10))
    terminal = capsys.readouterr().out
    for text in (comment(document), page(document), terminal):
        place = text.index("billing seems to be called invoice now")
        assert place < text.index("of 3 aspects") < text.index("billing: invoice") < text.index("Krippendorff")
    assert max(map(len, terminal.splitlines())) <= 100


def test_an_undeclared_split_is_no_better_agreement() -> None:
    """Answers that only got two names for one do not make agreement or accuracy better: they do not compare."""
    old, new = HANDS["split"][0](np.random.default_rng(6))
    document = compare_sides(side_of("1.0.0", old), side_of("2.0.0", new), CATALOG)
    leading = {one.verdict for one in document.metrics if one.family == "headline"}
    assert leading == {"not comparable"}
    assert "do not compare: a label seems to have been split, and no mapping says so" in _said(document)[1]


def test_what_a_sign_says_is_said_once() -> None:
    """Who answered and what became of gold stand in the signs, so the lists below leave them out."""
    old, new = HANDS["gold dropped"][0](np.random.default_rng(5))
    document = compare_sides(side_of("1.0.0", old), side_of("2.0.0", new), CATALOG)
    assert "Gold changed" in comment(document)
    assert "gold labels changed: " not in comment(document)
    assert "gold labels changed: " in comment(document.model_copy(update={"signs": ()}))


def test_others_who_answered_are_named_without_a_sign() -> None:
    """One annotator who left is no sign, and is told with what it does to intervals."""
    pool = PoolChange(kept=5, left=1, came=0, old_votes=3.0, new_votes=3.0)
    question = QuestionChange(question="topic", title="Topic", compared=300, changed=0, annotations=SAME, pool=pool)
    assert "others answered on shared items (5 stayed, 1 left)" in comment(_document(questions=(question,)))


@pytest.mark.parametrize(("effect", "told"), [("less", "hidden less than before"), ("more", "hidden more than before")])
def test_a_policy_is_said_for_what_it_is(effect: str, told: str) -> None:
    """A column that is hidden less stands at the top; no figure has to move for that."""
    change = SettingChange.model_validate({"name": "items.email", "old": "drop", "new": "keep", "effect": effect})
    text = comment(_document(policy=(change,)))
    assert f"Column email of items is {told}" in text
    assert text.index("**Privacy:**") < text.index("No headline figure could be compared")


def test_a_reviewer_learns_what_one_annotator_did_and_the_public_that_there_is_more() -> None:
    """The comment has the numbers of one annotator and not who; a page for everybody has neither, and says so."""
    old, new = HANDS["one direction"][0](np.random.default_rng(1))
    document = compare_sides(side_of("1.0.0", old), side_of("2.0.0", new), CATALOG)
    (culprit,) = next(sign.internal for sign in document.signs if sign.code == "one-direction")
    assert "One annotator changed" in comment(document)
    assert culprit not in comment(document)
    assert culprit in comment(document, audience="internal")
    assert "One annotator changed" not in page(document)
    assert "1 sign tells of single annotators" in page(document)
    assert for_public(document).signs_withheld == 1


def test_a_lift_is_of_whole_versions_everywhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Models learn from all items of their version: beside figures of shared items, all three layouts say so."""
    monkeypatch.setenv("COLUMNS", "100")
    change = VersionContrast(
        difference=Figure(metric="difference", value=0.15, low=0.1, high=0.2, n=240),
        paired=True,
        p=0.001,
        p_adjusted=0.001,
        verdict="better",
    )
    lift = MetricDifference(
        path=("changes", "questions", "topic", "lift", "accuracy"),
        metric="lift",
        title="Model lift",
        unit="difference of shares",
        direction="higher",
        question="topic",
        family="headline",
        aspect="lift",
        margin=0.01,
        whole=change,
    )
    document = _document(_alpha(_contrast("better", 0.52, 0.68), _contrast("better", 0.52, 0.66), -0.02), lift)
    assert _said(document)[2].startswith(
        "Of the versions as a whole: what a model learns from them (accuracy) on Topic"
    )
    assert "model" not in _said(document)[1]
    render_difference(difference_view(document, 10))
    for told in (capsys.readouterr().out, comment(document), page(document)):
        labels, whole = re.split("Of whole versions|Figures of whole versions", told, maxsplit=1)
        assert "Model lift" not in labels
        assert "Model lift (accuracy), topic" in whole


def test_a_whole_without_a_difference_has_its_own_interval() -> None:
    """Better on shared items, not shown as a whole: the sentence gives the interval of the whole, which holds zero."""
    whole = _contrast("not enough data", 0.52, 0.53, half=0.05)
    told = _said(_document(_alpha(_contrast("better", 0.52, 0.68), whole, -0.15)))[-1]
    assert told.startswith("For the versions as a whole, other items included, no difference is shown in agreement")
    assert "\u22120.040 to +0.060" in told
    assert "+0.120" not in told
