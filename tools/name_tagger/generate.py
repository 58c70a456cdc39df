"""Labeled sentences from templates."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.tagger.tokens import split
from tools.name_tagger.fillings import LABELS, STRAY, Fillings, common_words

__all__ = ["Sentence", "filled", "sentences", "tagged", "templates"]

_SLOT = re.compile(r"\[([a-z_]+)\]")
_WORD = re.compile(r"(?<![\w'’@.])[a-z]{4,}(?![\w'’@.])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, where its personal data stand, and which template (line number) it came from."""

    text: str
    spans: tuple[EntityFinding, ...]
    template: int


def templates(name: str) -> list[str]:
    r"""The templates of a file in this folder, one a line, ``\n`` standing for a line end."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in text.split("\n") if line.strip()]


def filled(template: str, number: int, fillings: Fillings) -> Sentence:
    """One sentence from a template."""
    pieces: list[str] = []
    found: list[EntityFinding] = []
    position = length = 0
    for slot in _SLOT.finditer(template):
        before, value = template[position : slot.start()], fillings.fill(slot[1])
        start = length + len(before)
        if label := LABELS.get(slot[1]):
            found.append(EntityFinding(start, start + len(value), label, 1.0))
        pieces += (before, value)
        length = start + len(value)
        position = slot.end()
    pieces.append(template[position:])
    return Sentence("".join(pieces), tuple(found), number)


def sentences(rng: random.Random, names: tuple[str, ...], each: int, fold: int) -> list[Sentence]:
    """``each`` sentences per template; some in lower case or capitals, some two joined, as people write."""
    fillings = Fillings(rng, fold)
    lines = [template for name in names for template in templates(name)]
    made: list[Sentence] = []
    for number, template in enumerate(lines):
        repeats = each if _SLOT.search(template) else max(1, each // 6)
        for _ in range(repeats):
            sentence = filled(template, number, fillings)
            if rng.random() < 0.2:
                other = rng.randrange(len(lines))
                sentence = _joined(sentence, filled(lines[other], other, fillings), rng)
            made.append(_cased(_mutated(sentence, rng), rng))
    salad = [_salad(fillings, rng) for _ in range(len(made) // 4)]
    return made + [_cased(sentence, rng) for sentence in salad]


def _salad(fillings: Fillings, rng: random.Random) -> Sentence:
    """Random words with now and then a name between them: what a name looks like when its neighbors say nothing."""
    slots = (
        "person",
        "person",
        "given",
        "city",
        "city",
        "country",
        "org",
        "org",
        "nrp",
        "date",
        "street_line",
        "title",
        "year",
    )
    count = rng.randint(4, 16)
    holding = set(rng.sample(range(count), rng.choice((0, 0, 0, 1, 1, 2))))
    pieces = []
    for place in range(count):
        words_ = fillings.fill("word") if place not in holding else f"[{rng.choice(slots)}]"
        pieces.append(words_ + rng.choices(("", ",", ".", ";", ":", "!", "?", ")"), (84, 7, 3, 1, 1, 1, 2, 1))[0])
    if not pieces[0].startswith("["):
        pieces[0] = pieces[0].capitalize()
    return filled(" ".join(pieces) + rng.choice((".", ".", "", "!", "?")), -1, fillings)


def _mutated(sentence: Sentence, rng: random.Random) -> Sentence:
    """The same with some lower-case words outside the names replaced, so that no single context word decides."""
    if rng.random() < 0.5:
        return sentence
    pieces: list[str] = []
    found: list[EntityFinding] = []
    position = length = 0
    for span in (*sentence.spans, None):
        stop = span.start if span else len(sentence.text)
        between = _WORD.sub(lambda match: _other(match.group(), rng), sentence.text[position:stop])
        length += len(between)
        pieces.append(between)
        if span:
            value = sentence.text[span.start : span.end]
            found.append(EntityFinding(length, length + len(value), span.entity_type, span.score))
            pieces.append(value)
            length += len(value)
            position = span.end
    return Sentence("".join(pieces), tuple(found), sentence.template)


def _other(word: str, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.02:
        return f"{word} {rng.choice(STRAY)}"
    return rng.choice(common_words()) if chance < 0.14 else word


def _joined(first: Sentence, second: Sentence, rng: random.Random) -> Sentence:
    gap = rng.choice((" ", "\n", "\n\n", " "))
    start = len(first.text) + len(gap)
    moved = tuple(EntityFinding(f.start + start, f.end + start, f.entity_type, f.score) for f in second.spans)
    return Sentence(first.text + gap + second.text, first.spans + moved, first.template)


def _cased(sentence: Sentence, rng: random.Random) -> Sentence:
    chance = rng.random()
    changed = sentence.text.lower() if chance < 0.06 else sentence.text.upper() if chance < 0.09 else sentence.text
    return Sentence(changed, sentence.spans, sentence.template) if len(changed) == len(sentence.text) else sentence


def tagged(sentence: Sentence) -> tuple[list[str], list[str]]:
    """Tokens and their tags: ``B-``, ``I-``, ``L-`` (begin, inside, last), ``U-`` (one token), or ``O``."""
    tokens = split(sentence.text)
    places = tokens.spans()
    tags = ["O"] * len(places)
    for span in sentence.spans:
        inside = [number for number, (start, end) in enumerate(places) if start < span.end and end > span.start]
        for number in inside:
            tags[number] = f"I-{span.entity_type}"
        if inside:
            tags[inside[0]] = f"B-{span.entity_type}"
            tags[inside[-1]] = f"{'L' if len(inside) > 1 else 'U'}-{span.entity_type}"
    return tokens.words, tags
