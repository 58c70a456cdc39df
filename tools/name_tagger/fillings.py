"""What the slots of a template are filled with: invented people, places, organizations, dates and numbers."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from labelcards.privacy.tagger.gazetteer import gazetteer
from tools.name_tagger.invent import Inventor
from tools.name_tagger.organizations import KNOWN, PATTERNS

__all__ = ["LABELS", "STRAY", "Fillings", "common_words"]

LABELS: dict[str, str] = {
    "person": "PERSON", "given": "PERSON", "family": "PERSON", "city": "LOCATION", "country": "LOCATION", "region": "LOCATION",
    "place_name": "LOCATION", "org": "ORGANIZATION", "address": "STREET_ADDRESS", "street_line": "STREET_ADDRESS", "unit": "STREET_ADDRESS",
    "street_name": "STREET_ADDRESS", "zip": "POSTCODE", "date": "DATE_TIME", "year": "DATE_TIME", "weekday": "DATE_TIME",
    "month_year": "DATE_TIME", "age": "AGE", "nrp": "NRP", "nrps": "NRP", "title": "TITLE",
}  # fmt: skip
"""Slot → the label of what fills it; the other slots (``phone``, ``money``, …) are filled but not labeled."""

LOCALES = (
    "en_US", "en_GB", "en_AU", "en_CA", "en_IN", "en_IE", "de_DE", "de_AT", "fr_FR", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT",
    "nl_NL", "sv_SE", "no_NO", "da_DK", "fi_FI", "pl_PL", "cs_CZ", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "sk_SK", "tr_TR", "et_EE",
    "lt_LT", "lv_LV", "is_IS", "vi_VN", "id_ID", "el_GR", "ru_RU", "ja_JP",
)  # fmt: skip
_WEIGHTS = tuple(
    12 if name == "en_US" else 5 if name.startswith("en") else 1 if name in ("el_GR", "ru_RU", "ja_JP") else 2
    for name in LOCALES
)
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


STRAY = "â€™|â€œ|Ã©|Â|ג€“|ג€™|&amp;|{name}|{street}|<br>|***|>>|--|~|§|[...]|€|%20|\\|^|_|■|nan".split("|")
"""What broken encodings and markup leave in a text."""

_CALENDAR = frozenset(
    f"{' '.join(_MONTHS)} {' '.join(_DAYS)} jan feb apr jun jul aug sep oct nov dec mon tue wed thu fri".lower().split()
)


class Fillings:
    """Seeded makers of slot values.

    Args:
        rng: decides everything.
        fold: 0 to train on, 1 to test on: words are split between the folds by a checksum, so that no name of the test is a name of
            the training.
    """

    def __init__(self, rng: random.Random, fold: int) -> None:
        from faker import Faker  # noqa: PLC0415 - imported when needed: slow or optional

        self.rng = rng
        self.fold = fold
        self._fakers: dict[str, Any] = {name: Faker(name) for name in LOCALES}
        for faker in self._fakers.values():
            faker.seed_instance(rng.getrandbits(32))
        lists = gazetteer()
        kinds = lists.kinds
        self._given = Inventor(sorted(word for word, kind in kinds.items() if "g" in kind))
        self._family = Inventor(sorted(word for word, kind in kinds.items() if "f" in kind))
        self._place = Inventor(sorted(word for word, kind in kinds.items() if "p" in kind))
        self._word = Inventor(sorted(word for word in lists.band if len(word) > 5))
        self._peoples = sorted(word for word, kind in kinds.items() if "n" in kind)

    def fill(self, slot: str) -> str:
        """A value for a slot."""
        maker: Callable[[], str] = getattr(self, f"_make_{slot}")
        return maker()

    def _locale(self) -> Any:
        return self._fakers[self.rng.choices(LOCALES, _WEIGHTS)[0]]

    def _mine(self, word: str) -> bool:
        return (zlib.crc32(word.lower().encode()) % 5 == 0) == bool(self.fold)

    def _draw(self, maker: Callable[[], str]) -> str:
        for _ in range(30):
            value = maker()
            if self._mine(value):
                return value
        return value

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    # people
    def _first(self, faker: Any) -> str:
        if self._chance(0.25):
            return self._draw(lambda: self._given.invent(self.rng))
        return self._draw(faker.first_name)

    def _last(self, faker: Any) -> str:
        if self._chance(0.3):
            return self._draw(lambda: self._family.invent(self.rng))
        return self._draw(faker.last_name)

    def _make_given(self) -> str:
        name = self._first(self._locale())
        return name.lower() if self._chance(0.08) else name

    def _make_family(self) -> str:
        return self._last(self._locale())

    def _make_person(self) -> str:
        faker = self._locale()
        first, last = self._first(faker), self._last(faker)
        initial = self.rng.choice("ABCDEFGHIJKLMNOPRSTVW")
        form = self.rng.choices(
            (f"{first} {last}", first, last, f"{first} {initial}. {last}", f"{initial}. {last}",
             f"{first} {last}-{self._last(faker)}", f"{first} {self._first(faker)} {last}", f"{first} {last} {self._last(faker)}",
             f"{self._make_honorific()} {last}", f"{self._make_honorific()} {first} {last}", f"{first} {initial} {last}",
             f"{first} {last} Jr.", f"{first} {self.rng.choice(('van', 'de', 'von', 'della', 'bin', 'del'))} {last}"),
            (54, 11, 3, 5, 3, 2, 3, 4, 4, 4, 3, 1, 2),
        )[0]  # fmt: skip
        case = self.rng.random()
        return form.lower() if case < 0.05 else form.upper() if case < 0.08 else form

    def _make_honorific(self) -> str:
        return self.rng.choice(
            ("Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Miss", "Dr.", "Dr", "Prof.", "Professor", "Sir", "Rev.")
        )

    # places
    def _make_city(self) -> str:
        if self._chance(0.3):
            city = self._draw(lambda: self._place.invent(self.rng))
            if self._chance(0.25):
                city = (
                    self.rng.choice(
                        ("New ", "Saint ", "North ", "Port ", "San ", "Bad ", "Lake ", "East ", "St. ", "La ")
                    )
                    + city
                )
            elif self._chance(0.1):
                city += self.rng.choice(("-sur-Mer", " Beach", " Hills", "-am-See", " City", " Springs", " di Sopra"))
        elif self._chance(0.5):
            city = self._draw(lambda: self.rng.choice(_places()))
            city = "-".join(part.capitalize() for part in city.split("-"))
        else:
            city = self._draw(self._locale().city)
        return city.upper() if self._chance(0.08) else city.lower() if self._chance(0.04) else city

    def _make_place_name(self) -> str:
        return self._make_city()

    def _make_country(self) -> str:
        country = str(self._fakers["en_US"].country())
        if "," in country or "(" in country or self._chance(0.25):
            country = self.rng.choice(("USA", "UK", "the United States", "England", "Germany", "France", "Spain", "Italy", "Poland", "Canada",
                                       "Mexico", "Brazil", "India", "China", "Japan", "Australia", "Scotland", "Wales", "US", "U.S.",
                                       "Europe", "Africa", "Asia", "South America", "Ireland", "Sweden", "Norway", "Turkey"))  # fmt: skip
        return country.removeprefix("the ")

    def _make_region(self) -> str:
        name = self.rng.choice(("en_US", "en_US", "en_CA", "en_AU", "de_DE", "it_IT", "es_ES", "pt_BR"))
        faker = self._fakers[name]
        makers = [maker for maker in ("state", "province", "region", "administrative_unit") if hasattr(faker, maker)]
        return str(getattr(faker, self.rng.choice(makers))()) if makers else self._make_city()

    def _make_street_name(self) -> str:
        faker = self._locale()
        if self._chance(0.3):
            kind = self.rng.choice(
                "Street Road Avenue Lane Drive Way Boulevard Court Place St Rd Ave Str. Gasse utca tie vej ulica".split()
            )
            return f"{self._draw(lambda: self._place.invent(self.rng))} {kind}"
        if self._chance(0.12):
            lead = self.rng.choice(
                "Rua|Calle|Via|Avenida|Rue de|Plaza|Corso|Ulica|Strada|Piazza|ul.|Av.|Chemin des|Quai".split("|")
            )
            return f"{lead} {self._draw(lambda: self._family.invent(self.rng))}"
        return str(faker.street_name())

    def _number(self) -> str:
        number = str(self.rng.choice((self.rng.randint(1, 99), self.rng.randint(1, 400), self.rng.randint(100, 99999))))
        return number + self.rng.choice(("", "", "", "", "", "a", "B", "-3", "/2"))

    def _unit(self) -> str:
        return f"{self.rng.choice(('Apt.', 'Suite', 'Apt', 'Unit', 'Flat', '#', 'Floor'))} {self.rng.randint(1, 999)}"

    def _make_street_line(self) -> str:
        street = self._make_street_name()
        form = self.rng.random()
        if form < 0.5:
            line = f"{self._number()} {street}"
        elif form < 0.75:
            line = f"{street} {self._number()}"
        elif form < 0.85:
            line = f"{self._number()} {street} {self._number()}"
        else:
            line = str(self._locale().street_address()).replace("\n", " ")
        return f"{line}{self.rng.choice((' ', ', '))}{self._unit()}" if self._chance(0.2) else line

    def _make_address(self) -> str:
        if self._chance(0.3):
            address = str(self._locale().address())
            return address if self._chance(0.5) else address.replace("\n", self.rng.choice((", ", " ")))
        gap = self.rng.choice((", ", ", ", "\n", " ", "\n "))
        town = self.rng.choice((f"{self._make_city()}", f"{self._make_zip()} {self._make_city()}", f"{self._make_city()}, {self._state()} {self._make_zip()}",
                                f"{self._make_city()} {self._make_zip()}", f"{self._make_city()}{gap}{self._state()}"))  # fmt: skip
        parts = [self._make_street_line(), town]
        if self._chance(0.45):
            parts.append(self._make_country())
        if self._chance(0.12):
            parts[-1] += f" {self._make_zip()}"
        return gap.join(parts)

    def _state(self) -> str:
        return str(self._fakers["en_US"].state_abbr()) if self._chance(0.7) else self._make_region()

    def _make_zip(self) -> str:
        faker = self._locale()
        return (
            str(faker.postcode())
            if self._chance(0.6)
            else "".join(self.rng.choice("0123456789") for _ in range(self.rng.choice((4, 5, 5, 6))))
        )

    # organizations
    def _make_org(self) -> str:
        form = self.rng.random()
        if form < 0.22:
            org = self.rng.choice([name for name in KNOWN if self._mine(name)])
        elif form < 0.42:
            org = str(self._locale().company())
        elif form < 0.50:
            org = "".join(self.rng.choice("ABCDEFGHIKLMNOPRSTUVWX") for _ in range(self.rng.choice((2, 3, 3, 4, 5))))
        elif form < 0.66:
            org = self._coined()
        else:
            org = self.rng.choice(PATTERNS).format(
                family=self._draw(lambda: self._family.invent(self.rng)) if self._chance(0.4) else self._last(self._locale()),
                other=self._last(self._locale()), third=self._last(self._locale()), city=self._make_city(), coined=self._coined(),
                initial=self.rng.choice("ABCDEFGHJKLMNPRSTW"))  # fmt: skip
        return org.lower() if self._chance(0.05) else org

    def _coined(self) -> str:
        """A product-like name: one or two word pieces glued together."""
        words = [word for word in common_words()[:6000] if 3 < len(word) < 8]
        first = self.rng.choice(words).capitalize()
        form = self.rng.random()
        if form < 0.35:
            return first + self.rng.choice(words)
        if form < 0.55:
            return first + self.rng.choice(words).capitalize()
        if form < 0.8:
            return self._draw(lambda: self._place.invent(self.rng))
        return first + self.rng.choice(
            ("ly", "ify", "ix", "io", "ster", "ia", "eo", "net", "soft", "tech", "ware", "base", ".com")
        )

    # people's attributes
    def _make_title(self) -> str:
        job = str(self._fakers[self.rng.choice(("en_US", "en_GB"))].job())
        if "," in job and self._chance(0.7):
            kind, detail = job.split(", ", 1)
            job = f"{detail} {kind.lower()}"
        if self._chance(0.35):
            job = self.rng.choice(_OCCUPATIONS)
        return job.lower() if self._chance(0.6) else job[0].upper() + job[1:]

    def _make_nrp(self) -> str:
        word = self.rng.choice([word for word in self._peoples if not word.endswith("s") or word.endswith("ss")])
        return word if self._chance(0.12) else word.capitalize()

    def _make_nrps(self) -> str:
        word = self.rng.choice([word for word in self._peoples if word.endswith("s") and word != "swiss"])
        return word if self._chance(0.25) else word.capitalize()

    def _make_age(self) -> str:
        return (
            str(self.rng.randint(1, 99))
            if self._chance(0.93)
            else self.rng.choice("twenty thirty forty seventeen sixty-two".split())
        )

    # time
    def _day(self) -> date:
        return date(1930, 1, 1) + timedelta(days=self.rng.randint(0, 36000))

    def _make_date(self) -> str:
        day = self._day()
        month = _MONTHS[day.month - 1]
        clock = f"{self.rng.randint(0, 23):02d}:{self.rng.randint(0, 59):02d}"
        ordinal = f"{day.day}{'th' if 4 <= day.day <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"
        return self.rng.choice((
            f"{day.month}/{day.day}/{day.year}", f"{day.day:02d}.{day.month:02d}.{day.year}", day.isoformat(), f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}", f"{month} {day.day}", f"{day.day} {month}", f"{month[:3]} {day.day}, {day.year}",
            f"{day.day}-{month[:3]}-{day.year}", f"{day.isoformat()} {clock}:{self.rng.randint(0, 59):02d}", f"{month} {ordinal}",
            f"the {ordinal} of {month}", f"{_DAYS[day.weekday()]}, {month} {day.day}", f"{day.day}/{day.month}/{day.year % 100:02d}",
            f"{month} {ordinal}, {day.year}", f"{day.isoformat()}T{clock}:00Z",
        ))  # fmt: skip

    def _make_year(self) -> str:
        return str(self.rng.randint(1900, 2029))

    def _make_month_year(self) -> str:
        month = self.rng.choice(_MONTHS)
        return self.rng.choice(
            (
                f"{month} {self._make_year()}",
                month,
                f"{self.rng.choice(('spring', 'summer', 'autumn'))} {self._make_year()}",
            )
        )

    def _make_weekday(self) -> str:
        day = self.rng.choice(_DAYS)
        return self.rng.choice((day, day, day, day, day[:3]))

    def _make_word(self) -> str:
        """An everyday word, by falling frequency, or an invented one in lower case; now and then capitalized."""
        if self._chance(0.12):
            return self._word.invent(self.rng).lower()
        words = common_words()
        word = words[int(len(words) * self.rng.random() ** 4)]
        return word.capitalize() if self._chance(0.06) else word

    def _make_unit(self) -> str:
        return self._unit()

    def _make_holiday(self) -> str:
        return self.rng.choice(
            "Christmas|Easter|Labor Day|Thanksgiving|New Year's Eve|Halloween|Ramadan|Hanukkah|Mother's Day".split("|")
        )

    def _make_job(self) -> str:
        """An occupation in general, which is nobody's title."""
        return self.rng.choice(_OCCUPATIONS).lower()

    def _make_code(self) -> str:
        """A name from a program."""
        words = [word for word in common_words()[:4000] if 1 < len(word) < 9]
        first, second = self.rng.choice(words), self.rng.choice(words)
        return self.rng.choice((
            f"{first}_{second}", f"{first}.{second}", f"{first}()", f"{first}.{second}()", f"{first.capitalize()}{second.capitalize()}",
            f"{first}{second.capitalize()}", f"_{first}", f"__{first}__", f"{first[:1]}", f"'{first}'", f"`{first}`", f"{first.upper()}_{second.upper()}",
            f"-{first[:1]}", f"--{first}", f"{first}={second}", f"{first}[{self.rng.randint(0, 9)}]", f"{first.capitalize()}Error", f"{first}.py",
            f"{first}/{second}.txt", f"0x{self.rng.randint(0, 255):x}", f"{first}({second})", f"{first}: {second}", f"{second}s", f"{first[:3]}{second[:2]}",
        ))  # fmt: skip

    def _make_acronym(self) -> str:
        """Capital letters that name no organization."""
        known = "JSON HTTP HTML CSS XML CSV PDF USB TCP UDP URL URI API SQL CPU GPU RAM DVD TV ID OK FAQ ASCII UTF POSIX LRU FIFO SSL TLS DNS PIN SMS GPS LED DIY VIP PS CV KPI ROI FYI ASAP DNA RNA MRI CT ICU HIV AC DC LGBT WWII"
        return self.rng.choice(known.split())

    def _make_stray(self) -> str:
        return self.rng.choice(STRAY)

    def _make_capital(self) -> str:
        return self._make_word().capitalize()

    # not personal, or found by patterns: filled, not labeled
    def _make_time(self) -> str:
        hour, minute = self.rng.randint(1, 12), self.rng.randint(0, 59)
        return self.rng.choice(
            (f"{hour}:{minute:02d}", f"{hour} p.m.", f"{hour} am", f"{hour + 11}:{minute:02d}", "noon")
        )

    def _make_num(self) -> str:
        return str(self.rng.randint(1, self.rng.choice((9, 60, 500, 9000, 120000))))

    def _make_money(self) -> str:
        amount = self.rng.randint(1, 9000)
        return self.rng.choice((f"${amount}", f"{amount} euros", f"£{amount}.50", f"{amount},00 EUR", f"${amount}.99"))

    def _make_phone(self) -> str:
        return str(self._locale().phone_number())

    def _make_email(self) -> str:
        return str(self._fakers["en_US"].email())

    def _make_url(self) -> str:
        return str(self._fakers["en_US"].url()) if self._chance(0.5) else f"https://www.{self._coined()}.com/"

    def _make_card(self) -> str:
        return str(self._fakers["en_US"].credit_card_number())

    def _make_iban(self) -> str:
        return str(self._fakers["en_GB"].iban())

    def _make_ssn(self) -> str:
        return str(self._fakers["en_US"].ssn())

    def _make_ip(self) -> str:
        return str(self._fakers["en_US"].ipv6() if self._chance(0.3) else self._fakers["en_US"].ipv4())

    def _make_ordernumber(self) -> str:
        letters = "".join(self.rng.choice("ABCDEFGHKLMNPRSTX") for _ in range(self.rng.choice((0, 1, 2, 3))))
        return letters + self.rng.choice(("", "-")) + str(self.rng.randint(1000, 99999999))

    def _make_handle(self) -> str:
        return "@" + str(self._fakers["en_US"].user_name())

    def _make_gendered(self) -> str:
        return self.rng.choice(("male", "female", "M", "F"))

    def _make_petname(self) -> str:
        return self.rng.choice(("Rex", "Bello", "Fluffy", "Snowball"))


