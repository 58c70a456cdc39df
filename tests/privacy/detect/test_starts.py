"""Looking for a rule's matches only where they can begin finds what looking everywhere finds."""

from __future__ import annotations

import random

import pytest

from labelcards.privacy.detect.starts import RuleSet
from labelcards.privacy.detect.traits import Traits
from labelcards.privacy.recognizers.registry import builtin_recognizers
from labelcards.privacy.recognizers.rule import PatternRule, RuleRecognizer
from labelcards.privacy.tagger.tokens import split

RULES = [rule for each in builtin_recognizers() if isinstance(each, RuleRecognizer) for rule in each.rules]
EXAMPLES = {
    "number and street": "at 12 Long Lane, Apt 4",
    "street and number": "in der Langestraße 7, A_Hauptweg 9",
    "named street": "Calle de la Luna, 9 and C/ Sol 4",
    "post box": "P.O. Box 99, PO Box 9, pobox 12",
    "years old": "a 34-year-old, 34 years old, 8 y/o",
    "years old in words": "twenty-one years old, \u017fixty years old",
    "aged": "aged 34, turned 40, age34",
    "person is": "I'm 34. He is 40 and she's 41.",
    "apposition": "Ann, 34, said",
    "in parentheses after a name": "Ann (34) said",
    "age field": "Age: 34",
    "month day year": "Monday, March 3, 2020 and may 5",
    "day month year": "Tuesday 3rd of May 2020, 5-JAN-2020",
    "month year": "March of 1999",
    "iso date and time": "2020-03-04T10:11:12Z",
    "dotted": "3.4.2020",
    "slashed": "x3/4/2020 3/4/20",
    "year first": "2020/03/04",
    "year": "class of 1999, since 2004. x'in 2001 people, of\n1987",
    "number of a card": "my card: 4111 1111 1111 1112",
    "security code": "CVV is 123, security code 1234",
    "long number": "12345678901234",
    "at-name": "ask @some_one.else",
    "user name": "username: some-one_1, login is a.b_c",
    "named account": "User old_forge locked, RT trail.runner.84: so",
    "account of a forum": "ask u/some-one",
    "web address": "see https://a.org/x?y=1.",
    "www address": "see www.a.org/x",
    "bare domain": "see a-b.co.uk/x",
    "mail address": "to jane.doe@x.org",
    "obfuscated mail address": "jane (at) x dot org, jane [at] x.org",
    "numbered thing": "order number: AB-12345, driver's license no. C1234567",
    "thing and code": "passport 1234567, id AB-1234",
    "numbered": "Cust. no. KD 764 402, ref=AB-1234, nr.: 55998326C",
    "capitals and digits": "about INC0072451 and ZE4271977",
    "digits and a capital": "see 55998326C",
    "prefixed code": "for cus_Nq2414xZ9",
    "hash": "see #12345",
    "letters and digits": "see QX-2020-12345",
    "vehicle identification": "WAUZZZ8K9BA012345",
    "social security": "SSN 123 45 6789",
    "social security shape": "it is 123-45-6789",
    "Indian account number": "ABCPK1234D",
    "number plate": "license plate is AB 1234, plate: XY12 ABC; the van, RH 22 619, vehicles kx19ztr",
    "password": "password is hunter22, api_key = abcd1234",
    "coordinates": "-33.8688, +151.2093 or 5-45.12345, 90, 180",
    "title": "Mr. Okonkwo and Dr Ann B. Lee",
    "written-out title": "Señora Lopez, Professor Lee",
    "introduction": "my name is Ann Lee, je m'appelle Zoë",
    "British": "SW1A 1AA",
    "Canadian": "K1A 0B1",
    "American with extension": "12345-6789",
    "state and code": "CA 90210",
    "named": "zip code is 90210",
    "signature after the last sentence": "Thanks.\nann lee \n",
    "given name as the last word": "thanks from ann\n",
    "given name and family name": "was maria hernandez there, O'maria hernandez",
}
GLUE = [" ", ". ", ", ", "\n", "'", "’s ", "_", "-", "(", " and ", " 12 ", "#", "/", "\u0130 ", "\u212a"]


def _found(rules: list[PatternRule], text: str) -> list[tuple[int, int, int]]:
    tokens = split(text)
    found = RuleSet(rules).scan(Traits(text, tokens.words), tokens)
    return sorted((number, finding.start, finding.end) for number, finding in found)


def _expected(rules: list[PatternRule], text: str) -> list[tuple[int, int, int]]:
    return sorted((number, each.start, each.end) for number, rule in enumerate(rules) for each in rule.scan(text))


def test_every_rule_has_an_example_that_it_finds() -> None:
    """The examples below touch each rule, so that the comparison cannot be empty."""
    assert sorted(EXAMPLES) == sorted(rule.name for rule in RULES)
    for rule in RULES:
        assert rule.scan(EXAMPLES[rule.name]), rule.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_on_its_own_example(rule: PatternRule) -> None:
    """Whole, in lower and in upper case, glued to something else on both sides, and cut short."""
    example = EXAMPLES[rule.name]
    for text in (example, example.lower(), example.upper(), example.replace("s", "\u017f").replace("k", "\u212a")):
        for glue in GLUE:
            for variant in (text, f"x{glue}{text}", f"{text}{glue}x", text[1:], text[:-2] + glue):
                assert _found([rule], variant) == _expected([rule], variant), variant


def test_all_rules_on_mixtures() -> None:
    """A thousand mixtures of examples in random order with random glue."""
    rng = random.Random(11)
    pieces = sorted(EXAMPLES.values())
    rules = RuleSet(RULES)
    for _ in range(1000):
        text = "".join(rng.choice(GLUE) + rng.choice(pieces) for _ in range(rng.randint(1, 5)))
        tokens = split(text)
        found = rules.scan(Traits(text, tokens.words), tokens)
        assert sorted((number, each.start, each.end) for number, each in found) == _expected(RULES, text), text
