"""What is checked alike on every kind of card of the Hugging Face Hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labelcards.standards.card_body import check_body
from labelcards.standards.card_field import CardField, check_fields, check_license
from labelcards.standards.finding import ValidationFinding, ValidationFindings
from labelcards.standards.front_matter import read_front_matter

__all__ = ["validate_card"]


def validate_card(
    text: str,
    fields: tuple[CardField, ...],
    check_parts: Callable[[dict[str, Any], ValidationFindings], None],
    sections: tuple[str, ...],
) -> tuple[ValidationFinding, ...]:
    """All problems of a card's text, errors first.

    Args:
        text: of the file README.md.
        fields: the metadata that this kind of card has.
        check_parts: checks the metadata further than field by field.
        sections: of the Hub's template for the text below.
    """
    findings = ValidationFindings()
    parts = read_front_matter(text, findings)
    if parts is not None:
        content, body = parts
        check_fields(content, fields, findings)
        check_license(content, findings)
        check_parts(content, findings)
        check_body(body, sections, findings)
    return findings.all()
