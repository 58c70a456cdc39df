"""Replace a finding by a made-up value of the same kind: the same person is the same invented person."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from labelcards.privacy.key import PseudonymKey, normalized
from labelcards.privacy.operators.pseudonym import person_core
from labelcards.privacy.operators.replace import replace

__all__ = ["surrogate"]


def surrogate(value: str, entity_type: str, key: PseudonymKey) -> str:
    """``Jane Doe`` → ``Laura Smith``: Faker seeded by the keyed digest of the value.

    Names are replaced part by part, so that ``Jane Doe`` and ``Doe`` stay one person, women get women's names and
    capitals stay capitals. Numbers keep their grouping, cards a valid check digit. A type that Faker cannot invent
    becomes its tag. The values depend on the key and on Faker's release, which the anonymization document names.
    """
    if entity_type == "PERSON":
        return _person(value, key)
    maker = _MAKERS.get(entity_type)
    if maker is not None:
        return str(maker(_seeded(key, entity_type, value)))
    if entity_type == "CREDIT_CARD":
        return _card(value, key)
    if entity_type in _SHAPED:
        return _shaped(value, entity_type, key)
    return replace(value, entity_type)


_MAKERS: dict[str, Callable[[Any], object]] = {
    "EMAIL_ADDRESS": lambda faker: faker.safe_email(),
    "HANDLE": lambda faker: "@" + faker.user_name(),
    "LOCATION": lambda faker: faker.city(),
    "ORGANIZATION": lambda faker: faker.company(),
    "STREET_ADDRESS": lambda faker: faker.address().replace("\n", ", "),
    "TITLE": lambda faker: faker.job().lower(),
    "URL": lambda faker: f"https://{faker.user_name()}.example.org/",
    "IP_ADDRESS": lambda faker: faker.ipv4_private(),
}
_SHAPED = (
    "PHONE_NUMBER",
    "ID_NUMBER",
    "POSTCODE",
    "US_SSN",
    "US_PASSPORT",
    "US_DRIVER_LICENSE",
    "US_BANK_NUMBER",
    "IBAN_CODE",
)


def _seeded(key: PseudonymKey, entity_type: str, value: str) -> Any:
    """Faker in a state that only the key and the value determine."""
    faker = _faker()
    faker.seed_instance(int.from_bytes(key.digest(f"labelcards surrogate {entity_type}", normalized(value))[:8], "big"))
    return faker


@lru_cache(maxsize=1)
def _faker() -> Any:
    from faker import Faker  # noqa: PLC0415 - imported when needed: slow or optional

    return Faker("en_US")


@lru_cache(maxsize=1)
def _given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Casefolded women's and men's given names of several locales."""
    from faker.providers.person.de_DE import Provider as German  # noqa: PLC0415 - imported when needed: slow or optional
    from faker.providers.person.en_GB import Provider as British  # noqa: PLC0415 - imported when needed: slow or optional
    from faker.providers.person.en_US import Provider as American  # noqa: PLC0415 - imported when needed: slow or optional
    from faker.providers.person.es_ES import Provider as Spanish  # noqa: PLC0415 - imported when needed: slow or optional
    from faker.providers.person.fr_FR import Provider as French  # noqa: PLC0415 - imported when needed: slow or optional

    providers = (American, British, German, Spanish, French)
    women = frozenset(name.casefold() for each in providers for name in each.first_names_female)
    men = frozenset(name.casefold() for each in providers for name in each.first_names_male)
    return women, men


def _person(value: str, key: PseudonymKey) -> str:
    core = person_core(value)
    before, _, after = value.partition(core)
    parts = core.split()
    women, men = _given_names()
    invented = []
    for position, part in enumerate(parts):
        faker = _seeded(key, "PERSON", part)
        plain = part.casefold()
        if plain in women and plain not in men:
            name = faker.first_name_female()
        elif plain in men and plain not in women:
            name = faker.first_name_male()
        elif plain in women or (position == 0 and len(parts) > 1):
            name = faker.first_name()
        else:
            name = faker.last_name()
        invented.append(name.upper() if part.isupper() and len(part) > 1 else name)
    return before + " ".join(invented) + after


def _shaped(value: str, entity_type: str, key: PseudonymKey) -> str:
    """Each digit becomes a digit and each letter a letter; the rest stays."""
    stream = _byte_stream(key, entity_type, value)
    alphabets = (
        (str.isdigit, string.digits),
        (str.isupper, string.ascii_uppercase),
        (str.isalpha, string.ascii_lowercase),
    )
    made = []
    for character in value:
        letters = next((letters for belongs, letters in alphabets if belongs(character)), None)
        made.append(character if letters is None else letters[next(stream) % len(letters)])
    return "".join(made)


def _byte_stream(key: PseudonymKey, entity_type: str, value: str) -> Any:
    block = 0
    while True:
        yield from key.digest(f"labelcards surrogate {entity_type} {block}", normalized(value))
        block += 1


def _card(value: str, key: PseudonymKey) -> str:
    """As `_shaped`, with the last digit made to fit the Luhn check."""
    made = list(_shaped(value, "CREDIT_CARD", key))
    places = [place for place, character in enumerate(made) if character.isdigit()]
    total = 0
    for distance, place in enumerate(reversed(places[:-1])):
        digit = int(made[place]) * (2 if distance % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    if places:
        made[places[-1]] = str(-total % 10)
    return "".join(made)
