"""Flat rows for ``dvc plots`` and plain numbers for ``dvc metrics``, from the documents of a data set's versions.

DVC compares files by name between Git revisions, so these files have names that stay: they show a data set's newest
version, and how its figures moved over all versions. What a document could not compute has no row here; the document
says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from labelcards.catalog.metrics import CATALOG
from labelcards.catalog.places import plotted
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.documents.manifest import DatasetManifest

__all__ = ["VersionDocuments", "headline_numbers", "plot_files"]

Row = dict[str, str | float | int]
Path = tuple[str, ...]

CONFUSION_ROWS = 5_000
"""DVC's template counts rows, one per answer; more answers than this are scaled down to about as many."""

_COUNTS = ("items", "annotations", "annotators", "gold_items")
_PLOTTED = plotted()
"""Name → figure of a question among the data set's numbers."""


@dataclass(frozen=True)
class VersionDocuments:
    """A label version with the documents that exist."""

    version: str
    documents: Mapping[str, MetricsDocument]

    def find(self, document: str, *path: str) -> Figure | None:
        """The figure if it has a value."""
        held = self.documents.get(document)
        figure = held.find(*path) if held else None
        return figure if figure is not None and figure.value is not None else None

    def branch(self, document: str, *path: str) -> dict[str, object]:
        """The subtree at ``path``; empty when there is none."""
        held = self.documents.get(document)
        return held.branch(*path) if held else {}


def headline_numbers(manifest: DatasetManifest, newest: VersionDocuments) -> dict[str, object]:
    """Counts, and per question its headline figures, as plain numbers; what is undefined is left out."""
    counts = {name: newest.find("quality", "counts", name) for name in _COUNTS}
    numbers: dict[str, object] = {name: int(found.value or 0) for name, found in counts.items() if found}
    for question in manifest.questions:
        figures = {name: _of_question(newest, question, name) for name in _PLOTTED}
        held = {name: found.value for name, found in figures.items() if found}
        if held:
            numbers[question] = held
    return numbers


def _of_question(version: VersionDocuments, question: str, name: str) -> Figure | None:
    document, root, _, *steps = _PLOTTED[name].pattern
    return version.find(document, root, question, *steps)


def plot_files(manifest: DatasetManifest, versions: tuple[VersionDocuments, ...]) -> dict[str, list[Row]]:
    """File name → rows, for every plot; a plot without figures has no rows.

    Args:
        manifest: titles and the order of questions and labels.
        versions: oldest first, at least one.
    """
    newest = versions[-1]
    return {
        "agreement": list(_agreement(manifest, newest)),
        "annotators": list(_annotators(manifest, newest)),
        "confusion": list(_confusion(manifest, newest)),
        "labels": list(_labels(manifest, newest)),
        "trend": list(_trend(manifest, versions)),
    }


def _row(figure: Figure, /, **about: str | int) -> Row:
    """A figure with its ends; without an interval both ends are the value."""
    value = figure.value or 0.0
    low = value if figure.low is None else figure.low
    high = value if figure.high is None else figure.high
    return {**about, "value": value, "low": low, "high": high, "n": figure.n or 0}


def _agreement(manifest: DatasetManifest, newest: VersionDocuments) -> Iterator[Row]:
    """Every agreement coefficient of every question."""
    document = newest.documents.get("quality")
    for question, declared in manifest.questions.items():
        for steps, figure in leaves(newest.branch("quality", "questions", question, "agreement", "overall")):
            entry = document.catalog.get(figure.metric) if document else None
            if len(steps) == 1 and figure.value is not None and entry and entry.unit in ("coefficient", "share"):
                yield _row(figure, figure=f"{declared.title}: {entry.title}", question=question)


def _labels(manifest: DatasetManifest, newest: VersionDocuments) -> Iterator[Row]:
    """The share of each label among final labels."""
    for question, declared in manifest.questions.items():
        for label in declared.labels:
            share = newest.find("quality", "questions", question, "labels", label.id, "consensus_share")
            if share:
                yield _row(share, figure=f"{declared.title}: {label.title or label.id}", question=question)


def _annotators(manifest: DatasetManifest, newest: VersionDocuments) -> Iterator[Row]:
    """Each annotator's shrunk accuracy on the headline question, best first."""
    branch = newest.branch("quality", "questions", manifest.headline, "annotators")
    found = {
        who: newest.find("quality", "questions", manifest.headline, "annotators", who, "accuracy_shrunk")
        for who in branch
    }
    held = {who: figure for who, figure in found.items() if figure}
    for who in sorted(held, key=lambda name: (-(held[name].value or 0.0), name)):
        yield _row(held[who], figure=who, question=manifest.headline)


def _confusion(manifest: DatasetManifest, newest: VersionDocuments) -> Iterator[Row]:
    """One row per annotators' answer to a gold item of the headline question: the gold label and the answer."""
    question = manifest.questions[manifest.headline]
    titles = {label.id: label.title or label.id for label in question.labels}
    cells = [
        (steps[0], steps[1], int(figure.value))
        for steps, figure in leaves(newest.branch("quality", "questions", manifest.headline, "confusion"))
        if len(steps) == 3 and figure.value
    ]
    factor = min(1.0, CONFUSION_ROWS / max(1, sum(count for *_, count in cells)))
    for gold, answer, count in cells:
        row: Row = {"gold": titles.get(gold, gold), "answer": titles.get(answer, answer)}
        yield from [row] * max(1, round(count * factor))


def _trend(manifest: DatasetManifest, versions: tuple[VersionDocuments, ...]) -> Iterator[Row]:
    """Headline figures of every version, with the version's place in the row of versions."""
    plots = [looked.watched.plot for looked in _PLOTTED.values() if looked.watched.plot]
    drawn = sorted((plot for plot in plots if plot.trend), key=lambda plot: plot.trend)
    for question, declared in manifest.questions.items():
        for plot in drawn:
            for order, version in enumerate(versions, start=1):
                figure = _of_question(version, question, plot.name)
                if figure:
                    about = f"{declared.title}: {plot.title or CATALOG[figure.metric].title}"
                    yield _row(figure, figure=about, question=question, version=version.version, order=order)
