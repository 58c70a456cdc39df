"""A `DifferenceDocument` as plain, formatted text that the Markdown template and the terminal lay out.

The view caps every list, so that a comment stays readable and short whatever the data; the JSON document has
everything.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.difference.lines import DifferenceView, GuidelineLine
from labelcards.cards.difference.metric_line import metric_line
from labelcards.cards.difference.opening import declared_mapping, policy_changes, sign_lines
from labelcards.cards.difference.question_view import question_view, row_text
from labelcards.cards.difference.sentences import DifferenceSentences
from labelcards.cards.difference.shorten import capped, shorten
from labelcards.cards.sign_text import SignText, shipped_sign_text
from labelcards.catalog.places import is_gap, rank_of
from labelcards.documents.difference import DifferenceDocument, GateChange, SideName
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.metric_difference import VERDICTS, MetricDifference, by_estimand
from labelcards.documents.table_changes import GuidelineChange, SchemaChange

__all__ = ["difference_view"]

LINE = 300
HEADLINES = 10
GAPS = 12


def difference_view(document: DifferenceDocument, cap: int, templates: Path | None = None) -> DifferenceView:
    """The view with at most ``cap`` entries in every folded list.

    Args:
        document: what differs.
        cap: how long lists are.
        templates: a folder of the user's own templates, whose sentences win.
    """
    say = shipped_sign_text() if templates is None else SignText(templates)
    first, further = sign_lines(document, say)
    few = max(2, min(cap, HEADLINES))
    words = DifferenceSentences(templates)
    columns, settings = policy_changes(document)
    headline = sorted((one for one in document.metrics if one.family != "detail"), key=_worst_first)
    leading = [one for one in headline if one.family == "headline"]
    (labels, beside), (all_labels, all_beside) = by_estimand(leading), by_estimand(headline)
    details = [one for one in document.metrics if one.family == "detail"]
    gaps = [one for one in details if is_gap(one.path) and one.judged.p_adjusted is not None]
    gaps.sort(key=_most_telling_first)
    details = [one for one in details if not is_gap(one.path)]
    advice = document.advice
    return DifferenceView(
        dataset=document.dataset,
        old=_side(document.old),
        new=_side(document.new),
        note=shorten(document.note, 2 * LINE),
        signs=tuple(first),
        further=capped(further, cap, lambda line: line),
        withheld=document.signs_withheld,
        mapping=declared_mapping(document.signs, cap),
        undeclared=any(sign.mapping for sign in document.signs),
        mapping_file=f"versions/{shorten(document.new.version)}.yaml",
        privacy=capped(columns, few, words.policy),
        settings=capped(settings, min(cap, HEADLINES), words.policy),
        sentences=words(document),
        verdicts=tuple(document.verdicts.items()),
        whole=tuple(document.whole.items()),
        compared=sum(document.verdicts.values()),
        leading=capped(labels, few, metric_line),
        beside=capped(beside, few, metric_line),
        parted=any(one.composition is not None for one in labels[:few]),
        evident=capped([one for one in leading if one.evident], HEADLINES, metric_line),
        headline=capped(all_labels, cap, metric_line),
        headline_beside=capped(all_beside, cap, metric_line),
        detail=capped([one for one in details if one.evident], cap, metric_line),
        details_compared=len(details),
        gaps=capped(gaps, min(cap, GAPS), metric_line),
        gaps_changed=sum(one.evident for one in gaps),
        items=row_text(document.items),
        annotations=row_text(document.annotations),
        questions=tuple(
            question_view(one, cap, {sign.code for sign in document.signs if sign.question == one.question})
            for one in document.questions[: max(cap, 1)]
        ),
        schema=capped(document.schema_changes, few, _schema),
        guidelines=capped(document.guidelines, cap, lambda one: _guideline(one, cap)),
        gates=capped(document.gates, few, _gate),
        level=advice.level,
        proposed=advice.proposed,
        declared=advice.declared,
        fit=advice.fit,
        reasons=capped(advice.reasons, 5, lambda text: shorten(text, 120)),
        notes=tuple(shorten(note, LINE) for note in document.notes),
        erratum=document.erratum if len(document.erratum) < 40 * max(cap, 1) else "",
        empty=document.empty,
    )


def _worst_first(one: MetricDifference) -> tuple[int, int, FigurePath]:
    return VERDICTS.index(one.verdict), rank_of(one.path), one.path


def _most_telling_first(one: MetricDifference) -> tuple[bool, float, float, FigurePath]:
    judged = one.judged
    return not one.evident, judged.p_adjusted or 0.0, -abs(judged.difference.value or 0.0), one.path


def _side(name: SideName) -> str:
    version = shorten(name.version)
    if name.revision is None:
        return version if name.given == name.version else f"{shorten(name.given)} ({version})"
    return f"{version} at {shorten(name.given.removesuffix(':' + name.version))} ({name.revision[:10]})"


def _schema(one: SchemaChange) -> str:
    names = " → ".join(dict.fromkeys(filter(None, (one.old, one.new))))
    return f"{one.kind}: {shorten(names, 120)} ({shorten(one.question, 30)})"


def _gate(one: GateChange) -> str:
    problem = f" ({shorten(one.problems[0], 150)})" if one.problems else ""
    return f"{one.gate}: {one.old} → {one.new}{problem}"


def _guideline(one: GuidelineChange, cap: int) -> GuidelineLine:
    place = " · ".join(shorten(step) for step in (one.question, one.label, one.part) if step)
    removed, added = (
        capped(lines, min(cap, 20), lambda text: shorten(text, LINE)) for lines in (one.removed, one.added)
    )
    return GuidelineLine(place, removed, added)
