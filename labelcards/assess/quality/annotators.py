"""Figures and warnings about each annotator of a question; annotators are pseudonyms, the figures internal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.assess.quality.times import epoch_seconds
from labelcards.catalog.warnings import WARNINGS, warned
from labelcards.dataset.version.coding import code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.annotators.accuracy import (
    label_excess,
    peer_credit,
    retest_pairs,
    shrunk_accuracies,
    spammer_score,
)
from labelcards.metrics.annotators.codes import rows_of
from labelcards.metrics.annotators.patterns import (
    Pattern,
    constant_answers,
    copied_errors,
    cyclic_answers,
    drifting,
    too_fast,
)
from labelcards.metrics.annotators.work import Durations, annotator_seconds, durations, items_per_hour
from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.consensus.gold import GoldJudgements, confusion
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.level import over_items
from labelcards.metrics.intervals.shares import share_of
from labelcards.metrics.ratings import Codes

__all__ = ["AnnotatorWork", "annotator_figures", "annotator_warnings", "annotator_work", "find_patterns"]

LEAST_FOR_SPAM = 10
OVERUSE = 0.05
"""A label counts as over-used when the rate exceeds the others' by more than this, and not by chance."""


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatorWork:
    """Who annotated which rows of a question, and when.

    Attributes:
        owned: per annotator code their rows, ascending.
        submitted: (R,) seconds since 1970; NaN when missing.
        times: time at work of each annotation.
    """

    owned: Sequence[Codes]
    submitted: Floats
    times: Durations


def annotator_work(decided: QuestionConsensus) -> AnnotatorWork:
    """The work on the question's annotations, in the order of its ratings."""
    ratings = decided.ratings
    started, submitted = (epoch_seconds(decided.column(name)) for name in ("started_at", "submitted_at"))
    times = durations(ratings.annotator, started, submitted)
    return AnnotatorWork(rows_of(ratings.annotator, ratings.M), submitted, times)


def find_patterns(decided: QuestionConsensus, work: AnnotatorWork | None = None) -> list[Pattern]:
    """Every suspicious pattern, sorted by annotator, code and partner; see `labelcards.metrics.annotators.patterns`.

    Order-dependent ones (cyclic, drift) use the submission time, and table order where there is none. Answers that are
    not categories, such as numbers, have no such tests but the one on speed.

    Args:
        decided: the question.
        work: its `annotator_work`, when that is there already.
    """
    ratings = decided.ratings
    work = work or annotator_work(decided)
    found = too_fast(work.times.seconds, work.owned)
    if decided.kind.categorical:
        worked = rows_of(ratings.annotator, ratings.M, np.nan_to_num(work.submitted, nan=0.0))
        found += constant_answers(ratings, work.owned) + cyclic_answers(ratings, worked)
        found += drifting(ratings, worked)
    if decided.model is not None:
        found += copied_errors(ratings, decided.model)
    return sorted(found, key=lambda pattern: (pattern.annotator, pattern.code, pattern.partner))


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """Per annotation of a question: is it right, by two yardsticks."""

    gold: Flags
    on_gold: Flags
    credit: Floats
    shared: Flags


def _hits(decided: QuestionConsensus) -> _Hits:
    truth = decided.gold[decided.ratings.item]
    credit, shared = peer_credit(decided.ratings)
    return _Hits(decided.ratings.label == truth, truth >= 0, credit, shared)


def annotator_figures(
    version: LabelVersion,
    decided: QuestionConsensus,
    patterns: Sequence[Pattern] | None = None,
    work: AnnotatorWork | None = None,
) -> FigureTree:
    """``questions.<q>.annotators.<a>`` for every annotator with annotations of the question.

    Leaves: ``annotations``, ``accuracy_gold``, ``accuracy_consensus`` (against the majority of the others),
    ``accuracy_shrunk`` (of gold when the question has gold, else of the majority of the others),
    ``seconds_per_annotation``, ``items_per_hour``, ``retest``, ``spammer_score``; branches ``over_used.<l>``,
    ``confusion`` and ``patterns``, present when there is something in them. Where answers are not categories only
    counts and times.

    Args:
        version: the label version.
        decided: the question.
        patterns: what `find_patterns` found, when it has run already.
        work: the question's `annotator_work`, when that is there already.
    """
    work = work or annotator_work(decided)
    times, owned = work.times, work.owned
    extra = _quality(version, decided, owned) if decided.kind.categorical else [{} for _ in owned]
    tree: FigureTree = {}
    for code, name in enumerate(decided.coded.annotators):
        if len(owned[code]) == 0:
            continue
        seconds = annotator_seconds(times, owned[code])
        tree[name] = {
            "annotations": figure("annotations", counted(len(owned[code]))),
            "seconds_per_annotation": figure("seconds_per_annotation", seconds),
            "items_per_hour": figure("items_per_hour", items_per_hour(seconds)),
            **extra[code],
        }
    for code, branch in _pattern_figures(find_patterns(decided, work) if patterns is None else patterns).items():
        node = tree[decided.coded.annotators[code]]
        if isinstance(node, dict):
            node["patterns"] = branch
    return tree


