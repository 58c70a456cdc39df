"""Everything measured about the labels of one version, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from labelcards.assess.agreement.question import agreement_figures, question_warnings
from labelcards.assess.model.baseline import item_texts, label_of, out_of_fold
from labelcards.assess.quality.adjudication import adjudication_figures
from labelcards.assess.quality.annotators import annotator_figures, annotator_warnings, annotator_work, find_patterns
from labelcards.assess.quality.consensus import QuestionConsensus, consensus_table, decide_question, with_crowdlab
from labelcards.assess.quality.consensus_figures import consensus_figures, consensus_warnings, label_figures
from labelcards.assess.quality.counts import count_figures
from labelcards.assess.quality.detectable import detectable_figures
from labelcards.assess.quality.given_probabilities import given_probabilities, given_warnings
from labelcards.assess.quality.gold import confusion_figures, gold_check_figures, gold_figures
from labelcards.assess.quality.imbalance import imbalance_figures, imbalance_warnings
from labelcards.assess.quality.label_errors import LabelErrorFlags, flag_labels, label_error_figures
from labelcards.assess.quality.resemblance import (
    Resemblance,
    item_resemblance,
    resemblance_columns,
    resemblance_figures,
    resemblance_warnings,
)
from labelcards.assess.quality.work import work_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figure_frame import figure_frame, figure_line
from labelcards.documents.figure_path import written
from labelcards.documents.figures import CatalogEntry, Figure, FigureTree, figure, find_figure, leaves
from labelcards.documents.params import QualityParams
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.estimate import Estimate, Undefined

__all__ = ["QualityAssessment", "assess_quality"]


@dataclass(frozen=True, slots=True)
class QualityAssessment:
    """What was measured about the labels of one version.

    Attributes:
        figures: the tree of figures in ``quality.json``.
        catalog: metric → definition, for every metric in ``figures``.
        warnings: what to know before trusting them.
        consensus: a row per question and item, ``question, item_id``, the labels by several methods, ``final`` (the
            label that counts), ``flagged``, ``label_score``, ``suggested`` and the columns of `resemblance_columns`.
        predictions: a row per question, item and label, ``question, item_id, label, probability``: those of the
            version's own table, or the baseline's out-of-fold probabilities.
        sentences: the warnings in words; empty in the pipeline, whose pages word them.
    """

    figures: FigureTree
    catalog: dict[str, CatalogEntry]
    warnings: list[WarningRecord]
    consensus: pd.DataFrame
    predictions: pd.DataFrame
    sentences: tuple[str, ...] = ()

    def find(self, *path: str) -> Figure | None:
        """The figure at ``path``, for example ``("questions", "topic", "agreement", "overall", "alpha")``, or None."""
        return find_figure(self.figures, path)

    def to_frame(self) -> pd.DataFrame:
        """One row per figure: ``path`` as gates write it, ``metric, value, low, high, n, method, why``."""
        return figure_frame(
            ({"path": written(path), "metric": figure.metric}, figure) for path, figure in leaves(self.figures)
        )

    def __repr__(self) -> str:
        """The headline of each question, how many figures there are, and what to know before trusting them."""
        questions = self.figures["questions"]
        names = list(questions) if isinstance(questions, dict) else []
        count = f"{len(names)} question{'' if len(names) == 1 else 's'}"
        lines = [f"Quality of {count}, {sum(1 for _ in leaves(self.figures)):,} figures"]
        for name in names:
            for part, metric in (("agreement", "alpha"), ("gold", "accuracy")):
                place = ("overall",) if part == "agreement" else ("final",)
                found = self.find("questions", name, part, *place, metric)
                if found is not None:
                    lines.append(f"  {name}  {metric:8}  {figure_line(found)}")
        return "\n".join([*lines, *(f"  {sentence}" for sentence in self.sentences)])


@dataclass(slots=True)
class _AssessedQuestions:
    """What the questions add up to."""

    questions: FigureTree = field(default_factory=dict)
    warnings: list[WarningRecord] = field(default_factory=list)
    consensus: list[pd.DataFrame] = field(default_factory=list)
    predictions: list[pd.DataFrame] = field(default_factory=list)


def assess_quality(version: LabelVersion, params: QualityParams | None = None) -> QualityAssessment:
    """Measure agreement, consensus, gold, annotators, label errors, adjudication and work of a label version."""
    params = params or QualityParams()
    resemblance = item_resemblance(version, seed=params.seed)
    gathered = _AssessedQuestions(predictions=[pd.DataFrame(columns=["question", "item_id", "label", "probability"])])
    for question in version.manifest.questions:
        _assess_question(version, question, params, resemblance, gathered)
    figures: FigureTree = {"counts": count_figures(version), "questions": gathered.questions}
    work = work_figures(version)
    if work:
        figures["work"] = work
    return QualityAssessment(
        figures,
        catalog_for(figures),
        gathered.warnings,
        pd.concat(gathered.consensus, ignore_index=True),
        pd.concat(gathered.predictions, ignore_index=True),
    )


def _assess_question(
    version: LabelVersion,
    question: str,
    params: QualityParams,
    resemblance: Resemblance | Undefined,
    gathered: _AssessedQuestions,
) -> None:
    decided = decide_question(version, question, duplicates=params.duplicates)
    given = _given(version, decided)
    probabilities = _out_of_fold(version, decided, params) if given is None else given
    if not isinstance(probabilities, Undefined):
        decided = with_crowdlab(decided, probabilities)
    flagged = probabilities if isinstance(probabilities, Undefined) else _flag(decided, probabilities, params)
    predicted = None if isinstance(probabilities, Undefined) else label_of(probabilities)
    work = annotator_work(decided)
    patterns = find_patterns(decided, work)
    annotators = annotator_figures(version, decided, patterns, work)
    del work  # three arrays as long as the table
    branches: FigureTree = {
        "agreement": agreement_figures(
            version, decided, seed=params.seed, replicates=params.replicates, interval=params.interval
        ),
        "labels": label_figures(decided),
        "consensus": consensus_figures(decided),
        "gold": gold_figures(decided, predicted),
        "gold_checks": gold_check_figures(decided),
        "annotators": annotators,
        "confusion": confusion_figures(decided),
        "label_errors": {
            **label_error_figures(decided, flagged, _of_question(version.audit, question), model=_model(given)),
            **resemblance_figures(resemblance, decided),
        },
        "imbalance": imbalance_figures(decided),
        "adjudication": adjudication_figures(decided),
        "repeated": figure("repeated", _repeated(decided)),
    }
    branches["detectable"] = detectable_figures(question, branches)
    gathered.questions[question] = {name: branch for name, branch in branches.items() if branch}
    gathered.warnings += [
        *question_warnings(decided),
        *consensus_warnings(decided),
        *annotator_warnings(decided, patterns),
        *given_warnings(version.predictions, decided),
        *resemblance_warnings(resemblance, decided),
        *imbalance_warnings(decided),
    ]
    table = _with_suspects(consensus_table(decided), decided, flagged)
    gathered.consensus.append(
        table.merge(resemblance_columns(resemblance, decided), on="item_id", how="left", validate="one_to_one")
    )
    if not isinstance(probabilities, Undefined):
        gathered.predictions.append(_prediction_table(decided, probabilities))


def _of_question(table: pd.DataFrame, question: str) -> pd.DataFrame:
    return table[table["question"] == question]


def _given(version: LabelVersion, decided: QuestionConsensus) -> Floats | None:
    """The version's own predictions, for kinds that a classifier predicts."""
    return given_probabilities(version.predictions, decided) if decided.kind.classified else None


