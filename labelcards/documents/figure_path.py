"""Where a figure stands: the names from a document down to a leaf, a tuple; text only where a file or person needs it.

A name may hold anything that a manifest admits. So a path is never joined and split again inside the program. At the
edge it is written with dots, and a dot or a backslash inside a name gets a backslash in front; so does a name that is
one of the marks that stand for names in a pattern.

A column and its group are two steps that `crossed` makes, in every document: the columns of an intersection are one
step, joined by " × ", and a × inside a name is doubled. All other names stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

__all__ = ["FigurePath", "PathText", "Slot", "crossed", "is_crossed", "names_of", "parsed", "pattern_of", "written"]

FigurePath = tuple[str, ...]
"""Document, then the keys from its root to a figure or to a branch."""

_CROSS = " × "
_ESCAPED = re.compile(r"\\([.\\*{])")


class Slot(Enum):
    """A step of a pattern that stands for names: for any one, for the labels or for the group that a gate selects."""

    ANY = "*"
    LABEL = "{label}"
    GROUP = "{group}"


_SLOTS = {slot.value: slot for slot in Slot}


def written(path: Sequence[str | Slot]) -> str:
    r"""The path, or a pattern, as text for files, terminals and gates.

    >>> print(written(("bias", "questions", "help.topic", "label_rate")))
    bias.questions.help\.topic.label_rate
    """
    return ".".join(_step(step) for step in path)


def _step(name: str | Slot) -> str:
    if isinstance(name, Slot):
        return name.value
    return f"\\{name}" if name in _SLOTS else name.replace("\\", "\\\\").replace(".", "\\.")


def parsed(text: str) -> FigurePath:
    r"""The path that a text writes: the inverse of `written`; nothing at all is the path of a whole document.

    A backslash that escapes nothing is itself.

    >>> parsed(r"questions.help\.topic.agreement")
    ('questions', 'help.topic', 'agreement')
    """
    return tuple(_name(piece) for piece in _pieces(text)) if text else ()


def pattern_of(text: str) -> tuple[str | Slot, ...]:
    r"""The steps of a pattern: names, and the marks ``*``, ``{label}`` and ``{group}`` that stand for names.

    >>> pattern_of(r"labels.*.\*.share")
    ('labels', <Slot.ANY: '*'>, '*', 'share')
    """
    return tuple(_SLOTS.get(piece) or _name(piece) for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    """What stands between the dots that no backslash escapes."""
    pieces = [""]
    escaped = False
    for character in text:
        if character == "." and not escaped:
            pieces.append("")
        else:
            pieces[-1] += character
        escaped = character == "\\" and not escaped
    return pieces


def _name(piece: str) -> str:
    return _ESCAPED.sub(r"\1", piece)


def crossed(*names: str) -> str:
    """One step for groups of one column, or of several columns crossed.

    >>> crossed("region", "age"), crossed("2 × 4")
    ('region × age', '2 ×× 4')
    """
    return _CROSS.join(name.replace("×", "××") for name in names)


def names_of(step: str) -> tuple[str, ...]:
    """The names that `crossed` joined.

    >>> names_of("region × age"), names_of("2 ×× 4")
    (('region', 'age'), ('2 × 4',))
    """
    return tuple(name.replace("××", "×") for name in step.split(_CROSS))


def is_crossed(step: str) -> bool:
    """Whether a step joins several names."""
    return _CROSS in step


PathText = Annotated[
    FigurePath,
    BeforeValidator(lambda given: parsed(given) if isinstance(given, str) else given),
    PlainSerializer(written, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""A path in a document: a tuple in memory, text in the file."""
