"""The one place that says a warning in words: the macro of its code in ``templates/warnings``, given its facts.

The sentence is plain text and holds names of the data as they are. Whoever shows it escapes it for the place: pages
print it through `labelcards.cards.escape.md`, a README through `labelcards.cards.exports.markdown.markdown`, metadata
through its ``one_line``, a terminal through `labelcards.cli.output.visible`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from labelcards.cards.environment import plain_environment, render_macro
from labelcards.catalog.warnings import WARNINGS, facts_of
from labelcards.documents.earlier_metrics import SENTENCE
from labelcards.documents.warning_record import WarningInWords, WarningRecord
from labelcards.errors import InputError, Problem

__all__ = ["WarningText", "in_words", "json_warnings", "shipped_text"]


class WarningText:
    """Says warnings in the words of the shipped templates, or of a folder of the user's own.

    Args:
        templates: a folder whose templates win over the shipped ones of the same name.
    """

    def __init__(self, templates: Path | None = None) -> None:
        self._jinja = plain_environment(templates)

    def __call__(self, warning: WarningRecord) -> str:
        """The warning as one or two plain sentences; one that an earlier labelcards wrote, as it stands.

        Raises:
            InputError: the code is of a later labelcards, or the template fails.
        """
        said = warning.facts.get(SENTENCE)
        if isinstance(said, str):
            return said
        row = WARNINGS.get(warning.code)
        if row is None:
            message = f"A warning has the code {warning.code}, which this labelcards does not know."
            raise InputError([Problem("warnings", "unknown-warning", message, "Upgrade labelcards.")])
        name = f"warnings/{row.document}.txt.jinja"
        return render_macro(self._jinja, name, warning.code.replace("-", "_"), **facts_of(warning)).strip()


@cache
def shipped_text() -> WarningText:
    """In the words of the shipped templates."""
    return WarningText()


def in_words(warnings: Iterable[WarningRecord], text: WarningText | None = None) -> tuple[WarningInWords, ...]:
    """Each warning with its sentence; as JSON ``code, about, level, facts, text``."""
    said = text or shipped_text()
    return tuple(WarningInWords(**dict(warning), text=said(warning)) for warning in warnings)


def json_warnings(warnings: Iterable[WarningRecord]) -> list[dict[str, Any]]:
    """Warnings in words, for ``--json``."""
    return [warning.model_dump(mode="json") for warning in in_words(warnings)]
