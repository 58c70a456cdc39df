"""Figures and warnings about the consensus of a question."""

from __future__ import annotations

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.assess.quality.method_choice import choice_figures, choice_warnings
from labelcards.catalog.warnings import warned
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.consensus.calibration import overconfidence, reliability
from labelcards.metrics.consensus.consensus import Consensus, Flags
from labelcards.metrics.consensus.gold import accuracy, score_labels, tie_accuracy
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import mean_of, share_of

__all__ = ["consensus_figures", "consensus_warnings", "label_figures"]


def consensus_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.consensus``: every method's figures, and how far they agree.

    The majority's ``accuracy`` is the expectation under random tie breaking; ``accuracy_lowest`` and
    ``accuracy_highest`` are its accuracies when ties go to the first and to the last label. Answers that are not
    categories have the scores of their kind instead. What gold says of the methods: `choice_figures`.
    """
    gains = choice_figures(decided)
    tree: FigureTree = {
        name: {**_method_figures(decided, result), **gains.get(name, {})}
        for name, result in sorted(decided.methods.items())
    }
    annotated = decided.per_item > 0
    several = decided.per_item > 1
    if decided.kind.categorical:
        tree["methods_agree"] = figure("methods_agree", _methods_agree(decided, annotated))
        tree["tied_items"] = figure("tied_items", counted(int(decided.methods["majority"].tied.sum())))
    disputed = share_of(decided.disputed & several, several, nothing="no item has two annotations")
    tree["disputed_share"] = figure("disputed_share", disputed)
    return tree


def _method_figures(decided: QuestionConsensus, result: Consensus) -> FigureTree:
    annotated = decided.per_item > 0
    branch: FigureTree = {
        "mean_confidence": figure(
            "mean_confidence", mean_of(result.confidence[annotated], nothing="no item has an annotation")
        )
    }
    scored = score_labels(result.label, decided.gold, decided.ratings.K)
    if not decided.kind.categorical:
        scores = decided.kind.scores(scored, decided.answers).overall
        return branch | {key: figure(key, found) for key, found in scores.items()}
    if result.method == "majority":
        lowest, expected, highest = tie_accuracy(result, decided.gold)
        branch["accuracy_lowest"] = figure("accuracy_lowest", lowest)
        branch["accuracy_highest"] = figure("accuracy_highest", highest)
        branch["accuracy"] = figure("accuracy", expected)
    else:
        branch["accuracy"] = figure("accuracy", accuracy(scored))
    branch |= _calibration(decided, result)
    if result.iterations:
        branch["iterations"] = figure("iterations", counted(result.iterations))
    return branch


def _calibration(decided: QuestionConsensus, result: Consensus) -> FigureTree:
    """Confidence against gold: ``overconfidence``, and per bin of confidence ``confidence`` and ``accuracy``."""
    checked = (decided.gold >= 0) & result.decided
    sure, right = result.confidence[checked], result.label[checked] == decided.gold[checked]
    bins: FigureTree = {
        f"bin_{number:02d}": {
            "confidence": figure("mean_confidence", each.confidence),
            "accuracy": figure("accuracy", each.accuracy),
        }
        for number, each in enumerate(reliability(sure, right), start=1)
    }
    gap = figure("overconfidence", overconfidence(sure, right))
    return {"overconfidence": gap, "reliability": bins} if bins else {"overconfidence": gap}


def _methods_agree(decided: QuestionConsensus, annotated: Flags) -> Result:
    labels = np.stack([result.label for result in decided.methods.values()])
    same = (labels == labels[0]).all(axis=0)
    return share_of(same & annotated, annotated, nothing="no item has an annotation")


def label_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.labels``: per label ``count`` and ``share`` of annotations, ``consensus_share`` of final labels.

    Of sets, a label counts whenever it is in the set. Kinds without label rates have no such branch: an empty tree.
    """
    if not decided.kind.has_label_rates:
        return {}
    given, item = decided.ratings.label, decided.ratings.item
    settled = decided.final >= 0
    tree: FigureTree = {}
    for label, member in decided.members().items():
        hits = member[given]
        consensus = np.zeros(decided.ratings.N, dtype=np.bool_)
        consensus[settled] = member[decided.final[settled]]
        share = share_of(hits, np.ones(len(hits)), cluster=item, nothing="no annotations")
        tree[label] = {
            "count": figure("count", counted(int(hits.sum()))),
            "share": figure("share", share),
            "consensus_share": figure("consensus_share", share_of(consensus, settled, nothing="no item has a label")),
        }
    return tree


def consensus_warnings(decided: QuestionConsensus) -> list[WarningRecord]:
    """What to know before trusting the consensus: no convergence, thin overlap, repeats, overconfidence, gold reuse."""
    about = ("questions", decided.question, "consensus")
    found = [
        warned("not-converged", (*about, name), method=name, iterations=result.iterations)
        for name, result in sorted(decided.methods.items())
        if not result.converged
    ]
    annotated = int((decided.per_item > 0).sum())
    several = int((decided.per_item > 1).sum())
    if annotated and several < annotated / 2:
        found.append(warned("thin-consensus", about, multiply_annotated=several, items=annotated))
    if decided.coded.repeated:
        found.append(warned("repeated-annotations", about, annotations=decided.coded.repeated))
    found += _overconfident(decided)
    found += choice_warnings(decided)
    overlap = int(((decided.gold >= 0) & (decided.adjudicated >= 0)).sum())
    if overlap:
        found.append(warned("gold-adjudicated", ("questions", decided.question, "gold", "final"), items=overlap))
    return found


def _overconfident(decided: QuestionConsensus) -> list[WarningRecord]:
    """A warning when the method that decides is surer of gold items than its accuracy on them allows."""
    if not decided.kind.categorical:
        return []
    result = decided.reference
    right = accuracy(score_labels(result.label, decided.gold, decided.ratings.K))
    if isinstance(right, Undefined) or right.high is None:
        return []
    confidence = float(result.confidence[(decided.gold >= 0) & result.decided].mean())
    if confidence <= right.high:
        return []
    about = ("questions", decided.question, "consensus", result.method)
    facts = {"confidence": confidence, "accuracy": right.value, "highest": right.high}
    return [warned("overconfident", about, method=result.method, **facts)]
