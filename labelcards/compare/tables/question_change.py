"""Where the labels of one question went, who answered, and how the gold labels changed."""

from __future__ import annotations

from labelcards.catalog.branches import UNIT_MARGINS
from labelcards.compare.tables.alignment import Alignment
from labelcards.compare.tables.answer_flow import AnswerMoves, ItemList
from labelcards.compare.tables.flow import (
    REASONS,
    annotator_changes,
    change_reasons,
    final_pairs,
    flows,
    gold_pairs,
    item_group_changes,
)
from labelcards.compare.tables.rows import AnnotationMatch, RowChanges
from labelcards.compare.verdicts.gold_change import gold_change
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.documents.table_changes import QuestionChange, RowCounts

__all__ = ["question_change", "row_counts"]


def row_counts(changes: RowChanges) -> RowCounts:
    """The counts as a part of a document."""
    return RowCounts(added=changes.added, removed=changes.removed, changed=changes.changed, same=changes.same)


def question_change(aligned: Alignment, pair: QuestionPair, match: AnnotationMatch) -> QuestionChange:
    """Everything about one question's labels.

    Args:
        aligned: both sides.
        pair: the question in both tables.
        match: the matched annotations of both.
    """
    old, new, question = aligned.old, aligned.new, pair.question
    versions = pair.tables
    pairs = final_pairs(old.finals, new.finals, question)
    changed = pairs[pairs["old"] != pairs["new"]].reset_index(drop=True)
    reasons = change_reasons(changed["item_id"], question, versions, match)
    gold = gold_pairs(*versions, question)
    gold = gold[gold["old"] != gold["new"]]
    moves = AnswerMoves.of(match, versions, question)
    listed = ItemList.of(moves, changed, reasons, gold)
    return QuestionChange(
        question=question,
        title=new.manifest.questions[question].title,
        compared=len(pairs),
        changed=len(changed),
        flow=flows(changed, reasons),
        gold_flow=flows(gold),
        splits=flows(aligned.split_pairs(question)),
        reasons={reason: reasons.count(reason) for reason in REASONS if reason in reasons},
        groups=(
            *item_group_changes(pairs, versions[1], aligned.policy),
            *annotator_changes(match, versions[1], question, aligned.policy),
        ),
        annotations=row_counts(match.of_question(versions, question)),
        answer_flow=moves.flows(),
        items=listed.entries,
        items_in_all=listed.total,
        finals="consensus" if old.consensus is not None and new.consensus is not None else "plurality",
        pool=pair.pool,
        gold=gold_change(pair, aligned.margins.get("accuracy", UNIT_MARGINS["share"])),
    )
