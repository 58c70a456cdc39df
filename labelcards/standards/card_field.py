"""Fields of a Hugging Face card: what the Hub documents about each, and the checks both kinds of card share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from labelcards.standards.finding import Path, ValidationFindings
from labelcards.standards.property import Need, expected
from labelcards.standards.value import Kind
from labelcards.standards.vocabulary import hub_licenses, languages, nearest, task_categories

__all__ = [
    "LANGUAGE_CODE",
    "LICENSE",
    "MAPPING",
    "REPOSITORY",
    "SPECIAL_LANGUAGES",
    "TAG",
    "TASK",
    "CardField",
    "check_fields",
    "check_license",
    "listed",
]

Shape = Literal["one", "many", "either"]
"""One value, a list of values, or either of them."""

SPECIAL_LANGUAGES = frozenset({"code", "multilingual"})


@dataclass(frozen=True, slots=True)
class CardField:
    """One key of the metadata.

    Attributes:
        name: the key.
        kinds: what a value may be; empty when it is checked on its own.
        shape: one value, a list, or either.
        need: ``recommended`` fields are asked for; the Hub requires none at the top level.
        known: the values that the Hub knows, to name the nearest one.
        remedy: how to add it.
    """

    name: str
    kinds: tuple[Kind, ...] = ()
    shape: Shape = "either"
    need: Need = "optional"
    known: tuple[str, ...] | frozenset[str] = ()
    remedy: str = ""


_REPOSITORY = re.compile(r"[\w.-]{1,96}(/[\w.-]{1,96})?\Z")

TAG = Kind("text on one line", lambda v: isinstance(v, str) and bool(v.strip()) and "\n" not in v)
REPOSITORY = Kind(
    "the name of a repository on the Hub, such as owner/name",
    lambda v: isinstance(v, str) and bool(_REPOSITORY.match(v)) and ".." not in v and not v.endswith(".git"),
)
TASK = Kind("a task category of the Hub", lambda v: isinstance(v, str) and v in task_categories())
MAPPING = Kind("a mapping", lambda v: isinstance(v, dict))
LICENSE = Kind("a license identifier of the Hub", lambda v: isinstance(v, str) and v in hub_licenses())


def is_language(value: Any) -> bool:
    """An ISO 639 code, or one of the Hub's special values."""
    return isinstance(value, str) and (value in SPECIAL_LANGUAGES or value in languages())


LANGUAGE_CODE = Kind("an ISO 639 code such as en, or code, multilingual", is_language)


def listed(value: Any) -> list[Any]:
    """One value or a list, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def check_fields(
    content: Mapping[str, Any],
    table: Iterable[CardField],
    findings: ValidationFindings,
    *,
    path: Path = (),
    what: str = "card",
) -> None:
    """Presence, shape and type of the fields in ``table``."""
    for field in table:
        value = content.get(field.name)
        at = (*path, field.name)
        if value is None or value in ("", []):
            _absent(field, at, findings, what, empty=field.name in content)
        elif field.shape == "one" and isinstance(value, list):
            findings.error(at, "too-many-values", "The field has one value, not a list.", "Write one value.")
        elif field.shape == "many" and not isinstance(value, list):
            findings.error(at, "not-a-list", "The field is a list.", "Write one value per line, after '- '.")
        else:
            entries = [((*at, i), v) for i, v in enumerate(value)] if isinstance(value, list) else [(at, value)]
            for place, entry in entries:
                _check_value(entry, place, field, findings)


def _absent(field: CardField, at: Path, findings: ValidationFindings, what: str, *, empty: bool) -> None:
    remedy = field.remedy or f"Add {field.name}."
    if field.need == "required":
        message = f"The {what} has no {field.name}, which is required."
        findings.error(at, "missing-required", message, remedy)
    elif field.need == "recommended":
        message = f"The {what} has no {field.name}, which is recommended."
        findings.warning(at, "missing-recommended", message, remedy)
    elif empty:
        findings.warning(at, "empty", "The field is empty.", "Fill it in, or remove it.")


def _check_value(value: Any, at: Path, field: CardField, findings: ValidationFindings) -> None:
    if not field.kinds or any(kind.fits(value) for kind in field.kinds):
        return
    if isinstance(value, bool | date | int | float) and not any(kind.expected.startswith("a ") for kind in field.kinds):
        message = "YAML reads this as a truth value, a number or a date, not as text."
        findings.error(at, "not-text", message, "Put it in quotes.")
        return
    hint = nearest(value, field.known) if isinstance(value, str) else ""
    findings.error(at, "wrong-value", expected(field.kinds), hint or "Correct it.")


def check_license(content: Mapping[str, Any], findings: ValidationFindings) -> None:
    """``license: other`` needs a name and a link."""
    if "other" in listed(content.get("license")):
        for name, remedy in (
            ("license_name", "Add an identifier for the license, such as my-license-1.0."),
            ("license_link", "Add LICENSE for a file in the repository, or an address."),
        ):
            if not content.get(name):
                message = f"The license is 'other' and the card has no {name}."
                findings.error((name,), "missing-required", message, remedy)
    link = content.get("license_link")
    if isinstance(link, str) and not re.match(r"(https?://\S+|LICENSE(\.\w+)?)\Z", link):
        message = "Expected LICENSE, LICENSE.md or a web address."
        findings.error(("license_link",), "wrong-value", message, "Correct it.")
