"""The table of places: every branch of every document, who may see it, and which of its figures are looked at.

A branch is a path whose steps are names, ``*`` (any name), or places:

- ``<items>``, ``<annotators>``: two steps, a column and a value, which name a group of items or of annotators,
- ``<label>``: one step, a label; ``<slice>``: one step, a part of the data such as a batch or a month,
- ``<axis>``: one step, a column whose groups a figure sums up.

Whatever follows belongs to the branch. A branch that is not here is for insiders and nobody looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from labelcards.documents.figure_path import parsed

__all__ = ["BASE_UNITS", "BRANCHES", "UNIT_MARGINS", "Branch", "Kind", "Plot", "Size", "WatchedFigure"]

Kind = Literal["open", "pooled", "person", "linked", "group", "axis", "records"]
Size = Literal["value", "n", "annotations", "events"]

UNIT_MARGINS: Mapping[str, float] = MappingProxyType(
    {"share": 0.01, "difference of shares": 0.02, "coefficient": 0.02, "difference": 0.02}
)
"""Unit → the difference that begins to matter in practice: a percentage point of right labels, .02 of alpha, two
percentage points of a gap between groups. Conventions, to be set to what an error costs: ``changes.margins``."""

BASE_UNITS = frozenset({"items", "annotators"})
"""Units whose hidden groups are hidden everywhere, because they are the people behind the data."""


@dataclass(frozen=True, slots=True)
class Plot:
    """How a figure of a question stands among the numbers and plots of a data set.

    Attributes:
        name: what ``metrics.json`` calls it.
        trend: its place among the figures whose course over the versions is drawn; 0 for none.
        title: what the trend calls it; the metric's own title when empty.
    """

    name: str
    trend: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class WatchedFigure:
    """A figure of a branch that a comparison of versions looks at.

    Attributes:
        steps: where it stands below the branch.
        rank: its place among the headline figures, most telling first; 0 for a detail (per label or per group).
        name: what ``changes.json`` calls its difference; empty when the difference stands elsewhere.
        about: what a line about it says besides the metric's title and the names in its path.
        title: what a line calls it instead of the metric's title; ``{label}`` is the label of the path.
        plot: how it is plotted; None when it is not.
        aspect: what a headline figure is a sign of. Several figures of one aspect are one piece of news: the first in
            rank that could be compared counts.
        margin: a difference smaller than this does not matter in practice; None takes its unit's (`UNIT_MARGINS`).
    """

    steps: tuple[str, ...]
    rank: int = 0
    name: str = ""
    about: str = ""
    title: str = ""
    plot: Plot | None = None
    aspect: str = ""
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of one document.

    Attributes:
        document, steps: where.
        kind: ``open`` to all; ``pooled`` over annotators, open if there are enough of them; ``person``: about single
            people, never public; ``linked``: about groups of two versions at once, never public, because one version's
            figure would give the other's; ``group``: open if the group is large enough; ``axis``: open if no group of
            the column is hidden; ``records``: counts of rare records, open if none is small.
        unit: tables of groups with the same unit count the same things, and hide the same groups; of an axis, the
            side that its column belongs to.
        size: how many units a group's figures rest on: a count's own value, the figures' n, n annotations in terms of
            items, or the number of items that have a label.
        whole: show all cells or none, because they are linked to each other in more ways than their totals.
        watched: the figures that a comparison of versions looks at.
    """

    document: str
    steps: tuple[str, ...]
    kind: Kind
    unit: str = ""
    size: Size = "n"
    whole: bool = False
    watched: tuple[WatchedFigure, ...] = ()

    @property
    def grouped(self) -> bool:
        """Whether its figures are about groups, or about the groups of a column."""
        return self.kind in ("group", "axis")


def _branch(
    document: str,
    kind: Kind,
    *patterns: str,
    unit: str = "",
    size: Size = "n",
    whole: bool = False,
    watched: tuple[WatchedFigure, ...] = (),
) -> tuple[Branch, ...]:
    return tuple(
        Branch(document, parsed(pattern.replace(" ", ".")), kind, unit, size, whole, watched) for pattern in patterns
    )


