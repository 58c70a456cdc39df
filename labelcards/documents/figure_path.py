"""Where a figure stands: the names from a document down to a leaf, a tuple; text only where a file or person needs it.

A name may hold anything that a manifest admits. So a path is never joined and split again inside the program. At the
edge it is written with dots, and a dot or a backslash inside a name gets a backslash in front. Two names that are
crossed (the groups of two columns) are one step, joined by " × "; a × inside a name is doubled there.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

__all__ = ["FigurePath", "PathText", "crossed", "is_crossed", "names_of", "parsed", "written"]

FigurePath = tuple[str, ...]
"""Document, then the keys from its root to a figure or to a branch."""

_CROSS = " × "


def written(path: FigurePath) -> str:
    r"""The path as text, for files, terminals and gates.

    >>> written(("bias", "questions", "help.topic", "label_rate"))
    'bias.questions.help\\.topic.label_rate'
    """
    return ".".join(step.replace("\\", "\\\\").replace(".", "\\.") for step in path)


def parsed(text: str) -> FigurePath:
    r"""The path that a text writes: the inverse of `written`. A backslash before any other character is itself.

    >>> parsed("questions.help\\.topic.agreement")
    ('questions', 'help.topic', 'agreement')
    """
    steps = [""]
    characters = iter(text)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            steps[-1] += following if following in (".", "\\") and following else character + following
        elif character == ".":
            steps.append("")
        else:
            steps[-1] += character
    return tuple(steps)


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
