"""The ``gates.yaml`` that a data set starts with, whether `labelcards init` or `labelcards import` comes first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.cards.environment import template_folder
from labelcards.documents.yaml_file import read_yaml, shown
from labelcards.errors import InputError, Problem

__all__ = ["declared_questions", "gates_text"]


def gates_text(headline: str) -> str:
    """Bars for agreement.

    Args:
        headline: the question whose figures they are about.
    """
    text = (template_folder() / "init" / "gates.yaml").read_text(encoding="utf-8")
    return text.replace("@HEADLINE@", headline)


def declared_questions(folder: Path) -> dict[str, Any]:
    """Question → what ``dataset.yaml`` says of it, whether or not the file is complete.

    Raises:
        InputError: it is no YAML, or names no question.
    """
    content = read_yaml(folder / "dataset.yaml").content
    questions = content.get("questions") if isinstance(content, dict) else None
    if not isinstance(questions, dict) or not questions:
        message, remedy = "The data set has no question.", "Write `questions`."
        raise InputError([Problem(shown(folder / "dataset.yaml"), "missing-key", message, remedy, column="questions")])
    return questions
