"""Repeated texts, their labels, and texts unlike the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.consensus import QuestionConsensus, decide_question
from labelcards.assess.quality.imbalance import imbalance_figures, imbalance_warnings
from labelcards.assess.quality.resemblance import (
    Resemblance,
    item_resemblance,
    resemblance_columns,
    resemblance_figures,
    resemblance_warnings,
)
from labelcards.assess.quality.version import assess_quality
from labelcards.catalog.metrics import catalog_for
from labelcards.metrics.estimate import Undefined
from tests.assess.crowd import label_version, ticket_version
from tests.assess.quality.test_consensus import AB, rows, value

LONG = "My parcel with the order number twelve has not arrived although it was sent on Monday, please check where it is"


def questioned(texts: list[str], labels: str) -> tuple[QuestionConsensus, Resemblance]:
    """One item per text, labelled by one annotator with the letters of ``labels`` (a dot: not at all)."""
    ids = [f"i{number}" for number in range(len(texts))]
    given = [(item, "x", label) for item, label in zip(ids, labels, strict=True) if label != "."]
    version = label_version(ids, rows(*given), AB, texts=texts)
    found = item_resemblance(version)
    assert isinstance(found, Resemblance)
    (question,) = AB
    return decide_question(version, question), found


def test_pairs_and_conflicts_are_counted() -> None:
    """Three equal texts and one that differs in a word: six pairs, of which three have different labels."""
    near = LONG.replace("Monday", "Friday")
    decided, found = questioned([LONG, LONG.upper(), f"  {LONG}", near, "something else entirely"], "aabaa")
    tree = resemblance_figures(found, decided)
    assert value(tree, "duplicate_pairs") == 6
    assert value(tree, "conflicting_duplicates") == 3
    assert catalog_for(tree)
    table = resemblance_columns(found, decided)
    assert table["duplicate_group"].fillna("-").tolist() == ["i0", "i0", "i0", "i0", "-"]
    assert table["duplicate_conflict"].tolist() == [True, True, True, True, False]
    assert [each.code for each in resemblance_warnings(found, decided)] == ["conflicting-duplicates"]


def test_agreeing_duplicates_are_no_conflict() -> None:
    """Equal labels, or no label on the other side: pairs without conflict and no warning."""
    decided, found = questioned([LONG, LONG, LONG], "aa.")
    tree = resemblance_figures(found, decided)
    assert (value(tree, "duplicate_pairs"), value(tree, "conflicting_duplicates")) == (1, 0)
    assert resemblance_columns(found, decided)["duplicate_conflict"].tolist() == [False, False, False]
    assert resemblance_warnings(found, decided) == []


def test_pseudonyms_do_not_tell_texts_apart() -> None:
    """The same text about two people is repeated; blank texts resemble nothing."""
    one = "PERSON_3cbe5df926dafa4b has not answered"
    decided, found = questioned([one, one.replace("3cbe", "77aa"), "", " "], "abab")
    assert value(resemblance_figures(found, decided), "conflicting_duplicates") == 1
    assert found.text.tolist() == [0, 0, -1, -1]


def test_conflicts_equal_an_exhaustive_count() -> None:
    """Random texts from a few templates: counts and flags equal those over all pairs of items."""
    rng = np.random.default_rng(4)
    templates = [LONG, LONG.replace("Monday", "Friday"), "a short one about money", "another about a door that sticks"]
    texts = [templates[code] for code in rng.integers(0, 4, 60)]
    decided, found = questioned(texts, "".join(rng.choice(list("ab."), 60)))
    near = {tuple(pair) for pair in found.pairs.tolist()}
    pairs = [
        (i, j)
        for i in range(60)
        for j in range(i)
        if decided.final[i] >= 0
        and decided.final[j] >= 0
        and (found.text[i] == found.text[j] or tuple(sorted((found.text[i], found.text[j]))) in near)
    ]
    conflicts = [(i, j) for i, j in pairs if decided.final[i] != decided.final[j]]
    tree = resemblance_figures(found, decided)
    assert value(tree, "duplicate_pairs") == len(pairs)
    assert value(tree, "conflicting_duplicates") == len(conflicts)
    flagged = np.flatnonzero(resemblance_columns(found, decided)["duplicate_conflict"].to_numpy(dtype=bool))
    assert set(flagged.tolist()) == {item for pair in conflicts for item in pair}


def test_an_outlier_is_found_and_few_others() -> None:
    """One text in other words among three hundred tickets."""
    version = ticket_version(n=300)
    texts = [*version.items["text"][:299], "zygote quark ytterbium"]
    version.items["text"] = pd.Series(texts, dtype="str")
    found = item_resemblance(version)
    assert isinstance(found, Resemblance)
    assert not isinstance(found.outlier, Undefined)
    assert found.outlier[299]
    assert found.outlier[:299].sum() <= 10


def test_undefined_cases_are_said() -> None:
    """No texts: all undefined, columns empty. Few texts: no outliers, the reason given."""
    version = label_version(["i"], rows(("i", "x", "a")), AB)
    found = item_resemblance(version)
    assert isinstance(found, Undefined)
    (question,) = AB
    decided = decide_question(version, question)
    tree = resemblance_figures(found, decided)
    assert {getattr(leaf, "why", None) for leaf in tree.values()} == {"the items have no text column"}
    assert (
        resemblance_columns(found, decided)[["duplicate_group", "duplicate_conflict", "outlier"]].isna().all(axis=None)
    )
    decided, few = questioned(["one text", "another text"], "ab")
    assert getattr(resemblance_figures(few, decided)["outliers"], "why", None) == "fewer than 50 different texts"


def test_imbalance() -> None:
    """Nineteen a and one b: share 0.05, ratio 19; a label that never occurs has no ratio; both warned about."""
    decided, _ = questioned([f"text {number}" for number in range(30)], "a" * 29 + "b")
    tree = imbalance_figures(decided)
    assert value(tree, "rarest_share") == pytest.approx(1 / 30, abs=1e-6)
    assert value(tree, "ratio") == 29
    assert catalog_for(tree)
    assert [warned.code for warned in imbalance_warnings(decided)] == ["rare-final-labels"]
    decided, _ = questioned(["one", "two"], "aa")
    assert getattr(imbalance_figures(decided)["ratio"], "why", None) == "a label is never used"
    decided, _ = questioned(["one", "two"], "ab")
    assert imbalance_warnings(decided) == []


def test_the_quality_document_has_them() -> None:
    """Figures beside the label errors, columns beside the flags."""
    assessed = assess_quality(ticket_version(n=80))
    branch = assessed.figures["questions"]["topic"]  # type: ignore[index,call-overload]
    assert {"duplicate_pairs", "conflicting_duplicates", "outliers"} <= set(branch["label_errors"])
    assert set(branch["imbalance"]) == {"rarest_share", "ratio"}
    assert {"duplicate_group", "duplicate_conflict", "outlier"} <= set(assessed.consensus.columns)
