"""Operators and the rewriting of a text."""

from __future__ import annotations

import re

import pytest

from labelcards.errors import InputError
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.operators.generalize import generalize
from labelcards.privacy.operators.surrogate import surrogate
from labelcards.privacy.policy import Policy
from labelcards.privacy.rewrite import rewrite

TEXT = "Dr. Jane Doe (34) wrote."
FOUND = [EntityFinding(0, 12, "PERSON", 0.9), EntityFinding(14, 16, "AGE", 0.9)]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("replace", "<PERSON> (<AGE>) wrote."),
        ("mask", "**. **** *** (**) wrote."),
        ("redact", " () wrote."),
        ("keep", TEXT),
        ("generalize", "<PERSON> (30-39) wrote."),
    ],
)
def test_plain_actions(action: str, expected: str, key: PseudonymKey) -> None:
    """Each keyless action gives the documented text."""
    assert rewrite(TEXT, FOUND, Policy.from_params({"default": action}), key).text == expected


def test_drop_withholds_the_text(key: PseudonymKey) -> None:
    """One finding of a dropped type takes the whole text away."""
    assert rewrite(TEXT, FOUND, Policy.from_params({"AGE": "drop"}), key).text is None


def test_pseudonym_is_one_code_per_person(key: PseudonymKey, other_key: PseudonymKey) -> None:
    """Title, case and possessive do not matter; the key does."""
    policy = Policy.from_params({"default": "keep", "PERSON": "pseudonym"})
    forms = ["Dr. Jane Doe", "jane doe", "Jane Doe's", "Mrs Jane  Doe"]
    codes = {rewrite(form, [EntityFinding(0, len(form), "PERSON", 1.0)], policy, key).text for form in forms}
    assert len(codes) == 1
    assert re.fullmatch(r"PERSON_[0-9a-f]{16}", str(codes.pop()))
    assert rewrite(forms[0], [EntityFinding(0, 12, "PERSON", 1.0)], policy, other_key).text not in codes


def test_pseudonyms_agree_with_those_of_columns(key: PseudonymKey) -> None:
    """The code in a text is the code in a table."""
    text = rewrite("Jane Doe", [EntityFinding(0, 8, "PERSON", 1.0)], Policy("pseudonym"), key).text
    assert str(text).split("_")[1] == key.pseudonym("customer", "Jane Doe", digits=16).split("-")[1]


def test_surrogate_keeps_person_gender_and_shape(key: PseudonymKey, other_key: PseudonymKey) -> None:
    """The same person is the same invented person, by part; titles, capitals, digits and check digits stay in shape."""
    whole = surrogate("Jane Doe", "PERSON", key)
    assert whole != "Jane Doe"
    assert whole.split()[1] == surrogate("Doe", "PERSON", key)
    assert surrogate("Dr. Jane Doe", "PERSON", key) == f"Dr. {whole}"
    assert surrogate("JANE DOE", "PERSON", key) == whole.upper()
    assert surrogate("Jane Doe", "PERSON", other_key) != whole
    assert re.fullmatch(r"\+\d\d \(\d\d\d\) \d{4}", surrogate("+44 (207) 9460", "PHONE_NUMBER", key))
    card = surrogate("4539 1488 0343 6467", "CREDIT_CARD", key).replace(" ", "")
    digits = [int(digit) for digit in card]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    assert (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("DATE_TIME", "14 March 2026", "2026"),
        ("DATE_TIME", "yesterday", "<DATE_TIME>"),
        ("AGE", "93", "90+"),
        ("POSTCODE", "10115", "10…"),
        ("IP_ADDRESS", "10.1.2.3", "10.1.0.0/16"),
        ("PERSON", "Jane", "<PERSON>"),
    ],
)
def test_generalize(kind: str, value: str, expected: str) -> None:
    """Less exact but true, or the tag."""
    assert generalize(value, kind) == expected


def test_policy_names_all_its_problems() -> None:
    """Unknown actions and impossible type names are reported together."""
    with pytest.raises(InputError) as raised:
        Policy.from_params({"default": "burn", "person": "keep", "AGE": "hide"})
    assert [problem.code for problem in raised.value.problems] == ["text-action", "text-action", "entity-type"]
