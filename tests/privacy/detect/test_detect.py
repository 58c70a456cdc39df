"""What the built-in detector finds, and that it fails closed."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.engines import EngineSpec
from labelcards.privacy.detect.prepare import LONGEST
from labelcards.privacy.recognizers.mail import OfflineEmailRecognizer
from labelcards.privacy.tagger.tokens import TokenSequence

FOUND = [
    ("My name is Marta Kowalczyk and I need help.", "Marta Kowalczyk", "PERSON"),
    ("Please call Mr. Okonkwo back.", "Okonkwo", "PERSON"),
    ("Dr. Schneider signed it.", "Schneider", "PERSON"),
    ("Write to jane.doe@example.com today.", "jane.doe@example.com", "EMAIL_ADDRESS"),
    ("Write to jane [at] example [dot] com today.", "jane [at] example [dot] com", "EMAIL_ADDRESS"),
    ("Call +44 20 7946 0958 now.", "+44 20 7946 0958", "PHONE_NUMBER"),
    ("Call (212) 555-0187 now.", "(212) 555-0187", "PHONE_NUMBER"),
    ("Call 030 901820 now.", "030 901820", "PHONE_NUMBER"),
    ("My card 4539 1488 0343 6467 expired.", "4539 1488 0343 6467", "CREDIT_CARD"),
    ("Card number 4539148803436468 is mistyped.", "4539148803436468", "CREDIT_CARD"),
    ("IBAN GB82 WEST 1234 5698 7654 32 please", "GB82 WEST 1234 5698 7654 32", "IBAN_CODE"),
    ("My SSN is 536-22-8731.", "536-22-8731", "US_SSN"),
    ("Order number AB-482913 is late.", "AB-482913", "ID_NUMBER"),
    ("Customer ID: 88213004", "88213004", "ID_NUMBER"),
    ("Ticket #482913 is open.", "482913", "ID_NUMBER"),
    ("Passport no. C01X0006H", "C01X0006H", "ID_NUMBER"),
    ("I live at 221B Baker Street in London.", "221B Baker Street", "STREET_ADDRESS"),
    ("Ich wohne in der Hauptstraße 12.", "Hauptstraße 12", "STREET_ADDRESS"),
    ("P.O. Box 1234", "P.O. Box 1234", "STREET_ADDRESS"),
    ("The postcode is SW1A 1AA.", "SW1A 1AA", "POSTCODE"),
    ("She is a 34 year old nurse.", "34", "AGE"),
    ("He was born on 14 March 1984.", "14 March 1984", "DATE_TIME"),
    ("Logged at 2026-03-14T10:22:01Z.", "2026-03-14T10:22:01Z", "DATE_TIME"),
    ("See https://www.example.org/u/42?x=1 for it.", "https://www.example.org/u/42?x=1", "URL"),
    ("Follow @jane_doe84 there.", "@jane_doe84", "HANDLE"),
    ("From 192.168.13.7 to here", "192.168.13.7", "IP_ADDRESS"),
    ("The password is hunter2!x", "hunter2!x", "CREDENTIAL"),
    ("She moved from Kraków to Lisbon.", "Kraków", "LOCATION"),
]


@pytest.mark.parametrize(
    ("text", "value", "kind"), FOUND, ids=[f"{kind}-{number}" for number, (*_, kind) in enumerate(FOUND)]
)
def test_finds(detector: Detector, text: str, value: str, kind: str) -> None:
    """Each kind of personal data is found whole and under its name."""
    found = detector.find([text])[0].findings
    assert (value, kind) in {(text[f.start : f.end], f.entity_type) for f in found} or any(
        value in text[f.start : f.end] and f.entity_type == kind for f in found
    )


@pytest.mark.parametrize(
    "text",
    [
        "How do I reset my password?",
        "The battery lasts about nine hours.",
        "Version 2.0 of the app crashes.",
        "See Table 3 and Figure 12.",
        "It costs $45 per month.",
        "Thank you for your quick answer.",
    ],
)
def test_leaves_plain_sentences_alone(detector: Detector, text: str) -> None:
    """Sentences without personal data have no finding."""
    assert detector.find([text])[0].findings == ()


def test_failures_are_per_text(detector: Detector) -> None:
    """A text that cannot be searched says why and does not disturb its neighbors."""
    texts = ["Mr. Okonkwo called.", "bad\x00text", "x" * (LONGEST + 1), "\ud800", "Mr. Okonkwo called."]
    found = detector.find(texts)
    assert [each.failure for each in found] == ["", "control-character", "too-long", "control-character", ""]
    assert found[0] == found[4]
    assert found[0].findings


def test_crashing_recognizer_withholds_the_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recognizer that raises on one text makes that text fail, whatever it raises."""

    def crash(self: OfflineEmailRecognizer, pattern_text: str) -> bool:
        raise RuntimeError(pattern_text)

    detector = Detector(EngineSpec("builtin"))
    monkeypatch.setattr(OfflineEmailRecognizer, "validate_result", crash)
    found = detector.find(["a@b.com", "Mr. Okonkwo called."])
    assert found[0].failure == "recognizer-failed"
    assert found[0].findings == ()
    assert found[1].findings


def test_crashing_tagger_withholds_everything_it_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that fails as a whole is tried text by text."""
    detector = Detector(EngineSpec("builtin"))
    real = detector._names[0].scan_all

    def crash(texts: list[TokenSequence]) -> Any:
        if any("boom" in text.words for text in texts):
            raise ValueError(texts[0].words)
        return real(texts)

    monkeypatch.setattr(detector._names[0], "scan_all", crash)
    found = detector.find(["boom", "Mr. Okonkwo called."])
    assert [each.failure for each in found] == ["recognizer-failed", ""]


def test_nothing_of_a_text_reaches_a_log(detector: Detector, caplog: pytest.LogCaptureFixture) -> None:
    """Presidio logs the matched value when an IBAN cannot be read; here no log gets it."""
    with caplog.at_level(logging.DEBUG):
        detector.find(["IBAN DE٣٣ 3704 0044 0532 0130 00 and jane@doe.org and 4539 1488 0343 6467"])
    assert "0532" not in caplog.text
    assert "jane" not in caplog.text


def test_no_network_and_no_cache_for_public_suffixes(detector: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking an e-mail address opens no connection."""
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    found = detector.find(["jane@doe.co.uk"])[0]
    assert "EMAIL_ADDRESS" in {f.entity_type for f in found.findings}


def test_findings_do_not_depend_on_company(detector: Detector) -> None:
    """A text has the same findings alone, among others, and in another order."""
    texts = [text for text, *_ in FOUND] + ["", "\n", "🙂", "plain words only"]
    together = detector.find(texts)
    assert detector.find(list(reversed(texts))) == list(reversed(together))
    assert [detector.find([text])[0] for text in texts] == together


def test_parameters_name_engine_versions_and_recognizers(detector: Detector) -> None:
    """What the findings depend on is recorded."""
    recorded = detector.parameters
    assert recorded["engine"] == "builtin"
    assert recorded["engine.presidio-analyzer"]
    assert "LabelcardsNames" in str(recorded["recognizers"])
    assert len(str(recorded["configuration"])) == 16


def test_hash_seed_does_not_matter() -> None:
    """Two processes with different hash seeds find the same, under the same configuration digest."""
    import os
    import subprocess
    import sys

    program = (
        "from labelcards.privacy.detect.detector import open_detector; d = open_detector();"
        "print(d.configuration, d.find(['Mr. Ann Lee, 34, of Oslo; card 4539148803436467, +44 20 7946 0958']))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
