"""Numbers that name a person's case: orders, customers, tickets, passports, licences, taxes, vehicles."""

# ruff: noqa: E501, SIM905 - expressions, tables and word lists are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.detect.traits import Needs
from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_THING = (
    r"(?:order|customer|client|ticket|case|invoice|account|reference|ref|booking|reservation|confirmation|policy|member(?:ship)?|"
    r"employee|staff|patient|student|passport|visa|driver'?s?['’]?s? licen[cs]e|driving licen[cs]e|licen[cs]e(?: plate)?|plate|"
    r"registration|tax|vat|tin|tracking|shipment|claim|user|subscriber|loyalty|insurance|medical record|mrn|chart|badge|serial|imei|"
    r"vin|vehicle|transaction|contract|permit|social security|ssn|national|identity|id|docket|rma|iccid|sort code|routing)"
)
_NUMBER = r"(?:(?:\s(?:card|identification))?\s?(?:numbers?|no\.?|nr\.?|num|code|id|plate|#|№)|\s?#|:)"
_AFTER_LETTERS = r"(?-i:(?<=\b[A-Z]) |(?<=\b[A-Z]{2}) |(?<=\b[A-Z]{3}) )(?=\d{2,})"
_CODE = (
    r"(?P<found>(?=(?:(?-i:[A-Z]{1,3} ))?[A-Z0-9/-]*\d[A-Z0-9/ -]*\d[A-Z0-9/ -]*\d)"
    rf"[A-Z0-9](?:[A-Z0-9/-]|(?<=\d) (?=\d{{2,}})|{_AFTER_LETTERS}){{2,28}}[A-Z0-9])(?![\w@.]*@)"
)
_PLATE = r"(?P<found>(?-i:(?=[A-Z0-9 -]{0,8}\d)(?=[0-9 -]{0,8}[A-Z])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,5}){1,3})|[a-z]{2}\d{2} ?[a-z]{3})"


_THINGS = tuple(
    (
        "order customer client ticket case invoice account ref booking reservation confirmation policy member employee staff "
        "patient student passport visa driver driving licen plate registration tax vat tin tracking shipment claim user "
        "subscriber loyalty insurance medical mrn chart badge serial imei vin vehicle transaction contract permit social ssn "
        "national id docket rma iccid sort routing"
    ).split()
)


def _rule(  # noqa: PLR0917 - a table follows
    name: str,
    entity_type: str,
    expression: str,
    score: float,
    begins: tuple[str, ...] = (),
    needs: Needs = "0",
) -> PatternRule:
    return PatternRule(name, entity_type, re.compile(expression, re.IGNORECASE), score, needs, begins=begins)


RULES = (
    _rule(
        "numbered thing",
        "ID_NUMBER",
        rf"\b{_THING}{_NUMBER}?{_NUMBER}\s?(?:is|was|=|:|-)?\s?:?\s?#?{_CODE}",
        0.75,
        _THINGS,
    ),
    _rule(
        "thing and code",
        "ID_NUMBER",
        rf"\b{_THING}\s(?:is\s|was\s)?#?(?P<found>(?=[A-Z-]*\d[\dA-Z-]*\d[\dA-Z-]*\d[\dA-Z-]*\d)[A-Z]{{0,4}}-?\d[\dA-Z-]{{3,20}})\b",
        0.6,
        _THINGS,
    ),
    _rule(
        "numbered",
        "ID_NUMBER",
        rf"\b(?:(?:no|nr|num|ref|acct|cust|reg)[.:=#]{{1,2}}|(?:number|id|code)[:#=])\s?(?=(?:[^\s\d]{{0,8}}\s?\d){{4}}){_CODE}",
        0.55,
        ("no ", "nr ", "num ", "ref ", "acct ", "cust ", "reg ", "number ", "id ", "code "),
    ),
    _rule(
        "capitals and digits",
        "ID_NUMBER",
        r"\b(?-i:[A-Z]{2,8}\d{5,12}[A-Z]?)\b",
        0.5,
        needs=("A0", re.compile(r"[A-Z]{2}\d{5}")),
    ),
    _rule("digits and a capital", "ID_NUMBER", r"(?<![\w.-])(?-i:\d{7,10}[A-Z])(?![\w-])", 0.5, ("0",)),
    _rule(
        "prefixed code",
        "ID_NUMBER",
        r"(?<!\w)(?-i:[a-z]{2,5}_(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{8,40})(?!\w)",
        0.5,
        needs=("_", re.compile(r"_[A-Za-z0-9]{8}")),
    ),
    _rule("hash", "ID_NUMBER", r"(?<![\w&])#(?P<found>\d{4,18})\b", 0.6, ("#",)),
    _rule(
        "letters and digits",
        "ID_NUMBER",
        r"\b(?-i:[A-Z]{2,5})-(?:\d{2,4}-)?\d{4,12}\b",
        0.5,
        needs="-0",
    ),
    _rule(
        "vehicle identification",
        "ID_NUMBER",
        r"\b(?-i:(?=[A-HJ-NPR-Z]*\d)(?=\d*[A-HJ-NPR-Z])(?=(?:\w*\d){4})[A-HJ-NPR-Z0-9]{17})\b",
        0.6,
        needs=("W17", re.compile(r"[A-Z0-9]{17}")),
    ),
    _rule(
        "social security",
        "US_SSN",
        r"\b(?:ssn|social(?:\s+security)?(?:\s+(?:number|no\.?|#))?)\s*(?:is|:|-|=)?\s*(?P<found>\d{3}[- ]?\d{2}[- ]?\d{4})\b",
        0.9,
        ("ssn", "social"),
    ),
    _rule(
        "social security shape",
        "US_SSN",
        r"(?<![\d-])(?!9|000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])",
        0.7,
        ("0",),
    ),
    _rule(
        "Indian account number",
        "ID_NUMBER",
        r"\b(?-i:[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z])\b",
        0.6,
        needs="A0",
    ),
    _rule(
        "number plate",
        "ID_NUMBER",
        r"\b(?:vehicle|car|van|truck|lorry|bus|taxi|cab|motorbike|motorcycle|trailer|registration|registered|reg|plate|licence plate|license plate)s?"
        rf"[.,:]?\s?(?:(?:number|plate|no\.?|nr\.?|is|was|with|in)\s?:?\s?){{0,3}}\s?{_PLATE}(?![\w])",
        0.6,
        (
            *(
                "vehicle",
                "car ",
                "cars ",
                "van ",
                "vans ",
                "truck",
                "lorry ",
                "bus ",
                "taxi",
                "cab ",
                "cabs ",
                "motorbike",
                "motorcycle",
            ),
            *("trailer", "registration", "registered ", "reg ", "regs ", "plate", "licence ", "license "),
        ),
    ),
    _rule(
        "password",
        "CREDENTIAL",
        r"\b(?:password|passwd|pwd|passcode|pin(?: code)?|api[_ -]?key|secret|token)\s?(?:is|was|=|:)\s?[\"'“]?(?P<found>(?=[^\s\"'”]*\d)[^\s\"'”,;]{4,80})",
        0.6,
        ("password", "passwd", "pwd", "passcode", "pin", "api", "secret", "token"),
    ),
    _rule(
        "coordinates",
        "COORDINATE",
        r"(?<![\d.])[-+]?(?:90(?:\.0{3,})?|[1-8]?\d\.\d{4,})°?\s?[NS]?\s?[,;/ ]\s?[-+]?(?:180(?:\.0{3,})?|(?:1[0-7]\d|[1-9]?\d)\.\d{4,})°?\s?[EW]?(?![\d.])",
        0.6,
        ("±0",),
    ),
)
