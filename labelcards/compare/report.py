"""Two sides in, the whole difference out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from labelcards.compare.advice import advise
from labelcards.compare.flow import (
    REASONS,
    annotator_changes,
    change_reasons,
    final_pairs,
    flows,
    gold_pairs,
    item_group_changes,
)
from labelcards.compare.guideline import guideline_changes
from labelcards.compare.measured import Measured, p_of_interval
from labelcards.compare.paired import paired_metrics
from labelcards.compare.renaming import Renaming, label_renaming
from labelcards.compare.rows import AnnotationMatch, RowChanges, item_changes, match_annotations, row_changes
from labelcards.compare.schema import schema_changes
from labelcards.compare.settings import policy_changes
from labelcards.compare.side import Side
from labelcards.compare.unpaired import selected_figures, unpaired_metrics
from labelcards.compare.verdicts import judge, tally
from labelcards.dataset.version import LabelVersion
from labelcards.documents.difference import Compared, DifferenceDocument, QuestionChange, RowCounts
from labelcards.documents.figures import CatalogEntry
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.uncertainty import IntervalPlan

__all__ = ["compare_metrics", "compare_sides"]

Catalog = Mapping[str, CatalogEntry]
Renamings = dict[str, dict[str, str]]


def compare_sides(old: Side, new: Side, catalog: Catalog, plan: IntervalPlan | None = None) -> DifferenceDocument:
    """Everything that differs, without the erratum, which is worded elsewhere.

    Args:
        old, new: what is compared.
        catalog: metric → definition, for every metric that either side's documents or the comparison have.
        plan: how intervals of agreement are made.
    """
    renaming = _renaming(old, new)
    changed = _Changes.between(old, new, renaming)
    schema = schema_changes(old.manifest, new.manifest)
    guidelines = guideline_changes(old.guidelines, new.guidelines, _headings(old, new, renaming))
    policy = policy_changes(*((side.manifest, side.documents.get("anonymization")) for side in (old, new)))
    metrics = compare_metrics(old, new, catalog, plan)
    return DifferenceDocument(
        dataset=new.manifest.name,
        old=old.name,
        new=new.name,
        verdicts=tally(metrics),
        advice=advise(
            old.declared.version,
            new.declared.version,
            rows=changed.rows,
            questions=changed.questions,
            schema=schema,
            guidelines=guidelines,
            policy=policy,
        ),
        items=changed.rows.get("items"),
        annotations=changed.rows.get("annotations"),
        questions=changed.questions,
        schema_changes=schema,
        guidelines=guidelines,
        policy=policy,
        metrics=metrics,
        notes=tuple(_notes(old, new)),
    )


def compare_metrics(old: Side, new: Side, catalog: Catalog, plan: IntervalPlan | None = None) -> tuple[Compared, ...]:
    """Verdicts on every metric: paired where both tables are there, from the documents otherwise."""
    renaming = _renaming(old, new)
    found: dict[tuple[str, ...], Measured] = {}
    before, after = selected_figures(old.documents, renaming), selected_figures(new.documents)
    for measured in (*unpaired_metrics(before, after), *_lift(old, new), *_paired(old, new, renaming, plan)):
        found[measured.path] = measured
    return judge(found.values(), catalog)


def _paired(old: Side, new: Side, renaming: Renamings, plan: IntervalPlan | None) -> Iterator[Measured]:
    if old.labels is not None and new.labels is not None:
        for question in _shared_questions(old, new):
            yield from paired_metrics(old, new, question, renaming[question], plan or IntervalPlan())


def _lift(old: Side, new: Side) -> Iterator[Measured]:
    """What a model gains, which the stage ``changes`` measured if the old side is the new one's parent."""
    document = new.documents.get("changes")
    if document is None or document.parameters.get("parent") != old.declared.version:
        return
    for question in sorted(document.branch("questions")):
        for score in sorted(document.branch("questions", question, "lift")):
            leaf = document.find("questions", question, "lift", score)
            if leaf is None or leaf.value is None or leaf.low is None:
                continue
            gain = Estimate(leaf.value, leaf.n or 0, leaf.method or "", leaf.low, leaf.high)
            path = ("changes", "questions", question, "lift", score)
            yield Measured(path, "lift", "headline", None, None, gain, paired=True, p=p_of_interval(gain))