def _headline(
    steps: str, rank: int, aspect: str, name: str = "", *, about: str = "", plot: Plot | None = None
) -> WatchedFigure:
    return WatchedFigure(parsed(steps) if steps else (), rank, name, about, plot=plot, aspect=aspect)


def _detail(steps: str, *, about: str = "", title: str = "") -> WatchedFigure:
    return WatchedFigure(parsed(steps), about=about, title=title)


_Q = "questions.*"

_QUALITY = (
    *_branch("quality", "open", "counts", f"{_Q}.repeated", f"{_Q}.imbalance"),
    *_branch(
        "quality",
        "open",
        f"{_Q}.adjudication",
        watched=(_headline("overturn_rate", 14, "adjudication", "overturn_rate"),),
    ),
    *_branch(
        "quality",
        "open",
        f"{_Q}.consensus",
        watched=(_headline("disputed_share", 7, "agreement", "disputed_share", plot=Plot("disputed_share", 3)),),
    ),
    *_branch(
        "quality",
        "open",
        f"{_Q}.label_errors",
        watched=(_headline("flagged_share", 6, "suspected errors", "flagged_share", plot=Plot("flagged_share", 4)),),
    ),
    *_branch("quality", "open", f"{_Q}.labels", watched=(_detail("<label>.consensus_share"),)),
    *_branch(
        "quality",
        "open",
        f"{_Q}.agreement.overall",
        watched=(
            _headline("alpha", 1, "agreement", "alpha", plot=Plot("alpha", 1)),
            _headline("fleiss_kappa", 9, "agreement", "fleiss_kappa"),
            _headline("percent", 10, "agreement", "percent", plot=Plot("agreement_percent")),
            _headline("gwet_ac1", 11, "agreement", "gwet_ac1"),
            _headline("gwet_ac2", 12, "agreement", "gwet_ac2"),
        ),
    ),
    *_branch(
        "quality",
        "open",
        f"{_Q}.agreement.per_label",
        watched=(_detail("<label>.alpha"), _detail("<label>.specific_agreement")),
    ),
    *_branch("quality", "open", f"{_Q}.agreement.balance", f"{_Q}.agreement.two_way", f"{_Q}.agreement.weighted"),
    *_branch("quality", "open", f"{_Q}.detectable"),
    *_branch(
        "quality",
        "open",
        f"{_Q}.gold",
        watched=(
            _headline(
                "final.accuracy",
                2,
                "accuracy",
                "gold_accuracy",
                about="final labels",
                plot=Plot("gold_accuracy", 2, "Accuracy of final labels"),
            ),
            _headline("dawid_skene.accuracy", 13, "accuracy", "dawid_skene_accuracy", about="Dawid–Skene consensus"),
            *(
                _detail(f"final.per_label.<label>.{score}", about="final labels")
                for score in ("precision", "recall", "f1")
            ),
        ),
    ),
    *_branch(
        "quality",
        "pooled",
        f"{_Q}.gold.annotators",
        watched=(
            _headline(
                "accuracy", 4, "annotators", "annotators_accuracy", about="annotators", plot=Plot("annotator_accuracy")
            ),
        ),
    ),
    *_branch("quality", "open", f"{_Q}.gold_checks.pass_rate", watched=(_headline("", 5, "annotators", "pass_rate"),)),
    *_branch("quality", "pooled", "work", watched=(_headline("throughput", 17, "work"),)),
    *_branch("quality", "pooled", f"{_Q}.confusion"),
    *_branch("quality", "person", f"{_Q}.annotators", f"{_Q}.agreement.per_annotator", f"{_Q}.agreement.per_pair"),
    *_branch("quality", "group", f"{_Q}.agreement.per_group <items>", unit="items", watched=(_detail("alpha"),)),
    *_branch("quality", "group", f"{_Q}.agreement.per_batch <slice>", f"{_Q}.agreement.per_month <slice>"),
    *_branch("quality", "group", f"{_Q}.gold_checks.per_batch <slice>"),
)

