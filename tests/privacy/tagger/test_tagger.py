"""The built-in tagger: tokens, exact decoding, and the files it ships with."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from importlib.resources import files
from itertools import pairwise, product

import numpy as np
import pytest

from labelcards.privacy.tagger.decoder import NameTagger
from labelcards.privacy.tagger.emissions import Emissions
from labelcards.privacy.tagger.features import token_features
from labelcards.privacy.tagger.gazetteer import gazetteer
from labelcards.privacy.tagger.model import TaggerModel, builtin_model
from labelcards.privacy.tagger.moves import Moves
from labelcards.privacy.tagger.tokens import split
from tools.name_tagger.generate import sentences


def test_tokens() -> None:
    """Apostrophes stay inside names, possessives do not; line ends are tokens; everything but spaces is covered."""
    text = " O'Brien's café,\t\n\n42nd_St.\n \n\u2003"
    tokens = split(text)
    assert tokens.words == ["O'Brien", "'s", "café", ",", "\n", "42nd", "_", "St", ".", "\n", "\n"]
    pieces = [text[start:end] for start, end in tokens.spans()]
    assert pieces == ["O'Brien", "'s", "café", ",", "\n\n", "42nd", "_", "St", ".", "\n", "\n"]


@pytest.mark.parametrize("character", [" ", "\n", "x", "'", "\u2003", "_"])
def test_tokens_of_long_runs(character: str) -> None:
    """A hundred thousand equal characters, or spaces at the end, take no longer than any other text."""
    started = time.process_time()
    assert "".join(split(character * 100_000).words).strip() in {"", "x" * 100_000, character * 100_000}
    split("x" + character * 50_000 + "\n" + character * 50_000)
    assert time.process_time() - started < 2


def _tiny(tags: tuple[str, ...], rng: np.random.Generator) -> TaggerModel:
    """A random model over the features of a few words."""
    names = sorted({name for row in token_features(["Ann", "met", "Bob", "in", "Rome", "1999"]) for name in row})
    weights = np.round(rng.normal(0, 1, (len(names), len(tags))) * 8) / 64
    moves = np.round(rng.normal(0, 2, (len(tags), len(tags))) * 8) / 64
    return TaggerModel(tags, {n: i for i, n in enumerate(names)}, weights.astype(np.float32), moves.astype(np.float32))


def _score(model: TaggerModel, features: Iterable[str]) -> np.ndarray:
    """(T,) the summed weights of the features that the model knows."""
    return model.weights[[model.features[each] for each in features if each in model.features]].sum(axis=0)


def test_table_sums_equal_features() -> None:
    """The decoder's table sums are exactly the weights of the features that training sees, odd tokens included."""
    model = builtin_model()
    odd = "~ ~~ a~b Ⅷ \u017fsn \u212aelvin \u0130stanbul 😀 ª ² ٣٤ _x_ 12ab DE-89 \x02 mr. O'Brien's of\nJane"
    made = [sentence.text for sentence in sentences(random.Random(8), ("templates.txt",), 1, fold=0)][:200]
    tokens = [split(text).words for text in (odd, "", *made)]
    expected = np.array([_score(model, row) for text in tokens for row in token_features(text)])
    assert np.array_equal(Emissions(model).of(tokens), expected)


@pytest.mark.parametrize("filled_share", [0.0, 0.1, 0.5, 1.0])
def test_steps_equal_the_plain_maximum(filled_share: float) -> None:
    """The quick step gives the maximum over all tags before, for weights of any sign and any number of zeros."""
    rng = np.random.default_rng(6)
    for size in (1, 2, 3, 9, 34):
        for sign in (np.abs, np.negative, np.array):
            weights = np.round(rng.normal(0, 3, (size, size)) * 64) / 64 * (rng.random((size, size)) < filled_share)
            signed = np.asarray(sign(weights), dtype=np.float32)
            before = (np.round(rng.normal(0, 9, (5, size)) * 64) / 64).astype(np.float32)
            assert np.array_equal(Moves(signed).best(before), (before[:, :, None] + signed).max(axis=1))


def test_decoding_is_exact() -> None:
    """The decoder's path has the greatest score of all paths, by enumeration, on random models and short sentences."""
    tags = ("O", "U-PERSON", "U-LOCATION")
    rng = np.random.default_rng(3)
    for _ in range(40):
        model = _tiny(tags, rng)
        tokens = [str(word) for word in rng.choice(["Ann", "met", "Bob", "in", "Rome", "1999", "zzz"], size=5)]
        emissions = np.array([_score(model, row) for row in token_features(tokens)])

        def score(path: tuple[int, ...], emissions: np.ndarray = emissions, model: TaggerModel = model) -> float:
            state = sum(float(emissions[place, tag]) for place, tag in enumerate(path))
            return state + sum(float(model.transitions[a, b]) for a, b in pairwise(path))

        best = max(score(path) for path in product(range(3), repeat=5))
        found = NameTagger(model).tag([tokens])[0]
        assert score(tuple(tags.index(tag) for tag in found)) == best


def test_files_are_small() -> None:
    """The model and the word lists stay within their promised size."""
    folder = files("labelcards.privacy") / "data"
    assert len((folder / "tagger.npz").read_bytes()) < 2_000_000
    assert sum(len(each.read_bytes()) for each in folder.iterdir() if each.name.endswith(".txt")) < 1_500_000
    assert {"london", "madrid"} <= gazetteer().kinds.keys()
