"""Which figures of the documents a comparison looks at."""

from __future__ import annotations

from labelcards.documents.difference import Family

__all__ = ["family_of", "is_gap", "names_label", "rank_of"]

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
    quality.questions.*.agreement.per_label.*.alpha
    quality.questions.*.agreement.per_label.*.specific_agreement
    quality.questions.*.agreement.per_group.*.*.alpha
    quality.questions.*.labels.*.consensus_share
    quality.questions.*.gold.final.per_label.*.precision
    quality.questions.*.gold.final.per_label.*.recall
    quality.questions.*.gold.final.per_label.*.f1
    bias.questions.*.error_rate.*.*.rate
    bias.questions.*.error_rate.*.*.difference
    bias.questions.*.disagreement.*.*.rate
    bias.questions.*.label_rate.*.*.*.difference
    bias.questions.*.annotator_rate.*.*.*.difference
    bias.questions.*.cohesion.*.*.in_group_alpha
    model.questions.*.per_label.*.f1
    model.questions.*.per_group.*.*.accuracy
    model.questions.*.gap.*.accuracy_difference
""")
"""Per label and per group; groups crossed with each other stay on the bias page."""

_LABELLED = ("per_label", "labels", "label_rate", "annotator_rate")


def family_of(path: Pattern) -> Family | None:
    """The family of a figure's path (document first); None when a comparison leaves it out."""
    if any(" × " in step for step in path):
        return None
    if any(_matches(path, pattern) for pattern in HEADLINE):
        return "headline"
    return "detail" if any(_matches(path, pattern) for pattern in DETAIL) else None


def rank_of(path: Pattern) -> int:
    """The place of a headline figure in the order that a reviewer reads them; details come after all of them."""
    return next((rank for rank, pattern in enumerate(HEADLINE) if _matches(path, pattern)), len(HEADLINE))


def _matches(path: Pattern, pattern: Pattern) -> bool:
    return len(path) == len(pattern) and all(wanted in ("*", step) for step, wanted in zip(path, pattern, strict=True))


def is_gap(path: str) -> bool:
    """Whether a figure is the gap between a group and the rest, in labels, errors or disagreement."""
    steps = path.split(".")
    return steps[0] == "bias" and steps[-1] == "difference"


def names_label(path: Pattern) -> bool:
    """Whether a step of the path may be the name of a label."""
    return any(step in _LABELLED for step in path)
