"""The answers of one question: which texts are missing, which are one label, what kind they are, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.errors import LISTED, InputError, Problem
from labelcards.inspection.arrangement import Arrangement, Note
from labelcards.inspection.options import ReadingOptions
from labelcards.inspection.scales import known_order
from labelcards.inspection.sets import EMPTY, only_entry, read_sets, repeats_within, split_set
from labelcards.labels.kind import SEPARATOR, LabelKind
from labelcards.labels.missing import MissingMarkers
from labelcards.labels.numbers import as_number, number_text
from labelcards.labels.reading import LabelDomain, Misfit
from labelcards.labels.registry import CATEGORIES, SETS, STEPS, kind_named, levels
from labelcards.labels.spelling import same_value, tidy, variants

__all__ = ["QuestionReading", "read_question"]

_HIGHEST_STEP = 10
"""Beyond this, whole numbers are codes or counts rather than steps of a scale."""

_MOST_NAMED = 50
"""With more distinct answers none is quoted."""

BELOW = "below-zero"
"""The code of the misfit of a negative number on a ratio scale."""

_CONTINUOUS = 20
"""Numbers with more distinct values, some of them not whole, are measured rather than chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class QuestionReading:
    """One question.

    Attributes:
        name: the column, or ``label``.
        kind: what the answers are.
        labels: the labels that could be chosen, in the kind's order; empty for numbers.
        counts: answer → how often, in the kind's order.
        missing: text that means "no answer" → how often it stands there; empty cells are not among them.
        blank: how many cells are empty.
        frame: rows ``item, annotator, label, row``; ``label`` is the canonical answer, NA where there is none.
        notes: what was guessed about the answers.
        scale: the steps of an ordinal scale that the answers may be on, unused ones included; empty when nothing says
            so, or a person said what they are.
    """

    name: str
    kind: LabelKind
    labels: tuple[str, ...]
    counts: Mapping[str, int]
    missing: Mapping[str, int]
    blank: int
    frame: pd.DataFrame
    notes: tuple[Note, ...]
    scale: tuple[str, ...] = ()


def read_question(
    file: str, name: str, rows: pd.DataFrame, arranged: Arrangement, options: ReadingOptions
) -> QuestionReading:
    """Read the answers of one question.

    Raises:
        InputError: a marker may be a label, answers may be sets or not, the order of an ordinal scale is unknown, an
            answer is not of the kind or not among the labels that were listed.
    """
    return _QuestionReader(file, name, rows, arranged, options).read()


