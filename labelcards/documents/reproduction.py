"""Two documents that should say the same: the published one, and one computed again."""

from __future__ import annotations

from labelcards.documents.document import Part
from labelcards.documents.figure_path import PathText
from labelcards.documents.figures import Figure, MetricsDocument, leaves

__all__ = ["DocumentReproduction", "FigureMismatch", "compare_documents"]

_LEFT_OUT = "left out"
_NUMBERS = ("value", "low", "high", "n")


class FigureMismatch(Part):
    """A figure that no longer reproduces.

    Attributes:
        path: the document's name, and where the figure stands in it.
        part: what differs: ``value``, ``low``, ``high``, ``n``, or ``figure`` when one side does not have it.
        published, recomputed: what the two say; None for nothing.
        why: why a side has no value, where it has none.
    """

    path: PathText
    part: str
    published: float | None
    recomputed: float | None
    why: str = ""


class DocumentReproduction(Part):
    """One document.

    Attributes:
        document: its name.
        checked: how many published figures were recomputed.
        unchecked: how many cannot be recomputed from clean tables.
        hidden: how many a public document leaves out.
        differing: those that differ, by path.
    """

    document: str
    checked: int
    unchecked: int
    hidden: int
    differing: tuple[FigureMismatch, ...]


def compare_documents(
    published: MetricsDocument,
    again: MetricsDocument,
    tolerance: float,
    *,
    partial: bool = False,
    only: tuple[str, ...] | None = None,
) -> DocumentReproduction:
    """Compare figure by figure: value and interval up to ``tolerance``, n exactly.

    Args:
        published, again: the two documents.
        tolerance: how far two numbers may be apart.
        partial: the published document may lack figures, as public ones do.
        only: branches that can be recomputed; all when None.
    """
    before = {path: one for path, one in leaves(published.figures) if only is None or path[0] in only}
    after = dict(leaves(again.figures))
    hidden = {path for path, one in before.items() if one.value is None and (one.why or "").startswith(_LEFT_OUT)}
    paths = {*before} if partial else {*before, *after}
    found = []
    for path in sorted(paths - hidden):
        difference = _difference(before.get(path), after.get(path), tolerance)
        if difference is not None:
            part, said, now, why = difference
            place = (published.document, *path)
            found.append(FigureMismatch(path=place, part=part, published=said, recomputed=now, why=why))
    total = sum(1 for _ in leaves(published.figures))
    return DocumentReproduction(
        document=published.document,
        checked=len(before) - len(hidden),
        unchecked=total - len(before),
        hidden=len(hidden),
        differing=tuple(found),
    )


def _difference(
    old: Figure | None, new: Figure | None, tolerance: float
) -> tuple[str, float | None, float | None, str] | None:
    """Which part differs first, and how; None when the two agree."""
    if old is None or new is None:
        held = old or new
        value = held.value if held else None
        why = "it is not published" if old is None else "it is no longer measured"
        return ("figure", None, value, why) if old is None else ("figure", value, None, why)
    slack = tolerance * (1 + 1e-7)  # a difference of exactly the tolerance is not lost to binary rounding
    for part in _NUMBERS:
        a, b = getattr(old, part), getattr(new, part)
        apart = a is not None and b is not None and abs(a - b) > (slack if part != "n" else 0)
        if apart or (a is None) != (b is None):
            return part, a, b, (old.why if a is None else new.why if b is None else "") or ""
    return None
