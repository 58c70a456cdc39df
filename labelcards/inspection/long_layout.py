"""A row per annotation; and, where no column says who labelled, one label per item."""

from __future__ import annotations

from collections.abc import Sequence

from labelcards.errors import InputError, Problem
from labelcards.inspection.arrangement import Arrangement, LayoutEvidence, Note, TableLayout, annotation_rows, texts
from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.dependence import depends, pairs_unique
from labelcards.inspection.names import Role, named_like
from labelcards.inspection.sheet import Sheet, missing_cells, refuse

__all__ = ["LONG", "SINGLE", "annotator_column", "item_column", "label_columns", "named_left"]

_UNIQUE = 0.9
_CLEAR = 0.98
_MOST_TRIED = 24
_STRONG = 7
"""The first names of the role ``label`` leave no doubt which of several columns is meant."""

_ASIDE: tuple[Role, ...] = ("gold", "final", "count", "text", "measure", "started_at", "submitted_at", "batch", "aside")
_NO_ITEM: tuple[Role, ...] = ("label", *(role for role in _ASIDE if role != "text"))
_PEOPLE_NEVER: tuple[Role, ...] = tuple(role for role in _ASIDE if role != "aside")
NOBODY = "annotator"
"""The name of the one annotator of a table that names none."""


def annotator_column(sheet: Sheet) -> ColumnContent | None:
    """The column that says who labelled: told, or by its name."""
    if "annotator" in sheet.told:
        return sheet.told["annotator"]
    found = [c for c in sheet.named("annotator") if c.answers and not c.textual and not c.times]
    return found[0] if found else _annotator_by_content(sheet)


