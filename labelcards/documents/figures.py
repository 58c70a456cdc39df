"""Figures: what a metrics document holds at its leaves, and the document itself.

A metrics document is a tree of nested dicts with string keys whose leaves are `Figure`s. DVC drops lists
and nulls from metrics files, so a leaf is a dict of scalars and absent values are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator

from labelcards.documents.document import Document, Part
from labelcards.documents.earlier_metrics import facts_for_sentences
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate, Result

__all__ = ["CatalogEntry", "Figure", "FigureTree", "MetricsDocument", "figure", "find_figure", "leaves"]

DIGITS = 6


class Figure(Part):
    """One published number or the reason why there is none.

    Attributes:
        metric: the catalog key that defines it (unit, range, direction, source).
        value: rounded to 6 decimals; absent when undefined.
        low, high: the interval, absent when there is none.
        n: how many units it rests on.
        method: how the interval was made.
        why: why the value, or the interval, is absent.
        p: of a difference, between groups or versions: two-sided, by the test that the interval (if any) inverts.
        p_adjusted: of a difference between versions: after correction over its family.
        verdict: of a difference between versions; see `labelcards.documents.metric_difference`.
    """

    metric: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    method: str | None = None
    why: str | None = None
    p: float | None = None
    p_adjusted: float | None = None
    verdict: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Figure:
        if self.value is None and not self.why:
            raise ValueError("a figure without a value says why")
        return self


FigureTree = dict[str, "Figure | FigureTree"]


def figure(metric: str, result: Result) -> Figure:
    """A metric's result as a document leaf."""
    if isinstance(result, Estimate):
        return Figure(
            metric=metric,
            value=round(result.value, DIGITS),
            low=None if result.low is None else round(result.low, DIGITS),
            high=None if result.high is None else round(result.high, DIGITS),
            n=result.n,
            method=result.method or None,
            why=result.why_no_interval or None,
        )
    return Figure(metric=metric, n=result.n, why=result.why)


def leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Figure]]:
    """All figures of a tree with their paths, depth first in key order."""
    for key in sorted(tree):
        node = tree[key]
        if isinstance(node, Figure):
            yield (*path, key), node
        else:
            yield from leaves(node, (*path, key))


def find_figure(tree: Mapping[str, Any], path: tuple[str, ...]) -> Figure | None:
    """The figure of a tree at ``path``, or None."""
    node: Any = tree
    for step in path:
        if not isinstance(node, dict) or step not in node:
            return None
        node = node[step]
    return node if isinstance(node, Figure) else None


class CatalogEntry(Part):
    """What a reader must know to read a figure.

    Attributes:
        title: the name a page shows.
        definition: one sentence.
        unit: ``"share"``, ``"count"``, ``"seconds"``, ``"items/hour"``, ``"coefficient"``.
        low, high: the range, as text: ``"-1"``, ``"1"``, ``"no bound"``.
        direction: ``"higher"`` or ``"lower"`` is better, or ``"neither"``.
        source: the publication or rule the definition follows.
    """

    title: str
    definition: str
    unit: str
    low: str
    high: str
    direction: str
    source: str


class MetricsDocument(Document):
    """All figures of one stage for one label version.

    Written by the stages ``quality``, ``bias``, ``model`` and ``changes``; read by ``cards``, ``compare`` and DVC.
    The history of its schema stands in `labelcards.documents.earlier_metrics`.

    Attributes:
        document: the stage that wrote it.
        sources: input file (relative to the dataset folder) → SHA-256.
        parameters: what the figures depend on besides the inputs, seeds included.
        catalog: metric key → definition, for every metric in ``figures``.
        figures: the tree of figures.
        warnings: what to know before trusting them.
    """

    SCHEMA_VERSION: ClassVar[int] = 2
    UPGRADES: ClassVar[Mapping[int, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {1: facts_for_sentences}

    schema_version: int = 2
    document: str
    dataset: str
    version: str
    sources: dict[str, str] = Field(default_factory=dict)
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)
    catalog: dict[str, CatalogEntry] = Field(default_factory=dict)
    figures: dict[str, Any] = Field(default_factory=dict)
    warnings: list[WarningRecord] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _parse_figures(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("figures"), dict):
            return {**data, "figures": _parse_tree(data["figures"])}
        return data

    def find(self, *path: str) -> Figure | None:
        """The figure at ``path``, or None."""
        return find_figure(self.figures, path)

    def branch(self, *path: str) -> dict[str, Any]:
        """The subtree at ``path``; empty when there is none."""
        node: Any = self.figures
        for step in path:
            if not isinstance(node, dict) or step not in node:
                return {}
            node = node[step]
        return node if isinstance(node, dict) else {}


def _parse_tree(tree: Mapping[str, Any]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for key, node in tree.items():
        if isinstance(node, Figure):
            parsed[key] = node
        elif isinstance(node, Mapping) and isinstance(node.get("metric"), str):
            parsed[key] = Figure.model_validate(node)
        elif isinstance(node, Mapping):
            parsed[key] = _parse_tree(node)
        else:
            raise ValueError("a metrics tree holds only figures")
    return parsed
