"""Run many rules over a text by looking only where a match of theirs can begin.

Most rules begin with one of a few words, with a number or with a sign (`Rule.begins`). The words of a text are there
anyway, split for the tagger; so each different word is asked once which rules can begin at it, and the rules are tried
at these places only. The findings are those of `Rule.scan`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.traits import Traits
from labelcards.privacy.recognizers.rule import PatternRule
from labelcards.privacy.tagger.tokens import TokenSequence

__all__ = ["RuleSet"]

_REMEMBERED = 50_000
_SURE = ("", "0")
"""Needs that are met where a rule is tried: without a digit in the text no rule that needs one is."""
_APOSTROPHE = re.compile(r"['’]")
_LIKE_ASCII = {0x017F: "s", 0x212A: "k", 0x0130: "i", 0x0131: "i"}
"""Letters that the expressions take for one of a–z when they ignore case."""


class RuleSet:
    """Rules, each known by its number in the given order.

    Args:
        rules: what to look for.
    """

    def __init__(self, rules: Sequence[PatternRule]) -> None:
        self._rules = tuple(rules)
        self._anywhere = [n for n, rule in enumerate(rules) if not (rule.begins or rule.opens or rule.tail)]
        self._at_end = [number for number, rule in enumerate(rules) if rule.tail]
        self._at_digits = [number for number, rule in enumerate(rules) if "0" in rule.begins]
        self._at_signs = [number for number, rule in enumerate(rules) if "±0" in rule.begins]
        self._at_word_ends = [n for n, rule in enumerate(rules) if any(each.startswith("*") for each in rule.begins)]
        self._words = _Beginnings(rules)
        self._numbers = _Numbers()
        self._without_digits = sum(1 << number for number, rule in enumerate(rules) if rule.needs != "0")

    def scan(self, traits: Traits, tokens: TokenSequence) -> list[tuple[int, EntityFinding]]:
        """(number of the rule, finding) of every rule.

        Args:
            traits: the text.
            tokens: the same, split.
        """
        text = traits.text
        found: list[tuple[int, EntityFinding]] = []
        for number, starts in self._starts(traits, tokens).items():
            rule = self._rules[number]
            if (rule.needs in _SURE or traits.has(rule.needs)) and (at := rule.scan_at(text, starts)):
                found += [(number, finding) for finding in at]
        for number in self._anywhere if "_" not in text else self._anywhere + self._at_word_ends:
            rule = self._rules[number]
            if traits.has(rule.needs) and (at := rule.scan(text)):
                found += [(number, finding) for finding in at]
        for number in self._at_end:
            rule = self._rules[number]
            if traits.has(rule.needs):
                matches = rule.expression.finditer(text, max(0, traits.visible - rule.tail))
                found += [(number, finding) for match in matches if (finding := rule.read(match))]
        return found

    def _starts(self, traits: Traits, tokens: TokenSequence) -> dict[int, list[int]]:
        """Pattern rule → where it is to be tried, in order."""
        starts = self._at_words(traits, tokens)
        if traits.runs:
            begun = [start for start, _ in traits.runs]
            for number in self._at_digits:
                starts[number] = sorted({*starts[number], *begun}) if number in starts else begun
            for number in self._at_signs:
                signs = (start - 1 for start in begun if traits.text[max(start - 1, 0)] in "+-")
                starts[number] = sorted({*begun, *signs})
        if "_" in traits.text:
            for number in self._at_word_ends:
                starts.pop(number, None)
        return starts

    def _at_words(self, traits: Traits, tokens: TokenSequence) -> defaultdict[int, list[int]]:
        """Pattern rule → the words at which it is to be tried."""
        text = f"{traits.text}  "
        starts: defaultdict[int, list[int]] = defaultdict(list)
        possible = -1 if traits.runs else self._without_digits
        for place, (rules, before_digit) in enumerate(map(self._words.__getitem__, tokens.words)):
            if before_digit and text[tokens.ends[place] + 1].isdigit():
                rules |= before_digit  # noqa: PLW2901 - one more kind of beginning
            if rules and (open_ := rules & possible):
                word = tokens.words[place]
                start = tokens.start(place)
                where = [start]
                if "'" in word or "’" in word:
                    where += [start + match.end() for match in _APOSTROPHE.finditer(word)] if len(word) > 1 else []
                for number in self._numbers[open_]:
                    starts[number] += where
        return starts


class _Numbers(dict[int, tuple[int, ...]]):
    """Bits → which they are."""

    def __missing__(self, bits: int) -> tuple[int, ...]:
        if len(self) > _REMEMBERED:
            self.clear()
        self[bits] = tuple(number for number in range(bits.bit_length()) if bits >> number & 1)
        return self[bits]


class _Beginnings(dict[str, tuple[int, int]]):
    """Token → the rules, as bits, that can begin at it or at a part of it after an apostrophe, and those that can
    when a digit follows.
    """

    def __init__(self, rules: Sequence[PatternRule]) -> None:
        super().__init__()
        self._whole: defaultdict[str, int] = defaultdict(int)
        self._front: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._end: defaultdict[str, int] = defaultdict(int)
        self._before_digit: defaultdict[str, int] = defaultdict(int)
        for number, rule in enumerate(rules):
            for entry in rule.begins:
                self._enter(entry, 1 << number)
        self._ends = tuple(self._end)
        self._opens = [(rule.opens, 1 << number) for number, rule in enumerate(rules) if rule.opens]

    def _enter(self, entry: str, bit: int) -> None:
        if entry.endswith(" 0"):
            self._before_digit[entry.removesuffix(" 0")] |= bit
        elif entry.startswith("*"):
            self._end[entry[1:]] |= bit
        elif entry.endswith(" ") or not entry.isalpha():
            self._whole[entry.rstrip(" ")] |= bit
        else:
            self._front[entry[:2]].append((entry, bit))

    def __missing__(self, word: str) -> tuple[int, int]:
        if len(self) > _REMEMBERED:
            self.clear()
        parts = [word, *_APOSTROPHE.split(word)] if "'" in word or "’" in word else [word]
        bits = 0
        for part in parts:
            bits |= self._bits(part)
        self[word] = bits, self._before_digit.get(_plain(parts[-1]), 0)
        return self[word]

    def _bits(self, word: str) -> int:
        low = _plain(word)
        bits = self._whole.get(low, 0) | self._whole.get(word, 0)
        for entry, bit in self._front.get(low[:2], ()):
            if low.startswith(entry):
                bits |= bit
        for opens, bit in self._opens:
            if opens(word):
                bits |= bit
        if low.endswith(self._ends):
            for end, bit in self._end.items():
                if low.endswith(end):
                    bits |= bit
        return bits


def _plain(word: str) -> str:
    """The word in lower case, with letters that expressions take for one of a–z replaced by it."""
    return word.lower() if word.isascii() else word.translate(_LIKE_ASCII).lower()
