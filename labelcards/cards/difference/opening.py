"""What stands above the figures: signs on how the version was made, and columns that another policy hides less."""

from __future__ import annotations

from collections.abc import Sequence

from labelcards.cards.difference.lines import SignLine
from labelcards.cards.difference.shorten import shorten
from labelcards.cards.sign_text import SignText, mapping_text
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.signs import Sign
from labelcards.documents.table_changes import SettingChange
from labelcards.documents.warning_record import Fact

__all__ = ["declared_mapping", "policy_changes", "sign_lines"]

_LONGEST = 600
_MOST_INTEGRITY, _MOST_MECHANICAL = 6, 3
"""So many signs stand above the verdicts; the others stand below them."""
_LONGEST_MAPPING, _FULL = 4_000, 40
_FEW = 0.1
"""Least share of shared items whose number of answers changed, to stand there."""
_EFFECTS = ("less", "more", "other")


def sign_lines(document: DifferenceDocument, say: SignText) -> tuple[list[SignLine], list[SignLine]]:
    """The signs in words: those that must be looked at before any figure, and the others."""
    titles = {one.question: shorten(one.title) for one in document.questions}
    several = len(titles) > 1
    lines = {
        place: SignLine(
            integrity=sign.concern == "integrity",
            question=titles.get(sign.question, shorten(sign.question)) if several else "",
            text=shorten(say(sign), _LONGEST) + _looked_up(sign),
        )
        for place, sign in enumerate(document.signs)
    }
    telling = [place for place, sign in enumerate(document.signs) if _matters(sign)]
    first = [place for place in telling if lines[place].integrity][:_MOST_INTEGRITY]
    first += [place for place in telling if not lines[place].integrity][:_MOST_MECHANICAL]
    return [lines.pop(place) for place in first], list(lines.values())


def _looked_up(sign: Sign) -> str:
    """Where to look, for insiders; the public has no ids."""
    return f" See {', '.join(shorten(one, 40) for one in sign.internal)}." if sign.internal else ""


def _matters(sign: Sign) -> bool:
    """Whether a reader must know it before any figure: not a vote more on a few items, nor gold that was only added."""
    facts = sign.facts
    if sign.code == "votes-per-item":
        touched, items = (sum(_number(facts[name]) for name in names) for names in (("fewer", "more"), ("items",)))
        return touched >= _FEW * items
    if sign.code == "gold-changed":
        return bool(facts["dropped"] or facts["flipped"])
    return sign.level == "warning"


def _number(fact: Fact) -> float:
    return float(fact) if isinstance(fact, int | float) else 0.0


def declared_mapping(signs: Sequence[Sign], cap: int) -> str:
    """YAML that declares suspected renames, mergers and splits; empty without any.

    Empty as well where it is too long for ``cap`` entries per list, or where a name holds what cannot be shown, such as
    marks that turn the direction of writing.
    """
    room = _LONGEST_MAPPING * min(1, cap / _FULL)
    if sum(len(name) for sign in signs for old, new in sign.mapping.items() for name in (old, *new)) > room:
        return ""
    text = mapping_text(signs)
    shown = all(letter.isprintable() or letter == "\n" for letter in text)
    return text if shown and len(text) <= room else ""


def policy_changes(document: DifferenceDocument) -> tuple[list[SettingChange], list[SettingChange]]:
    """Columns that show less or more than before, those that are hidden less first; and settings of the detectors."""
    settings = [one for one in document.policy if one.name.startswith("anonymize.")]
    columns = [one for one in document.policy if not one.name.startswith("anonymize.")]
    return sorted(columns, key=lambda one: (_EFFECTS.index(one.effect), one.name)), settings
