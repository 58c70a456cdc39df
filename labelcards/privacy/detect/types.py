"""Other names of entity types, so that samples marked by others can be compared type by type."""

from __future__ import annotations

__all__ = ["ALIASES", "canonical"]

ALIASES: dict[str, str] = {
    "ADDRESS": "STREET_ADDRESS",
    "CITY": "LOCATION",
    "COUNTRY": "LOCATION",
    "DATE": "DATE_TIME",
    "DOMAIN_NAME": "URL",
    "EMAIL": "EMAIL_ADDRESS",
    "FAC": "LOCATION",
    "GPE": "LOCATION",
    "IBAN": "IBAN_CODE",
    "LOC": "LOCATION",
    "NAME": "PERSON",
    "NORP": "NRP",
    "ORDER_ID": "ID_NUMBER",
    "ORG": "ORGANIZATION",
    "PER": "PERSON",
    "PHONE": "PHONE_NUMBER",
    "SSN": "US_SSN",
    "TIME": "DATE_TIME",
    "UK_POSTCODE": "POSTCODE",
    "USERNAME": "HANDLE",
    "ZIP_CODE": "POSTCODE",
}
"""Name of a type elsewhere → its name here."""


def canonical(entity_type: str) -> str:
    """The type's name in labelcards; a name that is not known stays."""
    name = entity_type.upper()
    return ALIASES.get(name, name)
