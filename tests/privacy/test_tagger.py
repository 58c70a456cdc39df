"""The built-in tagger: tokens, exact decoding, and the files it ships with."""

from __future__ import annotations

import random
import time
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from labelcards.privacy.tagger.decoder import NameTagger
from labelcards.privacy.tagger.emissions import Emissions
from labelcards.privacy.tagger.features import token_features
from labelcards.privacy.tagger.gazetteer import gazetteer
from labelcards.privacy.tagger.model import TaggerModel, builtin_model
from labelcards.privacy.tagger.moves import Moves
from labelcards.privacy.tagger.tokens import split
from labelcards.privacy.training.fillings import Fillings
from labelcards.privacy.training.generate import filled, sentences, tagged


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


def test_table_sums_equal_features() -> None:
    """The decoder's table sums are exactly the weights of the features that training sees, odd tokens included."""
    model = builtin_model()
    odd = "~ ~~ a~b Ⅷ \u017fsn \u212aelvin \u0130stanbul 😀 ª ² ٣٤ _x_ 12ab DE-89 \x02 mr. O'Brien's of\nJane"
    made = [sentence.text for sentence in sentences(random.Random(8), ("templates.txt",), 1, fold=0)][:200]
    tokens = [split(text).words for text in (odd, "", *made)]
    expected = np.array([model.score(tuple(row)) for text in tokens for row in token_features(text)])
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
        emissions = np.array([model.score(tuple(row)) for row in token_features(tokens)])

        def score(path: tuple[int, ...], emissions: np.ndarray = emissions, model: TaggerModel = model) -> float:
            state = sum(float(emissions[place, tag]) for place, tag in enumerate(path))
            return state + sum(float(model.transitions[a, b]) for a, b in pairwise(path))

        best = max(score(path) for path in product(range(3), repeat=5))
        found = NameTagger(model).tag([tokens])[0]
        assert score(tuple(tags.index(tag) for tag in found)) == best


def test_decoding_equals_crfsuite(tmp_path: Path) -> None:
    """On a small trained model the decoder gives CRFsuite's own tags, however the texts are batched."""
    pycrfsuite = pytest.importorskip("pycrfsuite")
    made = sentences(random.Random(4), ("templates.txt",), 2, fold=0)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 1.0, "max_iterations": 12, "feature.possible_transitions": False})
    for sentence in made[:300]:
        tokens, tags = tagged(sentence)
        trainer.append(token_features(tokens), tags)
    path = str(tmp_path / "model.crfsuite")
    trainer.train(path)
    theirs = pycrfsuite.Tagger()
    theirs.open(path)
    ours = NameTagger(TaggerModel.from_crfsuite(path, step=2.0**-20))
    test = [tagged(sentence)[0] for sentence in made[300:500]]
    together = ours.tag(test)
    assert together == [ours.tag([tokens])[0] for tokens in test]
    same = total = 0
    for tokens, found in zip(test, together, strict=True):
        expected = theirs.tag(token_features(tokens))
        total += len(tokens)
        same += sum(a == b for a, b in zip(expected, found, strict=True))
    assert same == total


def test_model_file_round_trip(tmp_path: Path) -> None:
    """Writing and reading a model changes no weight, and the bytes depend on nothing else."""
    model = builtin_model()
    model.write(tmp_path / "a.npz")
    model.write(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = TaggerModel.read((tmp_path / "a.npz").read_bytes())
    assert again.digest == model.digest
    shipped = (files("labelcards.privacy") / "data" / "tagger.npz").read_bytes()
    assert TaggerModel.read(shipped).digest == model.digest


def test_files_are_small() -> None:
    """The model and the word lists stay within their promised size."""
    folder = files("labelcards.privacy") / "data"
    assert len((folder / "tagger.npz").read_bytes()) < 2_000_000
    assert sum(len(each.read_bytes()) for each in folder.iterdir() if each.name.endswith(".txt")) < 1_500_000
    assert {"london", "madrid"} <= gazetteer().kinds.keys()


def test_training_sentences_are_reproducible_and_consistent() -> None:
    """The same seed gives the same sentences, spans lie where the values are, and test words are not training words."""
    first = sentences(random.Random(8), ("templates.txt", "negatives.txt"), 1, fold=0)
    assert first == sentences(random.Random(8), ("templates.txt", "negatives.txt"), 1, fold=0)
    for sentence in first:
        for span in sentence.spans:
            assert sentence.text[span.start : span.end].strip()
    rng = random.Random(8)
    train, test = Fillings(rng, 0), Fillings(rng, 1)
    train_names = {train.fill("given").lower() for _ in range(300)}
    test_names = {test.fill("given").lower() for _ in range(300)}
    assert len(train_names & test_names) <= 0.03 * len(test_names)


def test_filled_marks_the_values() -> None:
    """The spans of a filled template are its labeled slots."""
    sentence = filled("[given] paid [money] in [city].", 0, Fillings(random.Random(1), 0))
    assert [span.entity_type for span in sentence.spans] == ["PERSON", "LOCATION"]
    assert sentence.text.startswith(sentence.text[sentence.spans[0].start : sentence.spans[0].end])
