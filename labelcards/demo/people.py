"""Invented people: customers with contact data, and the names of shop staff."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from faker import Faker
from faker.providers.address.it_IT import Provider as ItalianAddresses

from labelcards.demo.streams import pick, pick_weighted, stream
from labelcards.demo.text_file import read
from labelcards.documents.document import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LEVELS", "ORIGINS", "Customer", "Origins", "PersonNames", "mailbox", "make_customers"]

LEVELS = ("native", "fluent", "learner")
"""How well a customer writes English."""

_ITALIAN_TOWNS = tuple(sorted(ItalianAddresses.cities))
_TODAY = date(2025, 9, 1)


class Origins(Part):
    """Where customers come from.

    Attributes:
        domains: of e-mail addresses; all are reserved for examples.
        locales: locale of a name → share of the customers.
        native_locales: those whose people write English as natives.
        bank_locales: those that have bank accounts; the others use the first one's.
        regions: region of a customer → share of the customers.
    """

    domains: tuple[str, ...]
    locales: dict[str, float]
    native_locales: tuple[str, ...]
    bank_locales: tuple[str, ...]
    regions: dict[str, float]


ORIGINS = read("customers.toml", Origins)


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who writes to the shop. Nobody of that name and address is meant."""

    customer_id: str
    first: str
    last: str
    region: str
    language_level: str
    age: int
    born: date
    email: str
    phone: str
    street: str
    city: str
    postcode: str
    card: str
    iban: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def address(self) -> str:
        """Street, postcode and town in one line."""
        return f"{self.street}, {self.postcode} {self.city}"


class PersonNames:
    """Seeded Faker instances, one per locale."""

    def __init__(self, seed: int) -> None:
        self.fakers: dict[str, Faker] = {}
        for position, locale in enumerate(ORIGINS.locales):
            self.fakers[locale] = Faker(locale, use_weighting=True)
            self.fakers[locale].seed_instance(seed * 1000 + position)

    def full(self, locale: str) -> tuple[str, str]:
        """A first and a last name without titles."""
        fake = self.fakers[locale]
        return str(fake.first_name()), str(fake.last_name())

    def town(self, locale: str) -> str:
        """A town of the locale. Faker keeps the Italian ones in a set, whose order changes from process to process."""
        fake = self.fakers[locale]
        return str(fake.random_element(_ITALIAN_TOWNS) if locale == "it_IT" else fake.city())

    def anyone(self, rng: np.random.Generator) -> tuple[str, str]:
        """A name from any of the locales, as mixed as the customers are."""
        return self.full(pick_weighted(rng, tuple(ORIGINS.locales), tuple(ORIGINS.locales.values())))


def mailbox(first: str, last: str, separator: str = ".") -> str:
    """``jose.garcia`` for José García: the part of an address before the @."""
    spelled = f"{first}{separator}{last}".casefold().replace("ł", "l").replace("ø", "o").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum() or letter in "._-")


def _email(rng: np.random.Generator, first: str, last: str, born: date) -> str:
    local = pick(
        rng,
        (
            mailbox(first, last),
            mailbox(first[:1], last),
            mailbox(first, last, "_"),
            f"{mailbox(first, last, '')}{born.year % 100:02d}",
            f"{mailbox(last, first)}{int(rng.integers(1, 99))}",
        ),
    )
    return f"{local}@{pick(rng, ORIGINS.domains)}"


def _card(rng: np.random.Generator, fake: Faker) -> str:
    digits = str(fake.credit_card_number(card_type=pick(rng, ("visa16", "mastercard"))))
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    return pick(rng, (" ", " ", "-", "")).join(groups)


def _iban(rng: np.random.Generator, fake: Faker) -> str:
    plain = str(fake.iban())
    if rng.random() < 0.5:
        return plain
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _level(rng: np.random.Generator, locale: str) -> str:
    if locale in ORIGINS.native_locales:
        return pick_weighted(rng, LEVELS, (0.92, 0.06, 0.02))
    return pick_weighted(rng, LEVELS, (0.08, 0.5, 0.42))


def _customer(rng: np.random.Generator, names: PersonNames, number: int) -> Customer:
    locale = pick_weighted(rng, tuple(ORIGINS.locales), tuple(ORIGINS.locales.values()))
    fake = names.fakers[locale]
    first, last = names.full(locale)
    regions = tuple(ORIGINS.regions)
    age = int(np.clip(np.rint(rng.normal(45, 16)), 18, 87))
    born = _TODAY - timedelta(days=int(age * 365.25 + rng.integers(1, 360)))
    region = pick_weighted(rng, regions, tuple(ORIGINS.regions.values()))
    bank = locale if locale in ORIGINS.bank_locales else ORIGINS.bank_locales[0]
    street = " ".join(str(fake.street_address()).split())
    return Customer(
        customer_id=f"C-{number:06d}",
        first=first,
        last=last,
        region=region,
        language_level=_level(rng, locale),
        age=age,
        born=born,
        email=_email(rng, first, last, born),
        phone=str(fake.phone_number()),
        street=street,
        city=names.town(locale),
        postcode=f"{regions.index(region) * 2 + int(rng.integers(1, 3))}{int(rng.integers(0, 10000)):04d}",
        card=_card(rng, fake),
        iban=_iban(rng, names.fakers[bank]),
    )


def make_customers(seed: int, names: PersonNames, count: int) -> Sequence[Customer]:
    """``count`` customers with ascending, irregular customer numbers."""
    rng = stream(seed, "customers")
    numbers = np.cumsum(rng.integers(1, 700, size=count)) + 104000
    return tuple(_customer(rng, names, int(number)) for number in numbers)
