"""Which labels a version could choose, as lines of its manifest: its parent's, and new values as a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labelcards.documents.label_scheme import Label, Question
from labelcards.exchange.manifest_text import scalar

__all__ = ["label_lines", "new_value_notes"]

_LISTED = 20
"""New values that are named; of more, a question with free answers is likelier than a list of labels."""


def label_lines(
    questions: Mapping[str, Question],
    inherited: Mapping[str, Sequence[Label]],
    values: Mapping[str, Mapping[str, int]],
) -> list[str]:
    """The ``labels`` of a version manifest; no lines where there is nothing to list.

    Args:
        questions: as annotators of the parent saw them.
        inherited: the parent's own labels, which hold for this version, too.
        values: question → value that is no label so far → answers; these stand there as comments, unless they differ
            from a label in case only.
    """
    few = {question: counts for question, counts in values.items() if len(counts) <= _LISTED}
    if not inherited and not few:
        return []
    lines = ["# What could be chosen in this version, where it is not what dataset.yaml lists."]
    if few:
        lines.append("# What is marked as new is no label so far: take the # away if it is one, the line if it is not.")
    lines.append("labels:" if inherited else "# labels:")
    for question in dict.fromkeys((*inherited, *few)):
        declared = questions[question]
        sign = "" if question in inherited else "# "
        order = " # in ascending order" if declared.label_kind.scale else ""
        lines.append(f"{sign}  {scalar(question)}:{order}")
        listed = inherited.get(question) or [Label(id=label) for label in declared.label_ids]
        lines += [f"{sign}    {scalar(label.id)}: {_described(label)}" for label in listed]
        folded = {label.id.casefold() for label in listed}
        new = {value: count for value, count in few.get(question, {}).items() if value.casefold() not in folded}
        lines += [f"#     {scalar(value)}: {{}} # new: {count:,} answers" for value, count in new.items()]
    return lines


def new_value_notes(values: Mapping[str, Mapping[str, int]], place: str) -> list[str]:
    """One sentence per question for whoever imports: each value once, with its count.

    Args:
        values: question → value → answers.
        place: the version manifest that proposes them.
    """
    notes = []
    for question, counts in values.items():
        named = [f"'{_short(value)}' ({count:,})" for value, count in list(counts.items())[:_LISTED]]
        rest = f" and {len(counts) - _LISTED:,} more" if len(counts) > _LISTED else ""
        advice = (
            f"Where they are labels, take the # away from `labels` in {place}, for this version alone; where they are "
            "other spellings, make them `aliases` in dataset.yaml, or correct them. Until then the pipeline stops."
            if len(counts) <= _LISTED
            else "So many are free answers rather than labels: is this the right column?"
        )
        notes.append(f"Not labels of '{question}' so far, with how many answers: {', '.join(named)}{rest}. {advice}")
    return notes


def _described(label: Label) -> str:
    said = label.model_dump(exclude={"id"}, exclude_defaults=True)
    parts = [f"{key}: {scalar(value)}" for key, value in said.items() if isinstance(value, str)]
    if label.aliases:
        parts.append(f"aliases: [{', '.join(scalar(alias) for alias in label.aliases)}]")
    return f"{{{', '.join(parts)}}}"


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
