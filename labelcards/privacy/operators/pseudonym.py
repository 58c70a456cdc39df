"""Replace a finding by a keyed code: the same person is the same code, and only the key's holder can make it."""

from __future__ import annotations

import re

from labelcards.privacy.key import PseudonymKey

__all__ = ["person_core", "pseudonym"]

_TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|reverend|fr|father|sister|judge|madam|herr|frau|"
    r"monsieur|madame|mme|señor|señora|sr|sra|don|doña|capt|captain|col|colonel|sgt|sergeant|lt|lieutenant|gen|general)\.?\s+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:['’]s|['’])$|[.,;:!?]+$")


def person_core(value: str) -> str:
    """A name without its title and possessive: ``Dr. Jane Doe's`` and ``Jane Doe`` are one person."""
    core = _TITLE.sub("", _TAIL.sub("", value.strip()))
    return core or value.strip()


def pseudonym(value: str, entity_type: str, key: PseudonymKey) -> str:
    """``Jane Doe`` → ``PERSON_3f9a12bc44d07e15``; the code is HMAC-SHA-256 of the normalized value under the key."""
    core = person_core(value) if entity_type == "PERSON" else value
    return f"{entity_type}_{key.code(core)}"
