"""Hostile texts: no crash, no raw leak past a failure, and bounded time."""

# ruff: noqa: E501 - word lists

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.prepare import LONGEST, prepared
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.policy import Policy
from labelcards.privacy.texts import WITHHELD, TextCleaner

_PLANES = [(0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x590, 0x6FF), (0x900, 0x97F), (0x2000, 0x206F), (0x3040, 0x30FF), (0xFF00, 0xFFEF),
           (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF), (0xE0000, 0xE007F), (0x00, 0x1F), (0xD800, 0xDFFF)]  # fmt: skip
_BITS = [
    "jane@doe.org",
    "+44 20 7946 0958",
    "4539148803436467",
    "Mr. Okonkwo",
    "<b>",
    "&nbsp;",
    "\u202e",
    "\u200b",
    "\r\n",
    "👩‍👩‍👧",
    "@",
    "://",
    "...",
]


def _noise(rng: random.Random) -> str:
    pieces = []
    for _ in range(rng.randint(0, 30)):
        low, high = rng.choice(_PLANES)
        pieces.append(
            chr(rng.randint(low, high)) * rng.choice((1, 1, 1, 5)) if rng.random() < 0.8 else rng.choice(_BITS)
        )
    return "".join(pieces)


def test_noise_never_crashes_and_spans_are_sound(detector: Detector, key: PseudonymKey) -> None:
    """2,000 texts from all planes of Unicode: every one is cleaned or withheld, every span lies inside its text."""
    rng = random.Random(11)
    texts = [_noise(rng) for _ in range(2000)]
    ready = [prepared(text) for text in texts]
    for text, found in zip(ready, detector.find(ready), strict=True):
        assert all(0 <= f.start < f.end <= len(text) and 0 < f.score <= 1 for f in found.findings)
        assert found.failure in ("", "control-character")
    cleaned = TextCleaner(detector, Policy(), key).clean(texts)
    for text in texts:
        new = cleaned[text]
        assert new.text == WITHHELD if new.reason else "jane@doe.org" not in new.text


@pytest.mark.slow
def test_ten_thousand_noisy_texts(detector: Detector) -> None:
    """The same for 10,000 other texts."""
    rng = random.Random(12)
    texts = [prepared(_noise(rng)) for _ in range(10_000)]
    assert len(detector.find(texts)) == len(texts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_is_rewritten_soundly(detector: Detector, key: PseudonymKey, text: str) -> None:
    """Whatever the text: removing all findings leaves a subsequence of the prepared text."""
    cleaned = TextCleaner(detector, Policy.from_params({"default": "redact"}), key).clean([text])[text]
    if cleaned.reason:
        return
    rest = iter(prepared(text))
    assert all(character in rest for character in cleaned.text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["a", "1", "1 ", "1-", "1.", "a.", "a@", "@a", "+1", "(1)", "A1", "Ab ", "a-", "::", "1:", "/", "http://a", "#1", "order 1", "!a", "a!", "0x", "\n", "Street 1 ", "St ",
     "Jan 1 ", "é", "Mr. A", "A. ", "1/1/", "password:", "ID: ", "zip ", "DE89 ", "at [", "x@x.", "\u0661", "'", "’s"],
)  # fmt: skip
def test_no_expression_is_catastrophic(detector: Detector, unit: str) -> None:
    """A text of the greatest length, made of one unit, is searched (or given up) within seconds of work, whatever the
    unit.
    """
    text = (unit * LONGEST)[:LONGEST]
    detector.find(["warm up"])
    started = time.process_time()
    detector.find([text])
    assert time.process_time() - started < 20


def test_a_line_of_a_megabyte_is_withheld(detector: Detector, key: PseudonymKey) -> None:
    """Too long is withheld at once, not cut."""
    text = "jane@doe.org " * 80_000
    started = time.process_time()
    cleaned = TextCleaner(detector, Policy(), key).clean([text])[text]
    assert cleaned.text == WITHHELD
    assert cleaned.reason == "too-long"
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "ja\u200bne@do\u200be.org",
        "jane\u202e@doe.org",
        "jane\u200d@\u200ddoe.org",
        "４５３９ １４８８ ０３４３ ６４６７".translate({0: None}),
        "ja\u00adne@doe.org",
    ],
)
def test_invisible_characters_hide_nothing(detector: Detector, key: PseudonymKey, text: str) -> None:
    """Zero-width, direction and soft-hyphen characters inside a value do not save it; full-width digits are digits."""
    cleaned = TextCleaner(detector, Policy(), key).clean([text])[text]
    assert "doe" not in cleaned.text
    assert "３" not in cleaned.text


@pytest.mark.parametrize("unit", ["a", "1 ", "a@", "+1", "order 1", "a!", "Mr. A", "x@x.", "'"])
def test_time_grows_in_proportion(detector: Detector, unit: str) -> None:
    """Eight thousand characters of the worst kinds take less than three seconds of work."""
    started = time.process_time()
    detector.find([(unit * 8000)[:8000]])
    assert time.process_time() - started < 3
