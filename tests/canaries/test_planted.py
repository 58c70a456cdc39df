"""A thousand planted pieces of personal data leave no trace in anything that the anonymization hands on."""

from __future__ import annotations

import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from faker import Faker

from labelcards.catalog.privacy import CLEANING
from labelcards.catalog.row import entries
from labelcards.documents.figures import MetricsDocument
from labelcards.privacy.clean import CleanResult, clean_version
from labelcards.privacy.detect.detector import Detector, open_detector
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.policy import Policy
from tests.privacy.versions import cells, make

KEY = PseudonymKey(b"a key for canaries, 32 bytes ....")
PLANTED = 1000
SENTENCES = {
    "mail": "Please answer to {} as soon as possible.",
    "phone": "You can call me on {} in the morning.",
    "card": "The payment with card {} was declined.",
    "iban": "Send the refund to IBAN {} please.",
    "ssn": "My social security number is {}.",
    "ip": "I was blocked while using {} yesterday.",
    "link": "My profile is {} if you need it.",
    "handle": "Write me on {} instead.",
    "order": "Order number {} never arrived.",
    "passport": "Passport number {} was refused.",
    "introduction": "Hello, my name is {} and I need help.",
    "title": "Yesterday Mr. {} promised a refund.",
    "street": "Deliver it to {} next time.",
    "birth": "My date of birth is {}, please check.",
    "password": "The password is {} and it fails.",
}


def _value(kind: str, faker: Faker, rng: random.Random, number: int) -> str:
    digits = "".join(rng.choice("0123456789") for _ in range(7))
    makers: dict[str, Callable[[], object]] = {
        "mail": lambda: f"{faker.user_name()}{number}@{faker.domain_name()}",
        "phone": lambda: f"+44 20 7{digits[:3]} {digits[3:]}",
        "card": faker.credit_card_number,
        "iban": faker.iban,
        "ssn": faker.ssn,
        "ip": faker.ipv4_public,
        "link": lambda: f"https://social.example.org/{faker.user_name()}{number}",
        "handle": lambda: f"@{faker.user_name()}_{number}",
        "order": lambda: f"QX-{digits}{number}",
        "passport": lambda: f"C{digits}{number % 10}",
        "introduction": lambda: f"{faker.first_name()} {faker.last_name()}",
        "title": faker.last_name,
        "street": lambda: f"{rng.randint(10, 9999)} {faker.last_name()} Street",
        "birth": lambda: faker.date_of_birth(minimum_age=20).strftime("%d %B %Y"),
        "password": lambda: f"hunter{digits}!",
    }
    return str(makers[kind]())


def _planted() -> tuple[CleanInput, list[str]]:
    """Items with one planted value each in the text, and others in the structured columns, and all the values."""
    rng = random.Random(2026)
    faker = Faker("en_US")
    faker.seed_instance(2026)
    items: list[dict[str, str | None]] = []
    values: list[str] = []
    kinds = sorted(SENTENCES)
    for number in range(PLANTED - 60):
        kind = kinds[number % len(kinds)]
        value = _value(kind, faker, rng, number)
        values.append(value)
        items.append(
            {"item_id": f"i{number}", "text": SENTENCES[kind].format(value), "region": "north", "day": "2026-03-14"}
        )
    for number in range(40):
        mail = f"buyer{number}.{faker.user_name()}@{faker.domain_name()}"
        items[number] |= {"customer": mail, "note": f"vip {mail}", "zip": f"{number:02d}{rng.randint(100, 999)}7"}
        values += [mail]
    people = {
        f"{faker.user_name()}{n}@crowd.example.net": {"age": "34", "full_name": f"Zeb{n} {faker.last_name()}"}
        for n in range(10)
    }
    values += [*people, *(entry["full_name"] for entry in people.values())]
    return (items, people), values


CleanInput = tuple[list[dict[str, str | None]], dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def detector() -> Detector:
    """The built-in detector."""
    return open_detector()


def _outputs(result: CleanResult, folder: Path) -> str:
    """Everything that is written: tables, the document, the fingerprints."""
    document = MetricsDocument(
        document="anonymization",
        dataset="tickets",
        version="1.0.0",
        figures=result.figures,
        catalog=entries(CLEANING),
        parameters=result.parameters,
        warnings=result.warnings,
    )
    result.version.items.to_parquet(folder / "items.parquet")
    return "\n".join([*cells(result.version), document.dump(), result.fingerprints.dump(), repr(result.warnings)])


@pytest.mark.parametrize("action", ["replace", "pseudonym", "mask", "redact"])
def test_no_planted_value_survives(
    detector: Detector, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], action: str
) -> None:
    """None of 1,000 values of 15 types and 4 structured kinds is in a table, document, cache, log or stream."""
    (items, people), values = _planted()
    assert len(values) == PLANTED
    reasons: list[str | None] = [f"{people[name]['full_name']} says so, ask {name}" for name in sorted(people)]
    raw = make(items, people, reasons=reasons)
    with caplog.at_level(logging.DEBUG):
        result = clean_version(
            raw, Policy.from_params({"default": action}), KEY, detector, cache_dir=tmp_path / "cache"
        )
    written = _outputs(result, tmp_path)
    files = b"\n".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())
    streams = "".join(capfd.readouterr())
    survivors = [
        number
        for number, value in enumerate(values)
        if value in written or value.encode() in files or value in caplog.text or value in streams
    ]
    assert survivors == []


def test_no_text_keeps_its_own_value_with_surrogates(detector: Detector) -> None:
    """An invented name may by chance be somebody else's real one, but no text keeps the value that was planted in
    it.
    """
    (items, people), values = _planted()
    clean = clean_version(make(items, people), Policy("surrogate"), KEY, detector).version
    texts = clean.items.set_index("item_id")["text"]
    kept = [number for number, item in enumerate(items) if values[number] in texts[str(item["item_id"])]]
    assert kept == []


_PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.canaries.test_planted import KEY, _planted
from tests.privacy.versions import make
from labelcards.privacy.clean import clean_version
from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.policy import Policy
(items, people), values = _planted()
detector = open_detector()
print("ready", flush=True)
while True:
    clean_version(make(items, people), Policy(), KEY, detector, cache_dir=Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_killing_leaves_no_raw_value_behind(tmp_path: Path, root: Path) -> None:
    """Killed at 20 random moments, the work leaves no planted value in its cache folder or temporary folder."""
    _, values = _planted()
    rng = random.Random(7)
    for attempt in range(20):
        cache, scratch = tmp_path / f"cache{attempt}", tmp_path / f"tmp{attempt}"
        scratch.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM.format(root=str(root)), str(cache)],
            env={**os.environ, "TMPDIR": str(scratch)},
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(rng.random() * 1.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        content = b"\n".join(
            path.read_bytes() for folder in (cache, scratch) for path in sorted(folder.rglob("*")) if path.is_file()
        )
        assert [number for number, value in enumerate(values) if value.encode() in content] == []
