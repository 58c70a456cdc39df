"""Figures that both documents hold, compared as if the versions were independent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from labelcards.catalog.places import family_of, is_grouped, label_place
from labelcards.compare.tables.renaming import Renaming
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair, p_of_interval, unpaired_difference
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.documents.metric_difference import Family
from labelcards.metrics.estimate import Result, Undefined

__all__ = ["selected_figures", "unpaired_metrics"]

Figures = dict[FigurePath, tuple[Family, Figure]]


def selected_figures(
    documents: Mapping[str, MetricsDocument], renaming: Mapping[str, Renaming] | None = None
) -> Figures:
    """Path (document first) → family and figure, of those that a comparison looks at.

    Args:
        documents: stage → document.
        renaming: question → old label → new label, applied to the paths.
    """
    found: Figures = {}
    for name in ("quality", "bias", "model"):
        if name in documents:
            for steps, leaf in leaves(documents[name].figures):
                path = _renamed((name, *steps), renaming or {})
                if family := family_of(path):
                    found[path] = (family, leaf)
    return found


def _renamed(path: FigurePath, renaming: Mapping[str, Renaming]) -> FigurePath:
    place = label_place(path)
    if place is None:
        return path
    label = renaming.get(path[2], {}).get(path[place], path[place])
    return (*path[:place], label, *path[place + 1 :])


def unpaired_metrics(
    old: Figures, new: Figures, incomparable: Callable[[FigurePath], str] = lambda _: ""
) -> Iterator[MetricPair]:
    """Every selected figure of either side.

    Details without an interval on both sides are left out: there is nothing to judge them by. So is what neither side
    could compute.

    Args:
        old, new: the figures.
        incomparable: path → why the two figures do not mean the same; empty when they do.
    """
    for path in sorted({*old, *new}):
        family, _ = new.get(path) or old[path]
        before, after = (side[path][1] if path in side else None for side in (old, new))
        why = incomparable(path)
        difference = Undefined(why) if why else _difference(before, after)
        p = p_of_interval(difference)
        told = bool(why) and label_place(path) is not None and not is_grouped(path)  # groups need no line each
        if (p is None and not _defined(before, after)) or (p is None and family == "detail" and not told):
            continue
        metric = (after or before or Figure(metric="", why="")).metric
        yield MetricPair(path, metric, family, FigureContrast(before, after, difference, paired=False, p=p))


def _defined(*figures: Figure | None) -> bool:
    return any(figure is not None and figure.value is not None for figure in figures)


def _difference(old: Figure | None, new: Figure | None) -> Result:
    if old is None:
        return Undefined("the old version does not have it")
    if new is None:
        return Undefined("the new version does not have it")
    return unpaired_difference(old, new)