def _model(given: Floats | None) -> str:
    return "" if given is None else "probabilities of the table predictions"


def _out_of_fold(version: LabelVersion, decided: QuestionConsensus, params: QualityParams) -> Floats | Undefined:
    """(N, K) baseline probabilities, each item predicted by a model that did not see it."""
    if not decided.kind.classified:
        return Undefined(f"the baseline predicts one label per item, and the question is {decided.kind.name}")
    texts = item_texts(version)
    if isinstance(texts, Undefined):
        return texts
    return out_of_fold(texts, decided.final, decided.ratings.K, folds=params.folds, seed=params.seed)


def _flag(decided: QuestionConsensus, probabilities: Floats, params: QualityParams) -> LabelErrorFlags | Undefined:
    return flag_labels(decided.final, probabilities, filter_by=params.filter)


def _repeated(decided: QuestionConsensus) -> Estimate:
    n = len(decided.ratings)
    return Estimate(float(decided.coded.repeated), n, why_no_interval="counted, not sampled")


def _with_suspects(
    table: pd.DataFrame, decided: QuestionConsensus, flagged: LabelErrorFlags | Undefined
) -> pd.DataFrame:
    """The consensus table with what the label-error check says about each item; NA where it says nothing."""
    if isinstance(flagged, Undefined):
        return table.assign(flagged=pd.array([pd.NA] * len(table), dtype="boolean"), label_score=np.nan, suggested=None)
    names = np.array([*decided.coded.labels, None], dtype=object)
    suspects = pd.DataFrame(
        {
            "item_id": decided.coded.items,
            "flagged": pd.array(flagged.issue, dtype="boolean"),
            "label_score": np.round(flagged.score, 6),
            "suggested": names[flagged.suggested],
        }
    )
    return table.merge(suspects, on="item_id", how="left", validate="one_to_one")


def _prediction_table(decided: QuestionConsensus, probabilities: Floats) -> pd.DataFrame:
    """Long: one row per item and label, in item and label order."""
    N, K = probabilities.shape
    return pd.DataFrame(
        {
            "question": decided.question,
            "item_id": np.repeat(np.array(decided.coded.items, dtype=object), K),
            "label": np.tile(np.array(decided.coded.labels, dtype=object), N),
            "probability": probabilities.ravel(),
        }
    )
