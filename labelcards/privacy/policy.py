"""What is done with each entity type found in free text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from labelcards.errors import InputError, Problem

__all__ = ["Policy", "TextAction"]

TextAction = Literal["replace", "mask", "redact", "pseudonym", "surrogate", "generalize", "keep", "drop"]
"""``drop`` withholds the whole text that holds such an entity; the other actions change the finding only."""

_ACTIONS: tuple[str, ...] = get_args(TextAction)


@dataclass(frozen=True, slots=True)
class Policy:
    """An action per entity type, and one for all others.

    Attributes:
        default: the action for types that are not named.
        actions: entity type → action.
    """

    default: TextAction = "replace"
    actions: Mapping[str, TextAction] = field(default_factory=dict)

    @classmethod
    def from_params(cls, params: Mapping[str, object], *, file: str = "params.yaml") -> Policy:
        """Read ``{default: replace, PERSON: pseudonym, …}``.

        Raises:
            InputError: an action or entity type that does not exist; all problems at once.
        """
        problems = [_problem(file, name) for name, action in params.items() if action not in _ACTIONS]
        problems += [
            Problem(
                file,
                "entity-type",
                "An entity type is written in capitals and underscores.",
                "Run `labelcards detect --json` on a text to see the names of the types.",
                column=f"anonymize.policy.{name}",
            )
            for name in params
            if name != "default" and not _is_type_name(name)
        ]
        if problems:
            raise InputError(problems)
        actions = {name: cast("TextAction", action) for name, action in sorted(params.items()) if name != "default"}
        default = cast("TextAction", params.get("default", "replace"))
        return cls(default, actions)

    def action(self, entity_type: str) -> TextAction:
        """The action for an entity type."""
        return self.actions.get(entity_type, self.default)

    def uses(self, action: TextAction) -> bool:
        """Whether any type, or the default, has this action."""
        return action == self.default or action in self.actions.values()

    def parameters(self) -> dict[str, str]:
        """The policy as flat parameters for a metrics document."""
        named: dict[str, str] = {f"policy.{name}": action for name, action in sorted(self.actions.items())}
        return named | {"policy.default": self.default}


def _is_type_name(name: str) -> bool:
    return bool(name) and name.replace("_", "A").isalnum() and name.isascii() and name.upper() == name


def _problem(file: str, name: str) -> Problem:
    return Problem(
        file,
        "text-action",
        "The action does not exist.",
        f"Use one of {', '.join(_ACTIONS)}.",
        column=f"anonymize.policy.{name}",
    )