def _quality(version: LabelVersion, decided: QuestionConsensus, owned: Sequence[Codes]) -> list[FigureTree]:
    """Per annotator code: accuracy, consistency and use of labels."""
    hits = _hits(decided)
    shrunk = _shrunk(decided, hits)
    who, same, pairs = _retests(version, decided)
    retested = rows_of(who, decided.ratings.M)
    spam = None if decided.model is None else spammer_score(decided.model.confusion)
    over = _over_used(decided)
    branches: list[FigureTree] = []
    for code, rows in enumerate(owned):
        gold, shared, twice = rows[hits.on_gold[rows]], rows[hits.shared[rows]], retested[code]
        peers = share_of(hits.credit[shared], np.ones(len(shared)), nothing="no item that others annotated too")
        branch: FigureTree = {
            "accuracy_gold": figure(
                "accuracy_gold", share_of(hits.gold[gold], np.ones(len(gold)), nothing="no item with gold")
            ),
            "accuracy_consensus": figure("accuracy_consensus", peers),
            "accuracy_shrunk": figure("accuracy_shrunk", shrunk[code]),
            "retest": figure("retest", share_of(same[twice], pairs[twice], nothing="no item labelled twice")),
        }
        if spam is not None:
            branch["spammer_score"] = figure("spammer_score", _spam(float(spam[code]), len(rows)))
        branches.append(branch | over[code] | _own_confusion(decided, gold))
    return branches


def _retests(version: LabelVersion, decided: QuestionConsensus) -> tuple[Codes, Codes, Codes]:
    """`retest_pairs` of all rows, those left out by the policy on repeats included."""
    if not decided.coded.repeated:
        nothing = np.zeros(0, dtype=np.intp)
        return nothing, nothing, nothing
    return retest_pairs(code_question(version, decided.question, "keep").ratings)


def _shrunk(decided: QuestionConsensus, hits: _Hits) -> list[Result]:
    right, judged = (hits.gold & hits.on_gold, hits.on_gold) if hits.on_gold.any() else (hits.credit, hits.shared)
    M = decided.ratings.M
    who = decided.ratings.annotator
    n = np.bincount(who, judged, minlength=M).astype(np.float64)
    return shrunk_accuracies(np.bincount(who, right * judged, minlength=M).astype(np.float64), n)


def _spam(score: float, n: int) -> Result:
    if n < LEAST_FOR_SPAM:
        return Undefined(f"fewer than {LEAST_FOR_SPAM} annotations", n)
    return Estimate(score, n, why_no_interval="a function of the fitted Dawid–Skene model")


def _over_used(decided: QuestionConsensus) -> list[FigureTree]:
    """Per annotator code: the labels given clearly more often than others give them on the same items."""
    excess = label_excess(decided.ratings)
    tests = max(int(np.isfinite(excess.p).sum()), 1)
    branches: list[FigureTree] = []
    for code in range(decided.ratings.M):
        labels: FigureTree = {}
        for label, name in enumerate(decided.coded.labels):
            p = float(excess.p[code, label]) * tests
            gap, half = float(excess.difference[code, label]), float(excess.half[code, label])
            if p <= SIGNIFICANCE and gap > OVERUSE and half > 0:
                interval = max(gap - half, -1.0), min(gap + half, 1.0)
                value = Estimate(gap, int(excess.n[code]), over_items("t interval"), *interval)
                labels[name] = {
                    "difference": figure("label_excess", value),
                    "p_bonferroni": figure("p_bonferroni", _p_value(p, int(excess.n[code]))),
                }
        branches.append({"over_used": labels} if labels else {})
    return branches


def _p_value(p: float, n: int) -> Estimate:
    return Estimate(min(p, 1.0), n, why_no_interval="a p-value")


def _own_confusion(decided: QuestionConsensus, rows: Codes) -> FigureTree:
    if not decided.kind.exclusive:
        return {}
    item, K = decided.ratings.item[rows], decided.ratings.K
    table = confusion(GoldJudgements(item, decided.ratings.label[rows], decided.gold[item], K))
    labels = decided.coded.labels
    tree: FigureTree = {}
    for row, truth in enumerate(labels):
        cells: FigureTree = {
            labels[column]: {"count": figure("count", counted(int(table[row, column])))}
            for column in np.flatnonzero(table[row])
        }
        if cells:
            tree[truth] = cells
    return {"confusion": tree} if tree else {}


def _pattern_figures(patterns: Sequence[Pattern]) -> dict[int, FigureTree]:
    """Annotator code → pattern code → observed, expected, p-value; for copying the strongest partner."""
    branches: dict[int, FigureTree] = {}
    for pattern in sorted(patterns, key=lambda found: found.p):
        unit = "_seconds" if pattern.code == "too-fast" else "_share"
        branch = branches.setdefault(pattern.annotator, {})
        if pattern.code not in branch:
            leaf: FigureTree = {"p_bonferroni": figure("p_bonferroni", _p_value(pattern.p, pattern.n))}
            for name, value in (("observed", pattern.observed), ("expected", pattern.expected)):
                evidence = Estimate(value, pattern.n, why_no_interval="evidence of a test")
                leaf[name] = figure(f"pattern_{name}{unit}", evidence)
            branch[pattern.code] = leaf
    return branches


def annotator_warnings(decided: QuestionConsensus, patterns: Sequence[Pattern] | None = None) -> list[WarningRecord]:
    """One warning per pattern, with its evidence; ``patterns`` as for `annotator_figures`. Names are pseudonyms."""
    names: tuple[str, ...] = decided.coded.annotators
    found = []
    for pattern in find_patterns(decided) if patterns is None else patterns:
        who = names[pattern.annotator]
        evidence: dict[str, str | int | float] = {
            "annotator": who,
            "partner": names[pattern.partner] if pattern.partner >= 0 else "",
            "observed": pattern.observed,
            "expected": pattern.expected,
            "n": pattern.n,
            "p": pattern.p,
        }
        code = f"annotator-{pattern.code}"
        about = ("questions", decided.question, "annotators", who)
        found.append(warned(code, about, **{name: evidence[name] for name in WARNINGS[code].facts}))
    return found
