"""The ``gates.yaml`` that a data set starts with, whether `labelcards init` or `labelcards import` comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labelcards.cards.environment import template_folder
from labelcards.documents.yaml_file import read_yaml, shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.manifest_text import scalar
from labelcards.labels.registry import CATEGORIES, KINDS

__all__ = ["declared_questions", "gates_text"]

_PART = re.compile(r"^#:(?: (\w+): (.*))?\n", re.MULTILINE)


def gates_text(folder: Path) -> str:
    """Bars for everything of which the data set has evidence, and the others commented out, each with what it needs.

    Raises:
        InputError: a manifest is no YAML, or names no question.
    """
    key, question = next(iter(declared_questions(folder).items()))
    text = (template_folder() / "init" / "gates.yaml").read_text(encoding="utf-8").replace("@HEADLINE@", key)
    head, *parts = _PART.split(text)
    held = _evidence(folder, question)
    made = [head]
    for needs, what, part in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if needs is None:
            made.append(part)
        elif needs in held:
            made.append("".join(_filled(part, held[needs])))
        else:
            made.append(f"# Needs {what}:\n{_commented(part)}")
    return "\n".join(part.strip("\n") + "\n" for part in made)


def _evidence(folder: Path, question: Any) -> dict[str, list[str]]:
    """What there is → the columns it is about."""
    content = read_yaml(folder / "dataset.yaml").content
    columns = _below(content, "items", "columns")
    tables = [_below(read_yaml(path).content, "tables") for path in sorted((folder / "versions").glob("*.yaml"))]
    kind = str(question.get("kind", CATEGORIES.name)) if isinstance(question, dict) else ""
    judged = kind in KINDS and KINDS[kind].classified
    texts = [name for name, column in columns.items() if _below(column).get("action") == "clean"]
    groups = [name for name, column in columns.items() if str(_below(column).get("group")).lower() == "true"]
    gold = judged and any(held.get("gold") for held in tables)
    found = {"gold": [""] if gold else [], "texts": texts if judged else [], "groups": groups if gold else []}
    return {name: about for name, about in found.items() if about}


def _below(content: Any, *path: str) -> dict[str, Any]:
    """The mapping at a path; an empty one where there is something else."""
    for step in path:
        content = content.get(step) if isinstance(content, dict) else None
    return content if isinstance(content, dict) else {}


def _filled(part: str, columns: list[str]) -> Iterator[str]:
    """The part once for every column that it names, or once."""
    for number, column in enumerate(columns if "@GROUP@" in part else columns[:1], start=1):
        group = scalar(column.replace("=", "\\="))
        yield (
            part.replace("@NUMBER@", f"-{number}" if number > 1 else "").replace("@GROUP@", group).strip("\n") + "\n\n"
        )


def _commented(part: str) -> str:
    filled = part.replace("@NUMBER@", "").replace("@GROUP@", "COLUMN")
    return "".join(f"#{line}\n" if line else "#\n" for line in filled.strip("\n").splitlines())


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