def _annotator_by_content(sheet: Sheet) -> ColumnContent | None:
    """The only column that pairs up with items, each pair once, while a label repeats within items; None in doubt."""
    plain = [
        c
        for c in sheet.columns[:_MOST_TRIED]
        if c.answers
        and not c.times
        and not sheet.is_index(c)
        and not sheet.is_named(c, "label", *_PEOPLE_NEVER)
        and c not in sheet.told_labels
    ]
    items = [sheet.told["item"]] if "item" in sheet.told else [c for c in sheet.named("item") if c in plain] or plain
    found = {
        who.name: who
        for item in items
        if len(item.values) < item.filled
        for who in plain
        if who is not item
        and not who.textual
        and not sheet.is_named(who, "item")
        and 1 < len(who.values) <= len(item.values)
        and len(who.values) * 2 <= who.filled
        and pairs_unique(item, who) >= _CLEAR
        and _somebody_agrees(sheet, item, who)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _somebody_agrees(sheet: Sheet, item: ColumnContent, who: ColumnContent) -> bool:
    """Whether another column gives an item one value twice and not always the same, as labels do."""
    return any(
        pairs_unique(item, c) < _UNIQUE and not depends(c, item)
        for c in sheet.columns
        if c not in (item, who) and c.few and not sheet.is_named(c, *_ASIDE)
    )


def item_column(
    sheet: Sheet, annotator: ColumnContent | None, labels: Sequence[ColumnContent] = ()
) -> ColumnContent | None:
    """The column that says what was labelled: told; by its name; by values that pair up with annotators; the text."""
    if "item" in sheet.told:
        return sheet.told["item"]
    taken = {column.name for column in (*labels, *([annotator] if annotator else []), *sheet.told.values())}
    free = [c for c in sheet.columns if c.name not in taken and c.answers]
    named = [c for c in sheet.named("item") if c in free and not c.times]
    if named:
        return max(named, key=lambda c: _key_score(sheet, c, annotator, named.index(c)))
    if annotator is None:
        plain = (c for c in free if c.unique and not c.textual and not c.times)
        return next((c for c in plain if not sheet.is_named(c, "label", *_ASIDE)), None)
    repeated = [
        c
        for c in free
        if not c.times
        and not sheet.is_named(c, *_NO_ITEM)
        and len(c.values) < c.filled
        and len(c.values) > len(annotator.values) / 2
        and pairs_unique(c, annotator) >= _UNIQUE
    ]
    ids = [c for c in repeated if not c.textual and not sheet.is_named(c, "text")]
    texts_ = [c for c in repeated if c not in ids]
    if ids:
        return max(ids, key=lambda c: len(c.values))
    return texts_[0] if texts_ else None


def _key_score(
    sheet: Sheet, column: ColumnContent, annotator: ColumnContent | None, rank: int
) -> tuple[bool, bool, int, int]:
    """An item's column pairs up with annotators, repeats where they share items, and decides the most other columns."""
    if annotator is None:
        return column.unique, False, 0, -rank
    repeats = len(column.values) < column.filled
    dependent = sum(depends(other, column) for other in sheet.columns[:200])
    return pairs_unique(column, annotator) >= _UNIQUE, repeats, dependent, -rank


def label_columns(sheet: Sheet, item: ColumnContent | None, annotator: ColumnContent | None) -> list[ColumnContent]:
    """The columns that may hold answers: those told; else by their names; else the ones that vary within items."""
    told = list(sheet.told_labels)
    if told:
        return told
    taken = {column.name for column in (item, annotator) if column is not None}
    free = [c for c in sheet.columns if c.name not in taken and not sheet.is_index(c) and not c.times]
    named = [c for c in sheet.named("label") if c in free and not c.textual]
    strong = [c for c in named if (named_like(c.name, "label") or 0) < _STRONG]
    if strong or named:
        return strong[:1] or named
    return [c for c in _varying(sheet, item, annotator) if c in free]


def named_left(sheet: Sheet, used: Sequence[ColumnContent]) -> dict[str, str]:
    """ColumnContent → why it is not used, for all columns that are not."""
    reasons = {
        "text": "a text",
        "gold": "a gold label",
        "final": "a final label",
        "measure": "a measurement",
        "started_at": "a time",
        "submitted_at": "a time",
    }
    left: dict[str, str] = {}
    names = {column.name for column in used}
    for column in sheet.columns:
        if column.name in names:
            continue
        role = next((role for role in reasons if sheet.is_named(column, role)), None)  # type: ignore[arg-type]
        if sheet.is_index(column):
            left[column.name] = "the number of the row"
        elif role is not None:
            left[column.name] = reasons[role]
        else:
            left[column.name] = "a text" if column.textual else "a time" if column.times else "not needed"
    return left


def _long_evidence(sheet: Sheet) -> LayoutEvidence | None:
    if sheet.options.pattern:
        return None
    annotator = annotator_column(sheet)
    if annotator is None:
        return None
    item = item_column(sheet, annotator, sheet.told_labels)
    labels = label_columns(sheet, item, annotator)
    if not labels and "annotator" not in sheet.told:
        return None
    return LayoutEvidence(
        1 if "annotator" in sheet.told or item is not None else 0, flag=f"--annotator {_quoted(annotator.name)}"
    )


def _arrange_long(sheet: Sheet) -> Arrangement:
    annotator = annotator_column(sheet)
    item = item_column(sheet, annotator, sheet.told_labels)
    labels = label_columns(sheet, item, annotator)
    problems = [
        _no_column(sheet, role)
        for role, found in (("item", item), ("annotator", annotator), ("label", labels))
        if not found
    ]
    if problems:
        raise InputError(problems)
    assert item is not None and annotator is not None  # noqa: S101, PT018 - what the problems say
    if len(labels) > 1 and not sheet.told_labels:
        raise _several_questions(sheet, labels)
    blanks = [*missing_cells(sheet, item, "item"), *missing_cells(sheet, annotator, "annotator")]
    if blanks:
        raise InputError(blanks)
    who, what = texts(annotator), texts(item)
    answers = {label.name: annotation_rows(what, who, texts(label), sheet.rows) for label in labels}
    columns = {"item": (item.name,), "annotator": (annotator.name,), "label": tuple(c.name for c in labels)}
    left = named_left(sheet, [item, annotator, *labels])
    notes = (*_long_notes(sheet, item, annotator, labels), *_other_questions(sheet, item, annotator, labels))
    return Arrangement("long", answers, columns, left, notes)


def _other_questions(
    sheet: Sheet, item: ColumnContent, annotator: ColumnContent, labels: Sequence[ColumnContent]
) -> list[Note]:
    """Columns that could be questions, too: they differ among annotators of an item and have few values."""
    if sheet.told_labels:
        return []
    names = [c.name for c in _varying(sheet, item, annotator) if c not in labels][:8]
    return [Note(f"'{name}' may be another question, and is not read.", f"--label '{name}'") for name in names]


def _varying(sheet: Sheet, item: ColumnContent | None, annotator: ColumnContent | None) -> list[ColumnContent]:
    return [
        c
        for c in sheet.columns
        if c not in (item, annotator)
        and c.few
        and len(c.answers) > 1
        and not (sheet.is_index(c) or c.times or sheet.is_named(c, *_ASIDE))
        and not (item is not None and annotator is not None and depends(c, item))
        and not (annotator is not None and depends(c, annotator))
    ]


def _long_notes(
    sheet: Sheet, item: ColumnContent, annotator: ColumnContent | None, labels: Sequence[ColumnContent]
) -> tuple[Note, ...]:
    notes = []
    if "item" not in sheet.told:
        notes.append(Note(f"'{item.name}' is read as the item.", "--item COLUMN"))
    if annotator is not None and "annotator" not in sheet.told:
        notes.append(Note(f"'{annotator.name}' is read as the annotator.", "--annotator COLUMN"))
    if not sheet.told_labels:
        notes += [Note(f"'{label.name}' is read as the label.", "--label COLUMN") for label in labels]
    return tuple(notes)


def _single_evidence(sheet: Sheet) -> LayoutEvidence | None:
    if sheet.options.pattern or annotator_column(sheet) is not None:
        return None
    item = item_column(sheet, None, sheet.told_labels)
    labels = label_columns(sheet, item, None)
    if not labels or (len(labels) > 1 and not sheet.told_labels):
        return None
    return LayoutEvidence(1 if sheet.told_labels else 0, flag=f"--label {_quoted(labels[0].name)}")


def _arrange_single(sheet: Sheet) -> Arrangement:
    item = item_column(sheet, None, sheet.told_labels)
    labels = label_columns(sheet, item, None)
    if not labels:
        raise InputError([_no_column(sheet, "label")])
    if len(labels) > 1 and not sheet.told_labels:
        raise _several_questions(sheet, labels)
    notes: list[Note] = []
    if item is None:
        what = sheet.row_names
        notes.append(Note("No column names the items; each row is one.", "--item COLUMN"))
    else:
        problems = missing_cells(sheet, item, "item")
        if problems:
            raise InputError(problems)
        what = texts(item)
        if len(item.values) < item.filled:
            message = "An item has several labels, and no column says who gave them."
            raise refuse(sheet, "no-annotators", message, "Give --annotator COLUMN.", item.name)
        notes += _long_notes(sheet, item, None, [])
    if not sheet.told_labels:
        notes.append(Note(f"'{labels[0].name}' is read as the label.", "--label COLUMN"))
    notes.append(Note("No column says who labelled: the labels are read as one annotator's.", "--annotator COLUMN"))
    answers = {label.name: annotation_rows(what, NOBODY, texts(label), sheet.rows) for label in labels}
    used = [*labels, *([item] if item is not None else [])]
    columns = {"item": (item.name,) if item is not None else (), "label": tuple(c.name for c in labels)}
    return Arrangement("single", answers, columns, named_left(sheet, used), tuple(notes))


def _no_column(sheet: Sheet, role: str) -> Problem:
    names = ", ".join(f"'{column.name}'" for column in sheet.columns[:12])
    more = " …" if len(sheet.columns) > 12 else ""
    message = f"No column for the {role} was found."
    return Problem(sheet.file, "missing-column", message, f"Give --{role} COLUMN; the table has {names}{more}.")


def _several_questions(sheet: Sheet, labels: Sequence[ColumnContent]) -> InputError:
    flags = " or ".join(f"--label {_quoted(column.name)}" for column in labels[:8])
    message = "Several columns may hold the labels."
    return refuse(sheet, "several-questions", message, f"Give {flags}.")


def _quoted(name: str) -> str:
    return f"'{name}'" if not name.replace("_", "").isalnum() else name


LONG = TableLayout("long", "one row per annotation", _long_evidence, _arrange_long)
SINGLE = TableLayout("single", "one label per item, of one annotator", _single_evidence, _arrange_single)
