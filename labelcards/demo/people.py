"""Invented people: customers with contact data, and the names of shop staff."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from faker import Faker
from faker.providers.address.it_IT import Provider as ItalianAddresses

from labelcards.demo.streams import pick, pick_weighted, stream

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LEVELS", "REGIONS", "Customer", "Names", "mailbox", "make_customers"]

REGIONS = ("North", "South", "East", "West")
"""Regions of customers and of annotators."""

LEVELS = ("native", "fluent", "learner")
"""How well a customer writes English."""

_LOCALES: Mapping[str, float] = {
    "en_GB": 0.34,
    "en_US": 0.22,
    "de_DE": 0.1,
    "fr_FR": 0.08,
    "it_IT": 0.07,
    "es_ES": 0.07,
    "nl_NL": 0.05,
    "pl_PL": 0.04,
    "sv_SE": 0.03,
}
_NATIVE_LOCALES = ("en_GB", "en_US")
_IBAN_LOCALES = ("en_GB", "de_DE", "fr_FR", "it_IT", "es_ES", "nl_NL", "pl_PL")
_DOMAINS = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.net", "home.example.org")
_ITALIAN_TOWNS = tuple(sorted(ItalianAddresses.cities))
_TODAY = date(2025, 9, 1)


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


class Names:
    """Seeded Faker instances, one per locale."""

    def __init__(self, seed: int) -> None:
        self.fakers: dict[str, Faker] = {}
        for position, locale in enumerate(_LOCALES):
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
        return self.full(pick_weighted(rng, tuple(_LOCALES), tuple(_LOCALES.values())))


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
    return f"{local}@{pick(rng, _DOMAINS)}"


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
    if locale in _NATIVE_LOCALES:
        return pick_weighted(rng, LEVELS, (0.92, 0.06, 0.02))
    return pick_weighted(rng, LEVELS, (0.08, 0.5, 0.42))


def _customer(rng: np.random.Generator, names: Names, number: int) -> Customer:
    locale = pick_weighted(rng, tuple(_LOCALES), tuple(_LOCALES.values()))
    fake = names.fakers[locale]
    first, last = names.full(locale)
    age = int(np.clip(np.rint(rng.normal(45, 16)), 18, 87))
    born = _TODAY - timedelta(days=int(age * 365.25 + rng.integers(1, 360)))
    region = pick_weighted(rng, REGIONS, (0.24, 0.32, 0.22, 0.22))
    bank = locale if locale in _IBAN_LOCALES else "en_GB"
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
        postcode=f"{REGIONS.index(region) * 2 + int(rng.integers(1, 3))}{int(rng.integers(0, 10000)):04d}",
        card=_card(rng, fake),
        iban=_iban(rng, names.fakers[bank]),
    )


def make_customers(seed: int, names: Names, count: int) -> Sequence[Customer]:
    """``count`` customers with ascending, irregular customer numbers."""
    rng = stream(seed, "customers")
    numbers = np.cumsum(rng.integers(1, 700, size=count)) + 104000
    return tuple(_customer(rng, names, int(number)) for number in numbers)
