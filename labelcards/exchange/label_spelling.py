"""Labels of tools as tables can hold them: one line of text without the bar that joins the labels of a set."""

from __future__ import annotations

from labelcards.labels.kind import EMPTY_SET, SEPARATOR

__all__ = ["LabelSpelling"]


class LabelSpelling:
    """Finds a text for every label; different labels have different texts.

    Attributes:
        barred: how many labels had bars.
    """

    def __init__(self) -> None:
        self.barred = 0
        self._texts: dict[str, str] = {}
        self._taken: set[str] = set()

    def spell(self, value: str) -> str:
        """The label in one line; a bar becomes a slash, or another mark where the text is another label's."""
        label = " ".join("".join(" " if ord(mark) < 32 or ord(mark) == 127 else mark for mark in value).split())
        self.barred += SEPARATOR in label
        if label not in self._texts:
            text = self._free("[ ]" if label == EMPTY_SET else label.replace(SEPARATOR, "/"))
            self._taken.add(text)
            self._texts[label] = text
        return self._texts[label]

    def _free(self, text: str) -> str:
        tried = text
        while tried in self._taken:
            tried += "'"
        return tried
