"""Who made a label: a person alone, a person who was shown a model's suggestion, or a model.

Tools mark suggestions, but not reliably whether they were changed; the answer is therefore compared with what was
suggested wherever the export holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["ACCEPTED", "EDITED", "MACHINE_SOURCES", "MODEL", "SUGGESTED", "compared"]

ACCEPTED = "suggestion-accepted"
"""The answer is what was suggested."""

EDITED = "suggestion-edited"
"""Something else was suggested."""

SUGGESTED = "suggestion"
"""Something was suggested; the export does not say what."""

MODEL = "model"
"""Nobody looked at it."""

MACHINE_SOURCES = (ACCEPTED, EDITED, SUGGESTED, MODEL)
"""What the column ``source`` of annotations holds where a model had a part in the label."""


def compared(given: Iterable[str], suggested: Iterable[str]) -> str:
    """`ACCEPTED` where the same labels were suggested, in any order, else `EDITED`."""
    return ACCEPTED if set(given) == set(suggested) else EDITED
