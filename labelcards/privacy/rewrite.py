"""Apply a policy to the findings of one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.merge import merge
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.operators.drop import drop
from labelcards.privacy.operators.generalize import generalize
from labelcards.privacy.operators.keep import keep
from labelcards.privacy.operators.mask import mask
from labelcards.privacy.operators.pseudonym import pseudonym
from labelcards.privacy.operators.redact import redact
from labelcards.privacy.operators.replace import replace
from labelcards.privacy.operators.surrogate import surrogate
from labelcards.privacy.policy import Policy, TextAction

__all__ = ["TextRewrite", "rewrite"]

Operator = Callable[[str, str], str | None]

_PLAIN: dict[TextAction, Operator] = {
    "replace": replace,
    "mask": mask,
    "redact": redact,
    "generalize": generalize,
    "keep": keep,
    "drop": drop,
}
_KEYED: dict[TextAction, Callable[[str, str, PseudonymKey], str]] = {"pseudonym": pseudonym, "surrogate": surrogate}


@dataclass(frozen=True, slots=True)
class TextRewrite:
    """A text after its findings were dealt with.

    Attributes:
        text: the new text, or None when the policy drops the text.
        acted: the separate findings acted on, in the old text's offsets.
        written: (start, end) of what was written for each of them, in the new text's offsets.
    """

    text: str | None
    acted: tuple[EntityFinding, ...]
    written: tuple[tuple[int, int], ...] = ()


def rewrite(text: str, findings: Iterable[EntityFinding], policy: Policy, key: PseudonymKey) -> TextRewrite:
    """The text with every finding treated as the policy says; what overlaps or continues is treated as one."""
    acted = merge(text, findings)
    pieces: list[str] = []
    written: list[tuple[int, int]] = []
    position = length = 0
    for finding in acted:
        new = _operate(text[finding.start : finding.end], finding.entity_type, policy, key)
        if new is None:
            return TextRewrite(None, acted)
        before = text[position : finding.start]
        start = length + len(before)
        pieces += (before, new)
        written.append((start, start + len(new)))
        length = start + len(new)
        position = finding.end
    pieces.append(text[position:])
    return TextRewrite("".join(pieces), acted, tuple(written))


def _operate(value: str, entity_type: str, policy: Policy, key: PseudonymKey) -> str | None:
    action = policy.action(entity_type)
    keyed = _KEYED.get(action)
    return keyed(value, entity_type, key) if keyed else _PLAIN[action](value, entity_type)
