"""Two sides in, the whole difference out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.sides.side import Side
from labelcards.compare.signs.listing import mapping_of, signs_of
from labelcards.compare.tables.alignment import Alignment, align
from labelcards.compare.tables.guideline import guideline_changes
from labelcards.compare.tables.question_change import question_change, row_counts
from labelcards.compare.tables.rows import AnnotationMatch, item_changes, match_annotations, row_changes
from labelcards.compare.tables.schema import schema_changes
from labelcards.compare.tables.settings import policy_changes
from labelcards.compare.verdicts.advice import advise
from labelcards.compare.verdicts.explained import explained
from labelcards.compare.verdicts.measured import measured_metrics, question_pairs
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.compare.verdicts.verdicts import judge, tally, whole_tally
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figures import CatalogEntry
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.signs import Sign
from labelcards.documents.table_changes import QuestionChange, RowCounts
from labelcards.metrics.intervals.uncertainty import IntervalPlan

__all__ = ["catalog_of", "compare_metrics", "compare_sides"]

Catalog = Mapping[str, CatalogEntry]


def compare_sides(old: Side, new: Side, catalog: Catalog, plan: IntervalPlan | None = None) -> DifferenceDocument:
    """Everything that differs, without the erratum, which is worded elsewhere.

    Args:
        old, new: what is compared.
        catalog: metric → definition, for every metric that either side's documents or the comparison have.
        plan: how intervals of agreement are made.
    """
    shown = _ShownSigns.by(old, new)
    aligned = align(old, new, shown.mapping)
    pairs = question_pairs(aligned)
    changed = _Changes.between(aligned, pairs, shown.match)
    schema = schema_changes(old.manifest, new.manifest, aligned.maps)
    guidelines = guideline_changes(old.guidelines, new.guidelines, _headings(old, new, aligned))
    policy = policy_changes(*((side.manifest, side.documents.get("anonymization")) for side in (old, new)))
    metrics = judge(explained(measured_metrics(aligned, pairs, plan), shown.signs), catalog, aligned.margins)
    return DifferenceDocument(
        dataset=new.manifest.name,
        old=old.name,
        new=new.name,
        note=new.declared.note if new.declared.note != old.declared.note else "",
        verdicts=tally(metrics),
        whole=whole_tally(metrics),
        signs=shown.signs,
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
        notes=tuple(_notes(aligned)),
    )


def compare_metrics(
    old: Side, new: Side, catalog: Catalog, plan: IntervalPlan | None = None
) -> tuple[MetricDifference, ...]:
    """Verdicts on every metric: paired where both tables are there, from the documents otherwise."""
    shown = _ShownSigns.by(old, new)
    aligned = align(old, new, shown.mapping)
    measured = explained(measured_metrics(aligned, question_pairs(aligned), plan), shown.signs)
    return judge(measured, catalog, aligned.margins)


@dataclass(frozen=True, slots=True)
class _ShownSigns:
    """What the tables show about how the new version was made, before labels are aligned.

    Attributes:
        signs: all of it.
        match: the annotations of both, matched; None without both tables.
    """

    signs: tuple[Sign, ...]
    match: AnnotationMatch | None = None

    @classmethod
    def by(cls, old: Side, new: Side) -> _ShownSigns:
        """Nothing without both tables."""
        if old.labels is None or new.labels is None:
            return cls(())
        match = match_annotations(old.labels, new.labels)
        return cls(signs_of(old, new, match), match)

    @property
    def mapping(self) -> dict[str, dict[str, str]]:
        """Question → old label → new label, of labels that go by another name though no manifest says so."""
        return mapping_of(self.signs)


def _headings(old: Side, new: Side, aligned: Alignment) -> dict[str, str]:
    """Headings of renamed labels in the guidelines, which name labels by id or by title."""
    headings: dict[str, str] = {}
    for question, held in aligned.maps.items():
        titles = [
            {label.id: label.title or label.id for label in side.manifest.questions[question].labels}
            for side in (old, new)
        ]
        for before, after in held.forward.items():
            headings |= {before: after, titles[0][before]: titles[1][after]}
    return headings


@dataclass(frozen=True, slots=True)
class _Changes:
    """What the tables say."""

    rows: dict[str, RowCounts]
    questions: tuple[QuestionChange, ...]

    @classmethod
    def between(cls, aligned: Alignment, pairs: Mapping[str, QuestionPair], match: AnnotationMatch | None) -> _Changes:
        """Empty when a side has no tables; ``match`` is of the sides as they were given."""
        old, new = aligned.old, aligned.new
        if old.labels is None or new.labels is None:
            return cls({}, ())
        if match is None or old is not aligned.given[0] or new is not aligned.given[1]:
            match = match_annotations(old.labels, new.labels)
        counted = {
            "items": item_changes(old.labels, new.labels),
            "annotations": match.rows.changes(match.changed),
            "gold": row_changes(old.labels, new.labels, "gold"),
            "adjudications": row_changes(old.labels, new.labels, "adjudications"),
        }
        questions = tuple(question_change(aligned, pair, match) for pair in pairs.values())
        return cls({table: row_counts(changes) for table, changes in counted.items()}, questions)


def _question_notes(aligned: Alignment) -> Iterable[str]:
    """Questions whose kind or labels are not those of the other version."""
    for question in aligned.new.manifest.questions:
        if why := aligned.kind_changed(question):
            yield f"{question}: {why}. Its figures do not mean the same and are not compared."
        elif why := aligned.scheme_changed(question):
            yield (
                f"{question}: {why}. With both tables, the versions are compared in the labels they have in common "
                "(mergers applied, splits merged back), so values can differ from the pages'; the rest is not compared."
            )


def _notes(aligned: Alignment) -> Iterable[str]:
    """What could not be compared, and why."""
    old, new = aligned.old, aligned.new
    yield from _question_notes(aligned)
    for side in (old, new):
        if side.labels is None:
            why = side.name.why_no_tables or "they are not there"
            yield f"The tables of {side.name.given} could not be read: {why}"
        elif side.consensus is None:
            yield f"{side.name.given} has no consensus table; its final labels are the plurality of its annotations."
        if not side.documents:
            yield f"{side.name.given} has no documents; figures that need the pipeline are left out."
    held = [side.policy for side in (old, new) if side.policy is not None]
    if len({(policy.minimum_cell, policy.minimum_annotators) for policy in held}) > 1:
        yield (
            "The versions were measured with different bars for groups; the stricter ones hold here: at least "
            f"{aligned.policy.minimum_cell} items or annotations, and {aligned.policy.minimum_annotators} annotators."
        )
    if old.labels is None or new.labels is None:
        yield (
            "Without both tables, rows and labels are not compared, every interval is unpaired, and it cannot be told "
            "what other items, other gold labels or other annotators have to do with a difference."
        )


def catalog_of(*sides: Side) -> dict[str, CatalogEntry]:
    """Definitions of every metric that the sides' documents hold; ours win."""
    held = [document.catalog for side in sides for document in side.documents.values()]
    return {key: entry for catalog in (*held, CATALOG) for key, entry in catalog.items()}
