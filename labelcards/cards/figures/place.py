"""Where on a page a figure stands: its address, given once, and the scales that the page has drawn already."""

from __future__ import annotations

from markupsafe import Markup

from labelcards.cards.figures.axis import Axis
from labelcards.cards.figures.formatted_figure import FormattedFigure

__all__ = ["PagePlace"]


class PagePlace:
    """What the macros need to know about the page they print on; one per environment, renewed for each page.

    Attributes:
        root: the way from the page to the version's front page: empty or ``../``.
    """

    def __init__(self) -> None:
        self.start("")

    def start(self, root: str) -> None:
        """Begin a page: nothing is addressed, no scale is drawn."""
        self.root = Markup(root)  # noqa: S704 - given by labelcards
        self._addressed: set[str] = set()
        self._scales: dict[object, str] = {}

    def address(self, shown: FormattedFigure) -> str:
        """The figure's ``id`` where the page shows it first; empty when the page has it already or it has no id.

        An id may stand once on a page. The first place is the one that links from elsewhere lead to.
        """
        if not shown.id or shown.id in self._addressed:
            return ""
        self._addressed.add(shown.id)
        return shown.id

    def scale(self, axis: Axis) -> tuple[str, bool]:
        """The ``id`` of an axis's tick lines on this page, and whether they are yet to be drawn."""
        new = axis.ticks not in self._scales
        held = self._scales.setdefault(axis.ticks, f"scale-{len(self._scales) + 1}")
        return held, new
