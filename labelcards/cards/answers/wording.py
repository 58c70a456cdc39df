"""The wording of everything a card asks, from the templates that ask it."""

from __future__ import annotations

from functools import cache
from typing import Any

from labelcards.cards.environment import environment
from labelcards.documents.datasheet import QUESTIONS, SECTIONS
from labelcards.documents.modelcard import MODEL_SECTIONS

__all__ = ["section_titles", "wordings"]


@cache
def wordings() -> dict[str, str]:
    """Question or model-card section → what is asked, in the order of the cards."""
    asked = _exported("parts/asked.html.jinja")
    questions = {key: asked.questions[key] for key in QUESTIONS}
    sections = {key: asked.model_sections[key] for key in MODEL_SECTIONS}
    return {**questions, **{key: f"{section['title']}. {section['about']}" for key, section in sections.items()}}


@cache
def section_titles() -> dict[str, str]:
    """Section of the datasheet → its heading."""
    titles = _exported("parts/words.html.jinja").sections
    return {section: titles[section] for section in SECTIONS}


def _exported(name: str) -> Any:
    """What a shipped template sets at its top level."""
    return environment().get_template(name).module
