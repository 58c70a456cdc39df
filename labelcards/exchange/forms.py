"""How labelling tools ask for answers: the one table between their forms of question and kinds of label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from labelcards.labels.kind import Form, LabelKind
from labelcards.labels.registry import kind_named

__all__ = ["FORMS", "QuestionForm", "asked_for"]


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """One form of question.

    Attributes:
        read_as: the name of the kind of label that its answers become.
        control: Label Studio's control.
        choice: how many choices the tools let an annotator make; with several, a suggestion is a list.
    """

    read_as: str
    control: Literal["choices", "number"] = "choices"
    choice: Literal["single", "multiple"] = "single"

    @property
    def kind(self) -> LabelKind:
        """What is true of answers given in this form."""
        return kind_named(self.read_as)


FORMS: Mapping[Form, QuestionForm] = {
    "choice": QuestionForm("nominal"),
    "set": QuestionForm("multilabel", choice="multiple"),
    "scale": QuestionForm("ordinal"),
    "number": QuestionForm("interval", control="number"),
}
"""Form → how the tools ask. Several kinds may be asked for in one form; what is read back is then the form's own."""


def asked_for(kind: LabelKind) -> QuestionForm:
    """How the tools ask for answers of a kind."""
    return FORMS[kind.form]
