"""The one place that says a sign in words: the macro of its code in ``templates/signs``, given its facts.

The sentence is plain text and holds names of labels as they are, never ids. Whoever shows it escapes it for the place,
as with `labelcards.cards.warning_text`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from labelcards.cards.environment import plain_environment, render_macro
from labelcards.catalog.signs import SIGNS, sign_facts
from labelcards.documents.signs import Sign, SignInWords
from labelcards.errors import InputError, Problem

__all__ = ["SignText", "mapping_text", "shipped_sign_text", "signs_in_words"]


class SignText:
    """Says signs in the words of the shipped templates, or of a folder of the user's own.

    Args:
        templates: a folder whose templates win over the shipped ones of the same name.
    """

    def __init__(self, templates: Path | None = None) -> None:
        self._jinja = plain_environment(templates)

    def __call__(self, sign: Sign) -> str:
        """The sign as one to three plain sentences.

        Raises:
            InputError: the code is of a later labelcards, or the template fails.
        """
        row = SIGNS.get(sign.code)
        if row is None:
            message = f"A sign has the code {sign.code}, which this labelcards does not know."
            raise InputError([Problem("signs", "unknown-sign", message, "Upgrade labelcards.")])
        name = f"signs/{row.concern}.txt.jinja"
        return render_macro(self._jinja, name, sign.code.replace("-", "_"), **sign_facts(sign)).strip()


@cache
def shipped_sign_text() -> SignText:
    """In the words of the shipped templates."""
    return SignText()


def signs_in_words(signs: Iterable[Sign], text: SignText | None = None) -> tuple[SignInWords, ...]:
    """Each sign with its sentence; as JSON its fields and ``text``."""
    said = text or shipped_sign_text()
    return tuple(SignInWords(**dict(sign), text=said(sign)) for sign in signs)


def mapping_text(signs: Iterable[Sign]) -> str:
    """The block ``mapping`` of the newer version's manifest that declares what signs suspect; empty without any."""
    held: dict[str, dict[str, object]] = {}
    for sign in signs:
        for old, new in sign.mapping.items():
            several = CommentedSeq(new)
            several.fa.set_flow_style()
            held.setdefault(sign.question, {})[old] = new[0] if len(new) == 1 else several
    if not held:
        return ""
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 1 << 16
    yaml.dump({"mapping": held}, out)
    return out.getvalue()
