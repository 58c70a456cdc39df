"""Names of accounts, and web addresses with a scheme."""

# ruff: noqa: E501 - expressions and tables are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

RULES = (
    PatternRule(
        "at-name",
        "HANDLE",
        re.compile(
            r"(?<![\w@./+-])@(?=[\w.]*[A-Za-z])[A-Za-z0-9_](?:[\w.]{1,30}\w)(?![\w@(])(?!\s*\n\s*(?:@|def |class |async ))"
        ),
        0.6,
        "@",
        begins=("@",),
    ),
    PatternRule(
        "user name",
        "HANDLE",
        re.compile(
            r"\b(?:user ?name|login|handle|nick(?:name)?|skype|telegram|instagram|discord)(?: id)?\s?(?:is|was|=|:)\s?[\"'“]?(?P<found>(?=[\w.-]*[\d_.-])[\w.-]{3,40}\w)",
            re.IGNORECASE,
        ),
        0.6,
        begins=("user", "login", "handle", "nick", "skype", "telegram", "instagram", "discord"),
    ),
    PatternRule(
        "named account",
        "HANDLE",
        re.compile(
            r"\b(?:user|account|member|profile|player|gamertag|screen name|rt|via|ping|cc|follow(?:ing)?|dm)\b:?\s(?P<found>(?=[\w.-]*[\d_])(?-i:[a-z])[\w.-]{3,30}\w)",
            re.IGNORECASE,
        ),
        0.5,
        begins=(
            "user ",
            "account ",
            "member ",
            "profile ",
            "player ",
            "gamertag ",
            "screen ",
            "rt ",
            "via ",
            "ping ",
            "cc ",
            "follow ",
            "following ",
            "dm ",
        ),
    ),
    PatternRule(
        "account of a forum", "HANDLE", re.compile(r"(?<![\w/.])u/[\w-]{3,20}(?![\w/])"), 0.6, "u/", begins=("u ",)
    ),
    PatternRule(
        "web address",
        "URL",
        re.compile(r"\b(?:https?|ftp)://[^\s<>\"'`{}|\\^\[\]()]{3,400}[^\s<>\"'`{}|\\^\[\]().,;:!?]", re.IGNORECASE),
        0.8,
        "://",
    ),
    PatternRule(
        "www address",
        "URL",
        re.compile(
            r"(?<![\w./@-])www\d?\.[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?:/[^\s<>\"'`{}|\\^\[\]()]{0,300}[^\s<>\"'`{}|\\^\[\]().,;:!?])?",
            re.IGNORECASE,
        ),
        0.7,
        "www",
    ),
    PatternRule(
        "bare domain",
        "URL",
        re.compile(
            r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}"
            r"(?:com|org|net|edu|gov|info|biz|io|app|dev|ai|eu|us|uk|de|at|ch|fr|be|nl|lu|it|es|pt|ie|dk|se|no|fi|is|pl|cz|sk|hu|ro|bg|gr|hr|"
            r"si|ee|lv|lt|ua|ru|tr|il|in|cn|jp|kr|au|nz|za|br|mx|ar|cl|ca)(?![\w-]|\.\w)(?:/[^\s<>\"'`{}|\\^\[\]()]{0,300}[^\s<>\"'`{}|\\^\[\]().,;:!?])?"
        ),
        0.5,
        re.compile(r"\.[a-z]{2}"),
        check=lambda value: len(value.split("/")[0].split(".")[-2]) > 1,
    ),
    PatternRule(
        "mail address",
        "EMAIL_ADDRESS",
        re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[^\W_](?:[\w-]{0,62}\.){1,6}[^\W\d_]{2,24}"),
        0.8,
        "@",
    ),
    PatternRule(
        "obfuscated mail address",
        "EMAIL_ADDRESS",
        re.compile(
            r"\b[\w.+-]{2,64}\s?[(\[{]\s?at\s?[)\]}]\s?[\w-]{1,63}(?:\s?[(\[{.]\s?(?:dot\s?[)\]}]\s?)?[\w-]{2,63}){1,4}",
            re.IGNORECASE,
        ),
        0.7,
        ("at", re.compile(r"[(\[{]\s?at\s?[)\]}]", re.IGNORECASE)),
    ),
)
