"""What a table says, in the product's terms: annotations of one or several questions, and how they were understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from labelcards.dataset.files.table_file import FileTable
from labelcards.errors import InputError, Problem
from labelcards.inspection.answers import QuestionReading, read_question
from labelcards.inspection.arrangement import LayoutEvidence, Note, TableLayout
from labelcards.inspection.count_layouts import COUNT_LIST, COUNTS, ONE_HOT
from labelcards.inspection.identity import same_names
from labelcards.inspection.long_layout import LONG, SINGLE
from labelcards.inspection.options import Layout, ReadingOptions
from labelcards.inspection.sheet import Sheet, open_sheet, refuse
from labelcards.inspection.square_layout import CONTINGENCY
from labelcards.inspection.wide_doubts import check_shares
from labelcards.inspection.wide_layout import WIDE

__all__ = ["TABLE_LAYOUTS", "TableReading", "read_meaning"]

TABLE_LAYOUTS: Mapping[Layout, TableLayout] = {
    layout.name: layout for layout in (CONTINGENCY, COUNT_LIST, COUNTS, ONE_HOT, LONG, WIDE, SINGLE)
}
"""Name → layout, in the order in which messages list them."""


@dataclass(frozen=True, slots=True, eq=False)
class TableReading:
    """A table as it was understood.

    Attributes:
        layout: how it is laid out.
        columns: role → columns.
        left: column → why it is not used.
        questions: by the name of the column with the answers, ``label`` where several columns hold them.
        notes: what was guessed, and what to know before trusting figures.
        anonymous: whether annotators are known only as "one of those who labelled the item".
        sheet: the table's columns.
    """

    sheet: Sheet
    layout: Layout
    columns: Mapping[str, tuple[str, ...]]
    left: Mapping[str, str]
    questions: Mapping[str, QuestionReading]
    notes: tuple[Note, ...]
    anonymous: bool

    def with_notes(self, notes: tuple[Note, ...]) -> TableReading:
        """The same, with notes before its own."""
        return replace(self, notes=(*notes, *self.notes))

    @property
    def file(self) -> str:
        """The table's name, for problems."""
        return self.sheet.file


def read_meaning(table: FileTable, options: ReadingOptions | None = None) -> TableReading:
    """Read what a table means.

    What the person said wins. Else the layout is the one that fits; when two do, or none, that is an error which names
    the flags that decide. What was guessed is in `TableReading.notes`.

    Raises:
        InputError: the table cannot be read, or can be read in two ways; no problem quotes a cell that is no label.
    """
    options = options or ReadingOptions()
    sheet = open_sheet(table, options)
    if options.layout is None:
        check_shares(sheet)
    layout = TABLE_LAYOUTS[options.layout] if options.layout else _chosen(sheet)
    arranged = layout.arrange(sheet)
    answers, notes = same_names(sheet.file, arranged.answers)
    arranged = replace(arranged, answers=answers)
    totals = (Note("The last row holds totals and is left out."),) if sheet.total else ()
    notes = (*totals, *arranged.notes, *notes)
    questions: dict[str, QuestionReading] = {}
    problems: list[Problem] = []
    for name, rows in arranged.answers.items():
        try:
            questions[name] = read_question(sheet.file, name, rows, arranged, options)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return TableReading(
        sheet=sheet,
        layout=arranged.layout,
        columns=arranged.columns,
        left={**arranged.left, **dict.fromkeys(options.drop, "left out, as you said")},
        questions=questions,
        notes=(*notes, *(note for question in questions.values() for note in question.notes)),
        anonymous=arranged.anonymous,
    )


def _chosen(sheet: Sheet) -> TableLayout:
    """The layout that fits best."""
    found: list[tuple[TableLayout, LayoutEvidence]] = []
    for layout in TABLE_LAYOUTS.values():
        evidence = layout.evidence(sheet)
        if evidence is not None:
            found.append((layout, evidence))
    strongest = max((evidence.strength for _, evidence in found), default=0)
    plausible = [entry for entry in found if entry[1].strength == strongest]
    if len(plausible) == 1:
        return plausible[0][0]
    if not plausible:
        raise _nothing(sheet)
    ways = "; or ".join(f"{layout.what} ({evidence.flag})" for layout, evidence in plausible)
    message = f"The table can be read in {len(plausible)} ways: {ways}."
    raise refuse(sheet, "two-readings", message, "Say which with the flag in brackets.")


def _nothing(sheet: Sheet) -> InputError:
    """No layout fits: what was looked for and not found."""
    if sheet.told:
        LONG.arrange(sheet)
    names = ", ".join(f"'{column.name}'" for column in sheet.columns[:12]) + (" …" if len(sheet.columns) > 12 else "")
    message = "No column looks like labels."
    return refuse(sheet, "no-labels", message, f"Say which it is (--label COLUMN); the table has {names}.")
