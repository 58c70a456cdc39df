"""What the slots of a template are filled with: invented people, places, organizations, dates and numbers."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from labelcards.privacy.tagger.gazetteer import gazetteer
from labelcards.privacy.training.impersonal import LOCALES, OCCUPATIONS, Impersonal
from labelcards.privacy.training.invent import Inventor
from labelcards.privacy.training.organizations import KNOWN, PATTERNS, TRADES

__all__ = ["LABELS", "Fillings"]

LABELS: dict[str, str] = {
    "person": "PERSON", "given": "PERSON", "initial": "PERSON", "family": "PERSON", "city": "LOCATION", "country": "LOCATION", "region": "LOCATION",
    "place_name": "LOCATION", "org": "ORGANIZATION", "address": "STREET_ADDRESS", "street_line": "STREET_ADDRESS", "unit": "STREET_ADDRESS",
    "street_name": "STREET_ADDRESS", "zip": "POSTCODE", "date": "DATE_TIME", "year": "DATE_TIME", "weekday": "DATE_TIME",
    "month_year": "DATE_TIME", "age": "AGE", "nrp": "NRP", "nrps": "NRP", "party": "NRP", "title": "TITLE",
}  # fmt: skip
"""Slot → the label of what fills it; the other slots (``phone``, ``money``, …) are filled but not labeled."""

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


RANKS = (
    "M. Mme Mlle Herr Frau Sr. Sra. Señor Señora Signor Signora Dott. Ing. Fr. Father Sister Brother Judge Justice Officer Detective "
    "Sgt. Sergeant Capt. Captain Lt. Lieutenant Col. Colonel Maj. Gen. Major General Cpl. Pvt. Senator President Lord Lady Dame Hon. "
    "Mx. Mx Madam Mister mr mrs ms dr Mevrouw Dhr. Pan Pani Nurse Coach Rabbi Imam Pastor Bishop Ambassador Councillor Aunt Uncle"
).split()
_LEANINGS = "Liberal Social Green National Progressive United People's Free New Democratic Reform Workers' Farmers' Radical Centre Left".split()
_GROUPS = "Party Alliance Union Front Movement Democrats League Greens Coalition Party Party Socialists Bloc Congress Federation".split()


class Fillings(Impersonal):
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

    def _make_initial(self) -> str:
        return self.rng.choice("ABCDEFGHIJKLMNOPRSTVW")

    def _make_honorific(self) -> str:
        return self.rng.choice(
            ("Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Miss", "Dr.", "Dr", "Prof.", "Professor", "Sir", "Rev.")
            if self._chance(0.75)
            else RANKS
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
                "Rua|Calle|Via|Avenida|Rue de|Plaza|Corso|Ulica|Strada|Piazza|ul.|Av.|Chemin des|Quai|Avda. de los|Rua da|Rue des|Allée du|Jalan|"
                "Jl.|Rue du|Calle de la|Largo do|Via dei|Carrera|Paseo de".split("|")
            )
            return f"{lead} {self._draw(lambda: self._family.invent(self.rng))}"
        return str(faker.street_name())

    def _number(self) -> str:
        number = str(self.rng.choice((self.rng.randint(1, 99), self.rng.randint(1, 400), self.rng.randint(100, 99999))))
        return number + self.rng.choice(("", "", "", "", "", "a", "B", "-3", "/2"))

    def _unit(self) -> str:
        return f"{self.rng.choice(('Apt.', 'Suite', 'Apt', 'Unit', 'Flat', '#', 'Floor'))} {self.rng.randint(1, 999)}"

    def _make_unit(self) -> str:
        return self._unit()

    def _odd_line(self, street: str) -> str:
        """Number, street and parts of a building as they are written elsewhere."""
        number = self.rng.randint(1, 180)
        return self.rng.choice((
            f"{number} {self.rng.choice(('bis', 'ter'))}, {street}", f"{street}, {number}", f"{street}, nº {number}", f"{number}, {street}",
            f"{self.rng.randint(1, 30)}F, {number} {street}", f"House {number}, {street}", f"{street} {number}, {self.rng.randint(1, 9)}º",
            f"Flat {self.rng.randint(1, 60)}, {number} {street}", f"{number} {street}, Block {self._capitals(1)}", f"Plot {number}, {street}",
            f"{number}-{self.rng.randint(1, 20)} {street}", f"{street} no. {number}", f"Block {self._digits(2)}, {street} #{number}",
        ))  # fmt: skip

    def _make_street_line(self) -> str:
        street = self._make_street_name()
        form = self.rng.random()
        if form < 0.5:
            line = f"{self._number()} {street}"
        elif form < 0.75:
            line = f"{street} {self._number()}"
        elif form < 0.80:
            line = f"{self._number()} {street} {self._number()}"
        elif form < 0.86:
            line = self._odd_line(street)
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
                initial=self.rng.choice("ABCDEFGHJKLMNPRSTW"), trade=self.rng.choice(TRADES))  # fmt: skip
        return org.lower() if self._chance(0.05) else org

    # people's attributes
    def _make_title(self) -> str:
        job = str(self._fakers[self.rng.choice(("en_US", "en_GB"))].job())
        if "," in job and self._chance(0.7):
            kind, detail = job.split(", ", 1)
            job = f"{detail} {kind.lower()}"
        if self._chance(0.35):
            job = self.rng.choice(OCCUPATIONS)
        return job.lower() if self._chance(0.6) else job[0].upper() + job[1:]

    def _make_nrp(self) -> str:
        word = self.rng.choice([word for word in self._peoples if not word.endswith("s") or word.endswith("ss")])
        return word if self._chance(0.12) else word.capitalize()

    def _make_nrps(self) -> str:
        word = self.rng.choice([word for word in self._peoples if word.endswith("s") and word != "swiss"])
        return word if self._chance(0.25) else word.capitalize()

    def _make_party(self) -> str:
        """A political group, by its name or its letters."""
        if self._chance(0.35):
            return self._capitals(self.rng.choice((2, 3, 3, 4, 4, 5)))
        first = self.rng.choice(
            (self._coined(), self._make_nrp().capitalize(), self._make_nrp().capitalize(), self.rng.choice(_LEANINGS))
        )
        if self._chance(0.25):
            first += f" {self.rng.choice(_LEANINGS)}"
        return f"{first} {self.rng.choice(_GROUPS)}"

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
            f"{day.day}/{day.month}", f"{day.isoformat().replace('-', '')}", f"{ordinal} of {month} {day.year}", f"{day.day}. {month} {day.year}",
            f"{day.day} {month[:3]}. {day.year} at {clock}", f"{day.day}.{day.month}.{day.year % 100:02d}",
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


def _places() -> list[str]:
    return sorted(word for word, kinds in gazetteer().kinds.items() if "p" in kinds)