def _shared_questions(old: Side, new: Side) -> list[str]:
    """Questions of the same kind in both."""
    held = old.manifest.questions
    return [name for name, asked in new.manifest.questions.items() if name in held and held[name].kind == asked.kind]


def _renaming(old: Side, new: Side) -> Renamings:
    return {
        question: label_renaming(old.manifest.questions[question], new.manifest.questions[question])
        for question in _shared_questions(old, new)
    }


def _headings(old: Side, new: Side, renaming: Renamings) -> dict[str, str]:
    """Headings of renamed labels in the guidelines, which name labels by id or by title."""
    headings: dict[str, str] = {}
    for question, mapping in renaming.items():
        titles = [
            {label.id: label.title or label.id for label in side.manifest.questions[question].labels}
            for side in (old, new)
        ]
        for before, after in mapping.items():
            headings |= {before: after, titles[0][before]: titles[1][after]}
    return headings


@dataclass(frozen=True, slots=True)
class _Changes:
    """What the tables say."""

    rows: dict[str, RowCounts]
    questions: tuple[QuestionChange, ...]

    @classmethod
    def between(cls, old: Side, new: Side, renaming: Renamings) -> _Changes:
        """Empty when a side has no tables."""
        if old.labels is None or new.labels is None:
            return cls({}, ())
        match = match_annotations(old.labels, new.labels, renaming)
        counted = {
            "items": item_changes(old.labels, new.labels),
            "annotations": match.rows.changes(match.changed),
            "gold": row_changes(old.labels, new.labels, "gold", renaming),
            "adjudications": row_changes(old.labels, new.labels, "adjudications", renaming),
        }
        questions = tuple(
            _question(old, new, question, renaming[question], match) for question in _shared_questions(old, new)
        )
        return cls({table: _counts(changes) for table, changes in counted.items()}, questions)


def _counts(changes: RowChanges) -> RowCounts:
    return RowCounts(added=changes.added, removed=changes.removed, changed=changes.changed, same=changes.same)


def _question(old: Side, new: Side, question: str, renaming: Renaming, match: AnnotationMatch) -> QuestionChange:
    versions: tuple[LabelVersion, LabelVersion] = (old.labels, new.labels)  # type: ignore[assignment]
    pairs = final_pairs(old.finals, new.finals, question, renaming)
    changed = pairs[pairs["old"] != pairs["new"]].reset_index(drop=True)
    reasons = change_reasons(changed["item_id"], question, versions, match)
    gold = gold_pairs(*versions, question, renaming)
    return QuestionChange(
        question=question,
        title=new.manifest.questions[question].title,
        compared=len(pairs),
        changed=len(changed),
        flow=flows(changed, reasons),
        gold_flow=flows(gold[gold["old"] != gold["new"]]),
        reasons={reason: reasons.count(reason) for reason in REASONS if reason in reasons},
        groups=(*item_group_changes(pairs, versions[1]), *annotator_changes(match, versions[1], question)),
        annotations=_counts(match.of_question(versions, question)),
        finals="consensus" if old.consensus is not None and new.consensus is not None else "plurality",
    )


def _notes(old: Side, new: Side) -> Iterable[str]:
    """What could not be compared, and why."""
    for side in (old, new):
        if side.labels is None:
            why = side.name.why_no_tables or "they are not there"
            yield f"The tables of {side.name.given} could not be read: {why}"
        elif side.consensus is None:
            yield f"{side.name.given} has no consensus table; its final labels are the plurality of its annotations."
        if not side.documents:
            yield f"{side.name.given} has no documents; figures that need the pipeline are left out."
    if old.labels is None or new.labels is None:
        yield "Without both tables, rows and labels are not compared and every interval is unpaired."
