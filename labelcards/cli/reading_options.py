"""How a table of labels is to be read: the same options for every command that reads one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

__all__ = ["reading_options"]

Command = TypeVar("Command", bound=Callable[..., Any])

LAYOUTS = ("auto", "long", "wide", "counts", "count-list", "one-hot", "contingency", "single")


class _Level(click.Choice[str]):
    """The kinds of label; looked up when shown or checked, to keep ``--help`` fast."""

    def __init__(self) -> None:
        super().__init__(())

    @property
    def choices(self) -> tuple[str, ...]:
        """Their names."""
        from labelcards.labels.registry import levels

        return levels()

    @choices.setter
    def choices(self, value: tuple[str, ...]) -> None:
        """Nothing to keep: the names are the registry's."""


_OPTIONS = (
    click.option("--item", help="Column with the items.  [default: seen from the table, and said]"),
    click.option("--annotator", help="Column with the annotators of a table with one row per annotation."),
    click.option(
        "--label",
        multiple=True,
        help="Column with the labels; repeat it for several questions. 'coder_*' means the annotators' columns.",
    ),
    click.option("--gold", help="Column with the right labels."),
    click.option("--level", type=_Level(), help="What the labels are.  [default: nominal, or sets]"),
    click.option("--labels", help="All labels that could be chosen, separated by commas, in ascending order."),
    click.option(
        "--layout",
        type=click.Choice(LAYOUTS),
        default="auto",
        show_default=True,
        help="One row per annotation, a column per annotator, counts of labels, a list of counts, a column per label, "
        "a square table of two annotators' counts, or one label per item.",
    ),
    click.option(
        "--missing",
        multiple=True,
        help="A text that means 'no answer', besides NA, null, - and the like; '' alone: not even those.",
    ),
    click.option("--ignore-case", is_flag=True, help="Labels that differ in upper and lower case only are one."),
    click.option("--separator", help="What separates the labels of a set.  [default: seen from the table]"),
    click.option("--no-header", is_flag=True, help="The first row of a CSV file is data; columns are called 1, 2, …"),
    click.option("--drop", multiple=True, help="A column to leave aside; repeat it for several."),
)
_NAMES = (
    "item",
    "annotator",
    "label",
    "gold",
    "level",
    "labels",
    "layout",
    "missing",
    "ignore_case",
    "separator",
    "no_header",
    "drop",
)


def reading_options(command: Command) -> Command:
    """Add the options; the command gets them as ``options``, a `labelcards.inspection.options.ReadingOptions`."""

    @wraps(command)
    def collected(*args: Any, **given: Any) -> Any:
        from labelcards.inspection.options import ReadingOptions

        said = {name: given.pop(name) for name in _NAMES}
        labels = said["labels"]
        options = ReadingOptions(
            item=said["item"],
            annotator=said["annotator"],
            label=said["label"],
            gold=said["gold"],
            layout=None if said["layout"] == "auto" else said["layout"],
            level=said["level"],
            labels=None if labels is None else tuple(part.strip() for part in labels.split(",") if part.strip()),
            missing=said["missing"],
            usual_missing=said["missing"] != ("",),
            ignore_case=said["ignore_case"],
            separator=said["separator"],
            drop=said["drop"],
            header=not said["no_header"],
        )
        return command(*args, options=options, **given)

    found: Any = collected
    for option in reversed(_OPTIONS):
        found = option(found)
    return found  # type: ignore[no-any-return]