_BIAS = (
    *_branch("bias", "group", "representation.items <items>", unit="items", size="value"),
    *_branch("bias", "group", "representation.annotators <annotators>", unit="annotators", size="value"),
    *_branch("bias", "group", "representation.coverage <annotators> <items>", size="value"),
    *_branch("bias", "axis", "representation.items <items>.p_value", unit="items"),
    *_branch("bias", "axis", "representation.annotators <annotators>.p_value", unit="annotators"),
    *_branch("bias", "open", f"{_Q}.intersections"),
    *_branch("bias", "group", f"{_Q}.disagreement <items>", unit="items", watched=(_detail("rate"),)),
    *_branch("bias", "group", f"{_Q}.label_level <items>", unit="items"),
    *_branch("bias", "group", f"{_Q}.annotator_level <annotators>"),
    *_branch(
        "bias",
        "group",
        f"{_Q}.error_rate <items>",
        unit="gold",
        size="annotations",
        watched=(_detail("rate"), _detail("difference", title="Error rate")),
    ),
    *_branch(
        "bias",
        "group",
        f"{_Q}.label_rate <items> <label>",
        size="events",
        watched=(_detail("difference", title="Share of label {label}"),),
    ),
    *_branch(
        "bias",
        "group",
        f"{_Q}.annotator_rate <annotators> <label>",
        watched=(_detail("difference", title="How often {label} is given"),),
    ),
    *_branch("bias", "group", f"{_Q}.annotator_error <annotators> <items>", size="annotations"),
    *_branch("bias", "group", f"{_Q}.annotator_dissent <annotators> <items>", size="annotations"),
    *_branch("bias", "group", f"{_Q}.cohesion <annotators>", unit="annotators", watched=(_detail("in_group_alpha"),)),
    *_branch("bias", "axis", f"{_Q}.diversity <axis>", unit="annotators"),
)

_SCORES = (
    _headline(
        "accuracy", 8, "model", "model_accuracy", about="model", plot=Plot("model_accuracy", 5, "Accuracy of the model")
    ),
    _headline("f1_macro", 15, "model", "model_f1_macro", about="model"),
)
_ON_LABELS = (_detail("<label>.f1", about="model"),)
_ON_GROUPS = (_detail("accuracy", about="model"),)
_GAPS = (_detail("accuracy_difference", about="model gap"),)


def _of_model(root: str, *, watched: bool) -> tuple[Branch, ...]:
    """The branches of one model; comparisons look at the built-in one, which every version has."""

    def only(figures: tuple[WatchedFigure, ...]) -> tuple[WatchedFigure, ...]:
        return figures if watched else ()

    return (
        *_branch("model", "open", f"{root}.overall", watched=only(_SCORES)),
        *_branch("model", "open", f"{root}.per_label", watched=only(_ON_LABELS)),
        *_branch("model", "open", f"{root}.confusion", f"{root}.data", f"{root}.consensus.overall"),
        *_branch("model", "group", f"{root}.per_group <items>", unit="gold", watched=only(_ON_GROUPS)),
        *_branch("model", "group", f"{root}.per_group <items>.per_label <label>", whole=True),
        *_branch("model", "group", f"{root}.per_group <items>.errors <label>", whole=True),
        *_branch("model", "group", f"{root}.consensus.per_group <annotators>"),
        *_branch("model", "axis", f"{root}.gap <axis>", unit="items", watched=only(_GAPS)),
    )


_REST = (
    *_branch(
        "changes",
        "open",
        "counts",
        *(f"{_Q}.{part}" for part in ("composition", "detectable", "difference", "flipped", "flow", "needed", "whole")),
    ),
    *_branch(
        "changes",
        "open",
        f"{_Q}.lift",
        watched=(
            _headline("accuracy", 3, "lift", about="accuracy"),
            _headline("f1_macro", 16, "lift", about="f1 macro"),
        ),
    ),
    *_branch("changes", "linked", f"{_Q}.gaps"),
    *_branch("answers", "open", "datasheet", "modelcard"),
    *_branch("anonymization", "open", "texts", "rows", "intake", "residual", "detection"),
    *_branch("anonymization", "group", "findings <slice>", size="value"),
    *_branch("anonymization", "group", "detection.types <slice>"),
    *_branch("anonymization", "records", "disclosure.*"),
)

BRANCHES: tuple[Branch, ...] = (
    *_QUALITY,
    *_BIAS,
    *_of_model(_Q, watched=True),
    *_of_model("predictions.*", watched=False),
    *_REST,
)
"""Every branch that a page, a comparison or a published document knows."""
