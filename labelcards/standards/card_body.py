"""The Markdown below a card's metadata: the sections of the Hub's template, and places nobody filled in."""

from __future__ import annotations

import re

from labelcards.standards.finding import ValidationFindings

__all__ = ["DATASET_SECTIONS", "MODEL_SECTIONS", "check_body"]

DATASET_SECTIONS = (
    "Dataset Details",
    "Uses",
    "Dataset Structure",
    "Dataset Creation",
    "Bias, Risks, and Limitations",
)
MODEL_SECTIONS = ("Model Details", "Uses", "Bias, Risks, and Limitations", "Training Details", "Evaluation")

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_OPEN = re.compile(r"\[?more information needed\]?", re.IGNORECASE)


def check_body(body: str, sections: tuple[str, ...], findings: ValidationFindings) -> None:
    """Warn of template sections that are missing and of placeholders that were left."""
    if not body.strip():
        remedy = "Describe what it is, what it is for and what is wrong with it."
        findings.warning(("body",), "missing-recommended", "The card has no text below its metadata.", remedy)
        return
    prose = _FENCE.sub("", body)
    headings = {re.sub(r"\s*\[optional\]$", "", found.group(1)).casefold() for found in _HEADING.finditer(prose)}
    for section in sections:
        if section.casefold() not in headings:
            message = "The Hub's template has this section; the card has not."
            findings.warning(("body", section), "missing-section", message, "Add it.")
    left = len(_OPEN.findall(prose))
    if left:
        message = f"{left} {'place says' if left == 1 else 'places say'} that more information is needed."
        findings.warning(("body",), "placeholder", message, "Fill in or remove.")
