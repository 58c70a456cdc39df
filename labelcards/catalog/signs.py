"""The one table of signs: reason code → what it concerns, level and the facts that its sentence is made of.

A sign is made by `signed`, which holds it against its row, and worded by the macro of its code in
``templates/signs/<concern>.txt.jinja``, whose arguments are the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.catalog.facts import FactKind, stated_facts
from labelcards.documents.signs import Sign, SignConcern
from labelcards.documents.warning_record import Fact, Level

__all__ = ["MOST_IDS", "SIGNS", "SignRow", "about_few_people", "sign_facts", "signed"]

MOST_IDS = 5
"""So many ids at most stand in a sign."""


@dataclass(frozen=True, slots=True)
class SignRow:
    """What is known of a sign.

    Attributes:
        concern: the list it stands in, and the template that words it.
        level: ``note`` or ``warning``.
        facts: name → kind.
    """

    concern: SignConcern
    level: Level
    facts: Mapping[str, FactKind]


def _row(concern: SignConcern, level: Level = "warning", /, **facts: FactKind) -> SignRow:
    return SignRow(concern, level, facts)


_TEST: dict[str, FactKind] = {"p": "probability"}
_MAPPING: dict[str, FactKind] = {"old": "names", "new": "names", "answers": "count", "share": "number", "unit": "name"}
_EXCHANGE: dict[str, FactKind] = {"annotators": "count", "answers": "count", "share": "number", "usual": "number"}
_COPIES: dict[str, FactKind] = {"copies": "count", "texts": "count", "items": "count", "expected": "number", **_TEST}

SIGNS: dict[str, SignRow] = {
    # mechanical: figures move although nobody labels better
    "votes-per-item": _row(
        "mechanical", "warning", items="count", fewer="count", more="count", old="number", new="number",
        old_disputed="number or none", new_disputed="number or none", compared="count",
        old_rarefied="number or none", new_rarefied="number or none",
    ),
    "chosen-by-dispute": _row(
        "mechanical", touched="count", touched_disputed="number", others="count", others_disputed="number", **_TEST
    ),
    "changes-on-disputed": _row(
        "mechanical", changes="count", on_agreed="count", expected="number", disputed="number", **_TEST
    ),
    "label-renamed": _row("mechanical", **_MAPPING),
    "labels-merged": _row("mechanical", **_MAPPING),
    "label-split": _row("mechanical", **_MAPPING),
    "other-annotators": _row(
        "mechanical", "warning", kept="count", left="count", came="count", items="count",
        old_share="number", new_share="number",
    ),
    "gold-changed": _row(
        "mechanical", "warning", dropped="count", gone="count", added="count", flipped="count", kept="count",
        flipped_right="count",
    ),
    "gold-added": _row("mechanical", "note", added="count", kept="count"),
    "gold-dropped-harder": _row(
        "mechanical", dropped="count", dropped_right="number", kept="count", kept_right="number", **_TEST
    ),
    # integrity: something happened to the tables; what makes the others look wrong stands first
    "ids-respelled": _row("integrity", what="name", how="name", hits="count", removed="count", added="count"),
    "items-renamed": _row("integrity", hits="count", removed="count", added="count"),
    "annotator-renamed": _row("integrity", **_EXCHANGE),
    "annotators-exchanged": _row("integrity", **_EXCHANGE),
    "labels-exchanged": _row("integrity", old="names", new="names", answers="count", share="number"),
    "labels-shifted": _row("integrity", of="name", rows="count", hits="count", n="count", own="count", **_TEST),
    "texts-exchanged": _row("integrity", hits="count", edited="count", shared="count", **_TEST),
    "gold-text-copied": _row("integrity", gold="count", **_COPIES),
    "texts-repeated": _row("integrity", **_COPIES),
    "new-texts-repeated": _row("integrity", **_COPIES),
    "rows-doubled": _row("integrity", doubled="count", before="count", answers="count"),
    "gold-copied-changes": _row(
        "integrity", items="count", gold="count", expected="number", changes="count", landed="count", others="count",
        **_TEST,
    ),
    "gold-copied-answers": _row(
        "integrity", annotators="count", right="count", answers="count", expected="number", **_TEST
    ),
    "one-direction": _row(
        "integrity", old="name", new="name", hits="count", flow="count", own="count", exposure="number",
        usual="number", **_TEST,
    ),
    "time-kept": _row("integrity", kept="count", changed="count"),
    "time-moved-back": _row("integrity", back="count", changed="count"),
    "times-offset": _row("integrity", "note", answers="count", seconds="number"),
}  # fmt: skip
"""Code → row, in the order in which they are listed."""


def signed(
    code: str,
    question: str = "",
    /,
    *,
    ids: Iterable[str] = (),
    mapping: Mapping[str, tuple[str, ...]] | None = None,
    **facts: Any,
) -> Sign:
    """A sign of a known code.

    Args:
        code: a key of `SIGNS`.
        question: what it is about; empty for a whole version.
        ids: ids of items or annotators; the first five are kept.
        mapping: what to declare.
        facts: as the row declares them; ``None`` for a number that there is none of.

    Raises:
        KeyError: the code is not in the table.
        TypeError: a fact is missing, not declared or of another kind.
    """
    row = SIGNS[code]
    return Sign(
        code=code,
        concern=row.concern,
        level=row.level,
        question=question,
        facts=stated_facts(code, row.facts, facts),
        mapping=dict(mapping or {}),
        internal=tuple(str(one) for one, _ in zip(ids, range(MOST_IDS), strict=False)),
    )


def sign_facts(sign: Sign) -> dict[str, Fact | None]:
    """All facts that the code declares, ``None`` for a number that there is none of.

    Raises:
        KeyError: the code is not in the table.
    """
    return {name: sign.facts.get(name) for name in SIGNS[sign.code].facts}


def about_few_people(sign: Sign, few: int) -> bool:
    """Whether a sign tells figures of one annotator, or of fewer than ``few``, which are not for the public."""
    people = sign.facts.get("annotators")
    return sign.code == "one-direction" or (isinstance(people, int) and 0 < people < few)
