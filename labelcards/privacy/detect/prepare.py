"""Bring a text into the form that is searched and kept, or say why it cannot be."""

from __future__ import annotations

import re

from labelcards.documents.params import AnonymizeParams

__all__ = ["LONGEST", "failure", "prepared"]

LONGEST = AnonymizeParams().max_characters
"""Characters of one text unless set otherwise; a longer one is withheld: time stays bounded."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINER = re.compile(r"(?<=[0-9A-Za-z@.])[\u200c\u200d](?=[0-9A-Za-z@.])")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")


def failure(text: str, longest: int = LONGEST) -> str:
    """Why a text must be withheld unseen: ``too-long``, ``control-character``, or an empty string."""
    if len(text) > longest:
        return "too-long"
    return "control-character" if _CONTROL.search(text) else ""


def prepared(text: str) -> str:
    r"""The text without characters that nobody sees, with ``\n`` line ends.

    Full-width letters and digits become plain ones. Zero-width and direction characters can split a name so that no
    pattern matches it, and carry no content. Joiners stay where scripts and emoji need them.
    """
    if text.isascii():
        return _BREAKS.sub("\n", text) if "\r" in text else text
    return _BREAKS.sub("\n", _JOINER.sub("", _INVISIBLE.sub("", text))).translate(_FULL_WIDTH)
