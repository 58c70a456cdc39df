"""The one table of warnings: reason code → document, level and the facts that its sentence is made of.

A warning is made by `warned`, which holds it against its row, and worded by the macro of its code in
``templates/warnings/<document>.jinja``, whose arguments are the facts. Sentences about a difference between groups
share most of their facts, and the rows say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.catalog.facts import FactKind, stated_facts
from labelcards.documents.earlier_metrics import SENTENCE
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.warning_record import Fact, Level, WarningRecord

__all__ = ["WARNINGS", "WarningRow", "facts_of", "order_of", "warned"]


@dataclass(frozen=True, slots=True)
class WarningRow:
    """What is known of a warning.

    Attributes:
        document: whose warning it is, and the template that words it; ``public`` for notes on what a document for the
            public lacks.
        level: ``note`` or ``warning``.
        facts: name → kind, in the order in which warnings of one code about one figure are shown.
    """

    document: str
    level: Level
    facts: Mapping[str, FactKind]


_QUALITY = "quality"
_BIAS = "bias"
_MODEL = "model"
_PRIVACY = "anonymization"

_GROUP: dict[str, FactKind] = {"column": "name", "value": "name"}
_TEST: dict[str, FactKind] = {
    "n": "count",
    "difference": "number",
    "low": "number or none",
    "high": "number or none",
    "p": "probability",
}
_RATE: dict[str, FactKind] = {"rate": "number or none", **_TEST}
_BLIND: dict[str, FactKind] = {**_GROUP, "item_column": "name", "item_value": "name", **_RATE}
_LABEL: dict[str, FactKind] = {**_GROUP, "label": "name", **_RATE}
_SCALE: dict[str, FactKind] = {**_GROUP, "scale": "name", **_RATE}
_EACH: dict[str, FactKind] = {**_GROUP, **_RATE}
_POPULATION: dict[str, FactKind] = {
    "side": "name", **_GROUP, "population": "name", "share": "number", "expected": "number", **_TEST,
}  # fmt: skip


def _row(document: str, level: Level = "warning", /, **facts: FactKind) -> WarningRow:
    return WarningRow(document, level, facts)


WARNINGS: dict[str, WarningRow] = {
    # quality: agreement
    "no-annotations": _row(_QUALITY),
    "single-annotator": _row(_QUALITY, annotations="count"),
    "no-overlap": _row(_QUALITY, items="count", annotators="count"),
    "thin-overlap": _row(_QUALITY, multiply_annotated="count", items="count"),
    "one-label": _row(_QUALITY),
    "rare-label": _row(_QUALITY, "note", items="count", multiply_annotated="count"),
    "prevalence-paradox": _row(
        _QUALITY, percent="number", fleiss_kappa="number", largest_label_share="number", gwet_ac1="number"
    ),
    "separate-annotators": _row(_QUALITY, annotators="count", groups="count", largest_group="count"),
    "model-suggested": _row(
        _QUALITY, labels="count", annotations="count", share="number", accepted="count", edited="count", made="count"
    ),
    # quality: consensus
    "gold-adjudicated": _row(_QUALITY, "note", items="count"),
    "gold-favours-another": _row(
        _QUALITY,
        method="name",
        better="name",
        scale="name",
        n="count",
        gain="number",
        low="number or none",
        high="number or none",
        p="probability",
    ),
    "not-converged": _row(_QUALITY, "note", method="name", iterations="count"),
    "overconfident": _row(_QUALITY, method="name", confidence="number", accuracy="number", highest="number"),
    "repeated-annotations": _row(_QUALITY, "note", annotations="count"),
    "thin-consensus": _row(_QUALITY, multiply_annotated="count", items="count"),
    # quality: annotators
    "annotator-constant": _row(
        _QUALITY, annotator="name", observed="number", n="count", expected="number", p="probability"
    ),
    "annotator-copying": _row(
        _QUALITY, annotator="name", partner="name", observed="number", n="count", expected="number", p="probability"
    ),
    "annotator-cyclic": _row(
        _QUALITY, annotator="name", observed="number", n="count", expected="number", p="probability"
    ),
    "annotator-drift": _row(_QUALITY, annotator="name", expected="number", observed="number", p="probability"),
    "annotator-too-fast": _row(_QUALITY, annotator="name", observed="number", expected="number", p="probability"),
    # quality: labels and items
    "conflicting-duplicates": _row(_QUALITY, conflicting="count", pairs="count"),
    "missing-predictions": _row(_QUALITY, missing="count", items="count"),
    "no-probabilities": _row(_QUALITY, "note"),
    "rare-final-labels": _row(_QUALITY, items="count", labels="names", counts="counts", rare="count"),
    # bias: who and what is there
    "over-represented": _row(_BIAS, "note", **_POPULATION),
    "sampled-blind-spots": _row(_BIAS, "note", used="count", annotations="count"),
    "thin-coverage": _row(
        _BIAS, "note", pairs="count", all_pairs="count", column="name", item_column="name", minimum="count"
    ),
    "too-many-groups": _row(_BIAS, "note", column="name", groups="count", most="count"),
    "under-represented": _row(_BIAS, **_POPULATION),
    "unnamed-group": _row(_BIAS, "note", side="name", **_GROUP),
    # bias: differences between groups
    "annotator-group-blind-spot": _row(_BIAS, **_EACH),
    "annotator-group-dissent": _row(_BIAS, **_EACH),
    "annotator-group-level": _row(_BIAS, **_SCALE),
    "annotator-group-rate": _row(_BIAS, **_LABEL),
    "blind-spot": _row(_BIAS, **_BLIND),
    "dissent": _row(_BIAS, **_BLIND),
    "explained-by-mix": _row(
        _BIAS, "note", **_GROUP, label="name", stratum="name", difference="number", adjusted="number"
    ),
    "group-association": _row(_BIAS, **_GROUP, in_group="number", cross_group="number", **_TEST, annotators="count"),
    "item-group-disagreement": _row(_BIAS, **_EACH),
    "item-group-error": _row(_BIAS, **_EACH),
    "label-level": _row(_BIAS, **_SCALE),
    "label-rate": _row(_BIAS, **_LABEL),
    "unstable-gai": _row(_BIAS, "note", **_GROUP, cross_group="number"),
    "unstable-permutation": _row(_BIAS, "note", **_GROUP, unstable="number"),
    # model
    "gold-without-prediction": _row(_MODEL, "note", missing="count", items="count"),
    "model-group-distance": _row(_MODEL, **_EACH),
    "model-group-error": _row(_MODEL, **_EACH),
    "model-group-false-alarms": _row(_MODEL, **_LABEL),
    "model-group-lean": _row(_MODEL, **_EACH),
    "model-group-misses": _row(_MODEL, **_LABEL),
    "no-baseline": _row(_MODEL, "note", question="name", why="name"),
    "no-predicted-gold": _row(_MODEL),
    "own-model": _row(_MODEL, "note", source="name"),
    "thin-gold": _row(_MODEL, "note", minimum="count", labels="names"),
    "unmatched-predictions": _row(_MODEL, items="count"),
    # anonymization
    "looks-personal": _row(_PRIVACY, values="count", column="name"),
    "text-control-character": _row(_PRIVACY, texts="count"),
    "text-dropped-by-policy": _row(_PRIVACY, texts="count"),
    "text-recognizer-failed": _row(_PRIVACY, texts="count"),
    "text-too-long": _row(_PRIVACY, texts="count"),
    "text-too-many-findings": _row(_PRIVACY, texts="count"),
    "values-withheld": _row(_PRIVACY, values="count", column="name"),
    # what a document for the public lacks
    "suppressed": _row("public", "note", figures="count"),
    "withheld": _row("public", "note", warnings="count"),
}
"""Code → row."""


def warned(code: str, about: FigurePath, /, **facts: Any) -> WarningRecord:
    """A warning of a known code.

    Args:
        code: a key of `WARNINGS`.
        about: path of the figure or branch, without the document.
        facts: as the row declares them; ``None`` for a number that there is none of. Numbers are rounded as figures
            are, to 6 decimals; those below 1 that are no p-values keep 6 digits.

    Raises:
        KeyError: the code is not in the table.
        TypeError: a fact is missing, not declared or of another kind.
    """
    row = WARNINGS[code]
    return WarningRecord(
        code=code,
        about=about,
        level=row.level,
        facts=stated_facts(code, row.facts, facts),
    )


def facts_of(warning: WarningRecord) -> dict[str, Fact | None]:
    """All facts that the code declares, ``None`` for a number that there is none of; as they are for unknown codes."""
    row = WARNINGS.get(warning.code)
    if row is None or SENTENCE in warning.facts:
        return dict(warning.facts)
    return {name: warning.facts.get(name) for name in row.facts}


def order_of(warning: WarningRecord) -> tuple[Any, ...]:
    """Sorts warnings of one code: by what they are about, then by their facts in the order of the row."""
    held = facts_of(warning).values()
    return warning.about, tuple((fact is not None, type(fact).__name__, fact) for fact in held)
