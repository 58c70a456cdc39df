"""The wording of everything a card asks, as its templates have it."""

from __future__ import annotations

import re
from functools import cache

from labelcards.cards.environment import template_folder
from labelcards.documents.datasheet import SECTIONS
from labelcards.documents.modelcard import MODEL_SECTIONS

__all__ = ["section_titles", "wordings"]

_QUESTION = re.compile(r'call question\(card, root, "([a-z]+-\d+)"\) %}(.+?)\{%', re.DOTALL)
_TITLE = re.compile(r"^## (.+?) \{ #", re.MULTILINE)
_ABOUT = re.compile(r'<p class="lc-origin">(.+?) \{\{ answers\.status')
_WORDS = re.compile(r'"([a-z]+)": "([^"]+)"')


@cache
def wordings() -> dict[str, str]:
    """Question or model-card section → what is asked, in the order of the cards."""
    found: dict[str, str] = {}
    for section in SECTIONS:
        text = (template_folder() / "datasheet" / f"{section}.md.jinja").read_text(encoding="utf-8")
        found |= {key: " ".join(asked.split()) for key, asked in _QUESTION.findall(text)}
    for section in MODEL_SECTIONS:
        text = (template_folder() / "model-card" / f"{section}.md.jinja").read_text(encoding="utf-8")
        title, about = _TITLE.search(text), _ABOUT.search(text)
        found[section] = f"{title[1]}. {about[1]}" if title and about else section.replace("-", " ")
    return found


@cache
def section_titles() -> dict[str, str]:
    """Section of the datasheet → its heading."""
    text = (template_folder() / "parts" / "words.html.jinja").read_text(encoding="utf-8")
    block = text.partition("{% set sections = {")[2].partition("}")[0]
    return {section: dict(_WORDS.findall(block)).get(section, section.title()) for section in SECTIONS}
