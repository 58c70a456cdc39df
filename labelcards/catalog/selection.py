"""Which figures of the documents a comparison looks at.

In a pattern ``*`` stands for any name, ``<label>`` for the name of a label, ``<column>`` and ``<group>`` for a column
and a group of items or annotators, not crossed ones. What a step is, its place decides: a question, label or group may
have the name of anything else.
"""

from __future__ import annotations

from labelcards.documents.difference import Family
from labelcards.documents.figure_path import FigurePath, is_crossed, names_of

__all__ = ["family_of", "is_gap", "is_grouped", "label_place", "names_in", "rank_of"]

Pattern = tuple[str, ...]


def _patterns(text: str) -> tuple[Pattern, ...]:
    return tuple(tuple(line.split(".")) for line in text.split())


HEADLINE = _patterns("""
    quality.questions.*.agreement.overall.alpha
    quality.questions.*.gold.final.accuracy
    changes.questions.*.lift.accuracy
    quality.questions.*.gold.annotators.accuracy
    quality.questions.*.gold_checks.pass_rate
    quality.questions.*.label_errors.flagged_share
    quality.questions.*.consensus.disputed_share
    model.questions.*.overall.accuracy
    quality.questions.*.agreement.overall.fleiss_kappa
    quality.questions.*.agreement.overall.percent
    quality.questions.*.agreement.overall.gwet_ac1
    quality.questions.*.agreement.overall.gwet_ac2
    quality.questions.*.gold.dawid_skene.accuracy
    quality.questions.*.adjudication.overturn_rate
    model.questions.*.overall.f1_macro
    changes.questions.*.lift.f1_macro
    quality.work.throughput
""")
"""What a reviewer looks at, most telling first."""

DETAIL = _patterns("""
    quality.questions.*.agreement.per_label.<label>.alpha
    quality.questions.*.agreement.per_label.<label>.specific_agreement
    quality.questions.*.agreement.per_group.<column>.<group>.alpha
    quality.questions.*.labels.<label>.consensus_share
    quality.questions.*.gold.final.per_label.<label>.precision
    quality.questions.*.gold.final.per_label.<label>.recall
    quality.questions.*.gold.final.per_label.<label>.f1
    bias.questions.*.error_rate.<column>.<group>.rate
    bias.questions.*.error_rate.<column>.<group>.difference
    bias.questions.*.disagreement.<column>.<group>.rate
    bias.questions.*.label_rate.<column>.<group>.<label>.difference
    bias.questions.*.annotator_rate.<column>.<group>.<label>.difference
    bias.questions.*.cohesion.<column>.<group>.in_group_alpha
    model.questions.*.per_label.<label>.f1
    model.questions.*.per_group.<column>.<group>.accuracy
    model.questions.*.gap.<column>.accuracy_difference
""")
"""Per label and per group; groups crossed with each other stay on the bias page."""

_NAMES = ("*", "<label>", "<column>", "<group>")
_UNCROSSED = ("<column>", "<group>")


def family_of(path: FigurePath) -> Family | None:
    """The family of a figure's path (document first); None when a comparison leaves it out."""
    if any(_matches(path, pattern) for pattern in HEADLINE):
        return "headline"
    return None if _detail(path) is None else "detail"


def rank_of(path: FigurePath) -> int:
    """The place of a headline figure in the order that a reviewer reads them; details come after all of them."""
    return next((rank for rank, pattern in enumerate(HEADLINE) if _matches(path, pattern)), len(HEADLINE))


def _detail(path: FigurePath) -> Pattern | None:
    return next((pattern for pattern in DETAIL if _matches(path, pattern)), None)


def _matches(path: FigurePath, pattern: Pattern) -> bool:
    return len(path) == len(pattern) and all(
        step == wanted or (wanted in _NAMES and not (wanted in _UNCROSSED and is_crossed(step)))
        for step, wanted in zip(path, pattern, strict=True)
    )


def is_gap(path: FigurePath) -> bool:
    """Whether a figure is the gap between a group and the rest, in labels, errors or disagreement."""
    return path[0] == "bias" and path[-1] == "difference"


def is_grouped(path: FigurePath) -> bool:
    """Whether a figure that a comparison looks at is about a group, or about the groups of a column."""
    return "<column>" in (_detail(path) or ())


def label_place(path: FigurePath) -> int | None:
    """Which step names a label; None when the figure is not one of a label, or a comparison leaves it out."""
    pattern = _detail(path) or ()
    return pattern.index("<label>") if "<label>" in pattern else None


def names_in(path: FigurePath) -> dict[int, str]:
    """Place → name of a question, label, column or group, as people gave it; empty for a figure left out."""
    pattern = next((known for known in (*HEADLINE, *DETAIL) if _matches(path, known)), ())
    return {
        place: names_of(path[place])[0] if step in _UNCROSSED else path[place]
        for place, step in enumerate(pattern)
        if step in _NAMES
    }