class _QuestionReader:
    """Settles missing markers, spelling, kind and order, in this order."""

    def __init__(
        self, file: str, name: str, rows: pd.DataFrame, arranged: Arrangement, options: ReadingOptions
    ) -> None:
        self.file, self.name, self.rows, self.arranged, self.options = file, name, rows, arranged, options
        self.notes: list[Note] = []
        self.codes, distinct = pd.factorize(rows["label"])
        self.values = [str(value) for value in distinct]
        counted = np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)).tolist()
        self.counts = dict(zip(self.values, counted, strict=True))
        named = [] if options.labels is None else [tidy(label) for label in options.labels]
        same = same_value(named)
        self.listed = None if options.labels is None else tuple(dict.fromkeys(same[label] for label in named))
        given = same_value(arranged.labels or ())
        self.given = None if arranged.labels is None else tuple(dict.fromkeys(given.values()))

    def read(self) -> QuestionReading:
        """The question."""
        blank = int((self.codes < 0).sum())
        missing = self._missing()
        present = {value: count for value, count in self.counts.items() if value not in missing}
        kind, meaning = self._meaning(present)
        meaning |= dict.fromkeys(missing)
        table = np.array([*(meaning[value] for value in self.values), None], dtype=object)
        frame = self.rows.assign(label=pd.Series(table[self.codes], index=self.rows.index, dtype=object))
        counts: dict[str, int] = {}
        for value, count in present.items():
            answer = meaning[value]
            counts[str(answer)] = counts.get(str(answer), 0) + count
        labels = self._labels(kind, counts)
        ordered = kind.order(counts) if not kind.exclusive else labels
        return QuestionReading(
            name=self.name,
            kind=kind,
            labels=labels,
            counts={answer: counts[answer] for answer in ordered if answer in counts},
            missing=missing,
            blank=blank,
            frame=frame,
            notes=tuple(self.notes),
            scale=self._scale(kind, counts),
        )

    def _scale(self, kind: LabelKind, counts: Mapping[str, int]) -> tuple[str, ...]:
        """The steps that numbers stand for: whole ones from the lowest to the highest, three at least."""
        if self.options.level is not None or kind is not CATEGORIES or self.given is not None:
            return ()
        numbers = [as_number(label) for label in counts]
        if not numbers or any(n is None or not n.is_integer() or abs(n) > _HIGHEST_STEP for n in numbers):
            return ()
        low, high = (int(bound(n for n in numbers if n is not None)) for bound in (min, max))
        steps = tuple(str(step) for step in range(low, high + 1))
        if (
            len(steps) <= 2
            or low not in (0, 1)
            or 2 * len(counts) < len(steps)
            or (self.listed is not None and self.listed != steps)
        ):
            return ()
        text = f"The answers of '{self.name}' are whole numbers from {low} to {high}: steps of a scale, or names?"
        self.notes.append(Note(text, "--level ordinal"))
        return steps

    def _missing(self) -> dict[str, int]:
        told = frozenset(filter(None, map(tidy, self.options.missing)))
        declared = frozenset(self.listed or ()) | frozenset(self.given or ())
        markers = MissingMarkers(told, self.options.usual_missing, declared)
        doubtful = markers.doubtful(self.counts)
        if doubtful is not None:
            message = f"'{doubtful}' stands in {self.counts[doubtful]:,} cells: no answer, or a label?"
            remedy = f"Give --missing '{doubtful}', or list it in --labels."
            raise self._refused("doubtful-marker", message, remedy)
        found = markers.found(self.counts)
        alone = {value: entry for value in self.counts if value not in found and (entry := only_entry(value))}
        found |= {value: self.counts[value] for value, entry in alone.items() if markers.is_marker(entry)}
        for marker, count in found.items():
            self.notes.append(
                Note(f"'{marker}' in {count:,} cells of '{self.name}' is read as no answer.", "--missing ''")
            )
        return found

    def _meaning(self, present: Mapping[str, int]) -> tuple[LabelKind, dict[str, str | None]]:
        """The kind, and text → canonical answer."""
        kind = self._kind(present)
        if kind.separator is not None:
            sets = self._sets(present)
            self._refuse_others(kind, sets)
            return kind, sets
        same = same_value(present, ignore_case=self.options.ignore_case)
        same = self._as_listed(same) if self.listed is not None else same
        merged = len(same) - len(set(same.values()))
        if merged:
            text = f"{merged:,} spellings of labels of '{self.name}' are read as another's: equal numbers or words."
            self.notes.append(Note(text))
        self._say_variants(present, same)
        answers = kind.canonical(list(same.values()))
        self._refuse_others(kind, dict(zip(present, answers, strict=True)))
        return kind, dict(zip(present, answers, strict=True))

    def _kind(self, present: Mapping[str, int]) -> LabelKind:
        told = self.options.level
        if told is not None and told not in levels():
            known = levels()
            raise self._refused(
                "unknown-level", "The level is unknown.", f"Use {', '.join(known[:-1])} or {known[-1]}."
            )
        if told is not None:
            kind = kind_named(told)
            if self.listed is not None and not kind.lists_labels:
                message = f"Labels are listed, and {kind.name} answers are numbers, not labels."
                raise self._refused("labels-of-numbers", message, "Leave out --labels, or give --level ordinal.")
            return kind
        if self.arranged.sets:
            return SETS
        listed = set(self.listed or ()) | set(self.given or ())
        if repeats_within(present):
            message = "Some cells hold several annotators' answers, or records: a label stands in one of them twice."
            raise self._refused("several-answers", message, "Write one row per annotation, with a column for who.")
        sets = read_sets(
            {value: count for value, count in present.items() if value not in listed}, self.options.separator
        )
        if sets is not None and not sets.certain:
            message = "Some answers look like several labels in one cell, and some do not."
            remedy = f"Give --level multilabel --separator '{sets.separator}', or --level nominal."
            raise self._refused("doubtful-sets", message, remedy)
        if sets is not None:
            self.notes.append(Note(f"The answers of '{self.name}' are read as sets of labels.", "--level nominal"))
            return SETS
        numbers = {as_number(value) for value in present}
        if len(numbers) > _CONTINUOUS and None not in numbers and any(n is not None and n % 1 for n in numbers):
            message = f"The answers are {len(numbers):,} different numbers, not all of them whole: measured or chosen?"
            raise self._refused("doubtful-level", message, "Give --level interval, or --level nominal.")
        return CATEGORIES

    def _sets(self, present: Mapping[str, int]) -> dict[str, str | None]:
        if self.arranged.sets:
            return {
                value: SEPARATOR.join(sorted(value.split(SEPARATOR))) if value != EMPTY else EMPTY for value in present
            }
        sets = read_sets(present, self.options.separator)
        parts = sets.sets if sets is not None else {value: split_set(value) for value in present}
        names = dict.fromkeys(label for found in parts.values() for label in found)
        same = same_value(names, ignore_case=self.options.ignore_case)
        same = self._as_listed(same) if self.listed is not None else same
        self._say_variants(dict.fromkeys(same.values(), 0), {name: name for name in same.values()})
        return {
            value: SETS.joined([same[label] for label in found]) if found else EMPTY for value, found in parts.items()
        }

    def _as_listed(self, same: Mapping[str, str]) -> dict[str, str]:
        """Spellings resolved to the labels that the person listed: equal, equal as numbers, or equal but for case."""
        listed = self.listed or ()
        numbers = {number_text(number): label for label in listed if (number := as_number(label)) is not None}
        folded = {label.casefold(): label for label in listed} if self.options.ignore_case else {}
        resolved = {}
        for value, spelling in same.items():
            number = as_number(spelling)
            as_numeral = numbers.get(number_text(number)) if number is not None else None
            resolved[value] = (
                spelling if spelling in listed else as_numeral or folded.get(spelling.casefold(), spelling)
            )
        return resolved

    def _say_variants(self, present: Mapping[str, int], same: Mapping[str, str]) -> None:
        doubtful = variants({same[value]: 0 for value in present})
        if doubtful and len(present) > _MOST_NAMED:  # so many answers may be texts, which are not shown
            text = f"{len(doubtful):,} answers of '{self.name}' differ from another one in spelling only."
            self.notes.append(Note(text, "--ignore-case", doubtful=True))
            return
        for group in doubtful[:LISTED]:
            names = " and ".join(f"'{value}'" for value in group)
            text = f"{names} are different labels of '{self.name}', and may be one in two spellings."
            self.notes.append(Note(text, "--ignore-case", doubtful=True))

    def _refuse_others(self, kind: LabelKind, answers: Mapping[str, str | None]) -> None:
        allowed = {EMPTY, *(self.listed or ())} if self.listed is not None and kind.lists_labels else None
        bad = [
            v for v, a in answers.items() if a is None or (allowed is not None and not set(kind.parts(a)) <= allowed)
        ]
        if not bad:
            return
        number = kind.scale == "number"
        code, what = ("bad-number", "not a number") if number else ("bad-answer", f"not {kind.name}")
        remedy = "Correct it, name it with --missing, or use --level nominal."
        if allowed is not None:
            code, what, remedy = (
                "unknown-label",
                "none of those listed",
                "Correct it, or add it to --labels, or to --missing.",
            )
        below = [v for v in bad if isinstance(m := kind.reader(LabelDomain(self.name))(v), Misfit) and m.code == BELOW]
        if below:
            count = sum(self.counts[value] for value in below)
            message = f"{count:,} labels are below zero, which a ratio scale does not have."
            raise self._refused(BELOW, message, "Use --level interval, or correct them.")
        table = np.array([value in set(bad) for value in self.values] + [False])
        wrong = self.rows[table[self.codes]]
        wide = self.arranged.layout == "wide"
        columns = wrong["annotator"] if wide else pd.Series(self.name, index=wrong.index)
        problems = [
            Problem(self.file, code, f"The label is {what}.", remedy, int(row), str(column))
            for row, column in zip(wrong["row"][:LISTED], columns[:LISTED], strict=True)
        ]
        if len(wrong) > LISTED:
            message = f"{len(wrong) - LISTED:,} more labels are {'not numbers' if number else what}."
            problems.append(Problem(self.file, code, message, remedy))
        raise InputError(problems)

    def _labels(self, kind: LabelKind, counts: Mapping[str, int]) -> tuple[str, ...]:
        if self.listed is not None:
            return self.listed
        if not kind.lists_labels:
            return ()
        if kind.separator is not None:
            seen = dict.fromkeys(part for answer in counts if answer != EMPTY for part in kind.parts(answer))
            given = self.given or ()
            return kind.order([*seen, *(label for label in given if label not in seen)])
        if self.given is not None and set(counts) <= set(self.given):
            return self.given
        return self._ascending(counts) if kind.scale == "level" else STEPS.order(counts)

    def _ascending(self, counts: Mapping[str, int]) -> tuple[str, ...]:
        order = known_order(list(counts))
        if order is None:
            message = "The labels are words whose order is not known."
            raise self._refused("unknown-order", message, "Give --labels LOWEST,…,HIGHEST.")
        if any(as_number(label) is None for label in order):
            listing = " < ".join(order)
            self.notes.append(Note(f"The order of '{self.name}' is read as {listing}.", "--labels LOWEST,…,HIGHEST"))
        return order

    def _refused(self, code: str, message: str, remedy: str) -> InputError:
        column = None if self.name == "label" and self.arranged.layout != "long" else self.name
        return InputError([Problem(self.file, code, message, remedy, column=column)])
