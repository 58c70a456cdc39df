"""The tickets: different from each other, in several styles, with personal values where the truth file says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from labelcards.demo.grammar import expand, fill, reword
from labelcards.demo.people import mailbox
from labelcards.demo.records import Story
from labelcards.demo.streams import stream
from tests.demo.conftest import VERSIONS, Tables
from tests.demo.skeleton import skeleton

ENTITIES = {
    "PERSON",
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "LOCATION",
    "CREDIT_CARD",
    "IBAN_CODE",
    "DATE_TIME",
    "ORDER_ID",
}


@pytest.fixture(scope="module")
def planted(demo: Path) -> list[dict[str, str | int]]:
    """The truth file, parsed."""
    lines = (demo / "raw" / "planted.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + 3]) for start in range(len(words) - 2)}


def test_bodies_differ_when_names_are_removed(story: Story) -> None:
    """No two bodies are the same once every personal value is replaced by its type."""
    skeletons = {skeleton(ticket.body) for ticket in story.tickets}
    assert len(skeletons) == len(story.tickets)


def test_near_duplicates_are_rare(story: Story) -> None:
    """Fewer than one body in a hundred shares 70% of its word triples with another one."""
    shingles = [_shingles(skeleton(ticket.body)) for ticket in story.tickets]
    near = sum(
        any(len(mine & other) > 0.7 * len(mine | other) for other in shingles[:place])
        for place, mine in enumerate(shingles)
    )
    assert near < len(shingles) / 100


def test_styles_channels_and_lengths_vary(story: Story) -> None:
    """At least eight ways of writing occur, none dominates, and texts range from a line to a page."""
    styles = Counter(ticket.style for ticket in story.tickets)
    assert len(styles) >= 8
    assert max(styles.values()) < 0.25 * len(story.tickets)
    assert min(styles.values()) >= 20
    words = sorted(len(ticket.body.text.split()) for ticket in story.tickets)
    assert words[0] < 22
    assert words[-1] > 90


def test_groups_have_enough_items(tables: Tables) -> None:
    """Every region, channel, level, topic and urgency has at least 60 of the 1,200 tickets."""
    items = tables["2.0.0"]["items"]
    for column in ("region", "channel", "language_level"):
        assert items[column].value_counts().min() >= 60
    for question in ("topic", "urgency"):
        answers = tables["2.0.0"]["annotations"][question].value_counts(normalize=True)
        assert answers.min() >= 0.05
    assert items["age"].astype(int).between(18, 90).all()
    assert items["postcode"].str.fullmatch(r"\d{5}").all()
    assert 0.4 < items["customer_id"].nunique() / len(items) < 0.9


def test_every_planted_value_stands_where_the_truth_says(planted: list[dict[str, str | int]], tables: Tables) -> None:
    """``text[start:end] == value`` for each planted value in each version that has the text."""
    for version in VERSIONS:
        items = tables[version]["items"].set_index("ticket_id")
        reasons = tables[version]["adjudications"].set_index(["ticket_id", "question"])["reason"]
        checked = Counter()
        for entry in planted:
            if entry["table"] == "items" and entry["ticket_id"] in items.index:
                text = items.loc[entry["ticket_id"], entry["column"]]
            elif entry["table"] == "adjudications" and (entry["ticket_id"], entry["question"]) in reasons.index:
                text = reasons.loc[(entry["ticket_id"], entry["question"])]
            else:
                continue
            assert text[int(entry["start"]) : int(entry["end"])] == entry["value"]
            checked[str(entry["column"])] += 1
        assert checked["body"] > len(items)
        assert checked["subject"] > 20
        assert checked["internal_notes"] > 20
        assert checked["reason"] > 0 or version == "1.0.0"


def test_every_kind_of_personal_value_is_planted_in_bodies(planted: list[dict[str, str | int]]) -> None:
    """Each entity type stands at least 20 times in the bodies."""
    counts = Counter(entry["entity_type"] for entry in planted if entry["column"] == "body")
    assert set(counts) == ENTITIES
    assert min(counts.values()) >= 20


def test_cards_ibans_and_mails_are_valid(planted: list[dict[str, str | int]]) -> None:
    """Card numbers pass Luhn, IBANs pass mod 97, and e-mails lie in domains reserved for examples."""
    values: dict[str, set[str]] = {}
    for entry in planted:
        values.setdefault(str(entry["entity_type"]), set()).add(str(entry["value"]))
    for card in values["CREDIT_CARD"]:
        digits = [int(digit) for digit in card if digit.isdigit()]
        doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
        assert sum(doubled) % 10 == 0
        assert len(digits) == 16
    for iban in values["IBAN_CODE"]:
        compact = iban.replace(" ", "")
        assert int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1
    for mail in values["EMAIL_ADDRESS"]:
        assert re.fullmatch(r"[a-z0-9._-]+@([a-z]+\.)?example\.(com|org|net)", mail)


def test_texts_are_trimmed_nfc_and_have_no_slots_left(tables: Tables) -> None:
    """Readers trim and normalize texts; nothing moves, so the places in the truth file stay right."""
    items = tables["2.0.0"]["items"]
    for column in ("subject", "body", "internal_notes"):
        for text in items[column]:
            assert text == text.strip()
            assert text == unicodedata.normalize("NFC", text)
            assert not re.search(r"\{[a-z_]+\}|<[a-z_]+>", text)
            assert column == "internal_notes" or text


def test_grammar_keeps_slots_and_words() -> None:
    """Alternatives are chosen, words put in, articles adapted, and slots survive a change of the words around them."""
    rng = stream(1, "test")
    text = expand(rng, "[Hi|Hi], a <product> for {name}, a [big|big] one", {"product": "air fryer"})
    assert text == "Hi, an air fryer for {name}, a big one"
    loud = reword(text, str.upper)
    assert loud == "HI, AN AIR FRYER FOR {name}, A BIG ONE"
    filled = fill(loud, {"name": ("PERSON", "Zoë")})
    assert [(span.start, span.end, span.value) for span in filled.spans] == [(21, 24, "Zoë")]
    assert filled.text[21:24] == "Zoë"
    assert skeleton(filled) == "HI, AN AIR FRYER FOR <PERSON>, A BIG ONE"


def test_mailboxes_are_plain_ascii() -> None:
    """Accents, sharp s and spaces do not reach the address."""
    assert mailbox("José", "Groß Łęcki") == "jose.grosslecki"