_OCCUPATIONS = (
    *(
    "nurse teacher plumber carpenter cook waiter driver cashier mechanic electrician farmer gardener painter butcher baker tailor barber "
    "pilot sailor soldier guard janitor clerk secretary receptionist translator librarian pharmacist dentist surgeon veterinarian lawyer "
    "paralegal accountant auditor cashier manager director supervisor foreman welder machinist roofer mason miner fisherman logger singer "
    "dancer actor musician photographer journalist editor writer designer architect programmer analyst statistician chemist biologist"
).split(),

    "truck driver", "bus driver", "software engineer", "sales manager", "project manager", "kindergarten teacher", "police officer",
    "fire inspector", "head of marketing", "vice president of sales", "chief executive", "managing director", "tax adviser", "dental hygienist",
    "crane operator", "assembly line worker", "data entry clerk", "flight attendant", "social worker", "physical therapist", "lab technician",
    "real estate agent", "insurance broker", "customer service representative", "warehouse worker", "hotel manager", "CEO", "CFO", "CTO",
)  # fmt: skip


def _places() -> list[str]:
    return _cached("p")


def common_words() -> list[str]:
    """Everyday English words, the more frequent ones first."""
    return _cached("")


@lru_cache(maxsize=4)
def _cached(kind: str) -> list[str]:
    lists = gazetteer()
    if kind:
        return sorted(word for word, kinds in lists.kinds.items() if kind in kinds)
    return [
        word
        for word, band in lists.band.items()
        if (len(word) > 1 or word in ("a", "i")) and not (band > 1 and word in lists.kinds) and word not in _CALENDAR
    ]
