"""Makers of slot values that are nobody's: words, names from programs, numbers, prices; filled and not labeled."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from labelcards.privacy.tagger.gazetteer import gazetteer
from labelcards.privacy.training.invent import Inventor

__all__ = ["LOCALES", "OCCUPATIONS", "STRAY", "Impersonal", "common_words"]

STRAY = "â€™|â€œ|Ã©|Â|ג€“|ג€™|&amp;|{name}|{street}|<br>|***|>>|--|~|§|[...]|€|%20|\\|^|_|■|nan".split("|")
"""What broken encodings and markup leave in a text."""

_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday jan feb apr jun jul aug sep oct nov dec mon tue wed thu fri".lower().split()
)


LOCALES = (
    "en_US", "en_GB", "en_AU", "en_CA", "en_IN", "en_IE", "de_DE", "de_AT", "fr_FR", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT",
    "nl_NL", "sv_SE", "no_NO", "da_DK", "fi_FI", "pl_PL", "cs_CZ", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "sk_SK", "tr_TR", "et_EE",
    "lt_LT", "lv_LV", "is_IS", "vi_VN", "id_ID", "el_GR", "ru_RU", "ja_JP",
)  # fmt: skip
_WEIGHTS = tuple(
    12 if name == "en_US" else 5 if name.startswith("en") else 1 if name in ("el_GR", "ru_RU", "ja_JP") else 2
    for name in LOCALES
)


class Impersonal:
    """Seeded makers of values that are not personal, or that patterns find.

    Attributes:
        rng: decides everything.
        fold: 0 to train on, 1 to test on.
    """

    rng: random.Random
    fold: int
    _fakers: dict[str, Any]
    _word: Inventor
    _place: Inventor

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _mine(self, word: str) -> bool:
        return (zlib.crc32(word.lower().encode()) % 5 == 0) == bool(self.fold)

    def _draw(self, maker: Callable[[], str]) -> str:
        for _ in range(30):
            value = maker()
            if self._mine(value):
                return value
        return value

    def _locale(self) -> Any:
        return self._fakers[self.rng.choices(LOCALES, _WEIGHTS)[0]]

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

    def _digits(self, count: int) -> str:
        return "".join(self.rng.choice("0123456789") for _ in range(count))

    def _capitals(self, count: int) -> str:
        return "".join(self.rng.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in range(count))

    def _make_word(self) -> str:
        """An everyday word, by falling frequency, or an invented one in lower case; now and then capitalized."""
        if self._chance(0.12):
            return self._word.invent(self.rng).lower()
        words = common_words()
        word = words[int(len(words) * self.rng.random() ** 4)]
        return word.capitalize() if self._chance(0.06) else word

    def _make_holiday(self) -> str:
        return self.rng.choice(
            "Christmas|Easter|Labor Day|Thanksgiving|New Year's Eve|Halloween|Ramadan|Hanukkah|Mother's Day".split("|")
        )

    def _make_job(self) -> str:
        """An occupation in general, which is nobody's title."""
        return self.rng.choice(OCCUPATIONS).lower()

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

    def _make_plate(self) -> str:
        """What is written on a vehicle."""
        return self.rng.choice((
            f"{self._capitals(2)}{self._digits(2)} {self._capitals(3)}", f"{self._capitals(3)} {self._digits(4)}",
            f"{self._capitals(1)}-{self._capitals(2)} {self._digits(3)}", f"{self._digits(4)} {self._capitals(3)}",
            f"{self._capitals(2)}-{self._digits(3)}-{self._capitals(2)}", f"{self._digits(1)}{self._capitals(3)}{self._digits(3)}",
            f"{self._capitals(2)} {self._digits(5)}", f"{self._capitals(3)}{self._digits(3)}",
        ))  # fmt: skip

    def _make_part(self) -> str:
        """A quantity with its unit, or the name of a part."""
        unit = self.rng.choice(
            "cm mm m km kg g mg ml l GB MB kB MHz V W A °C % hours minutes days pcs px dpi mph bar".split()
        )
        return self.rng.choice((
            f"{self._digits(self.rng.randint(1, 3))} {unit}", f"{self._digits(2)}.{self._digits(1)} {unit}",
            f"{self._capitals(self.rng.randint(1, 3))}-{self._digits(self.rng.randint(2, 4))}", f"M{self._digits(1)}x{self._digits(2)}",
            f"{self._digits(1)},{self._digits(3)} {unit}", f"{self._digits(2)}x{self._digits(2)}",
        ))  # fmt: skip

    def _make_price(self) -> str:
        return f"{self._digits(self.rng.randint(1, 4))}.{self._digits(2)}"


OCCUPATIONS = (
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


@lru_cache(maxsize=1)
def common_words() -> list[str]:
    """Everyday English words, the more frequent ones first."""
    lists = gazetteer()
    return [
        word
        for word, band in lists.band.items()
        if (len(word) > 1 or word in ("a", "i")) and not (band > 1 and word in lists.kinds) and word not in _CALENDAR
    ]
