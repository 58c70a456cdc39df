"""Training of the name tagger: sentences, the export from CRFsuite, and that nothing of it is needed at run time."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import pycrfsuite

from labelcards.privacy.tagger.decoder import NameTagger
from labelcards.privacy.tagger.features import token_features
from labelcards.privacy.tagger.model import TaggerModel, builtin_model
from tools.name_tagger.fillings import Fillings
from tools.name_tagger.generate import filled, sentences, tagged
from tools.name_tagger.model_file import from_crfsuite, write_model


def test_decoding_equals_crfsuite(tmp_path: Path) -> None:
    """On a small trained model the decoder gives CRFsuite's own tags, however the texts are batched."""
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
    ours = NameTagger(from_crfsuite(path, step=2.0**-20))
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
    write_model(model, tmp_path / "a.npz")
    write_model(model, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = TaggerModel.read((tmp_path / "a.npz").read_bytes())
    assert again.digest == model.digest
    shipped = (files("labelcards.privacy") / "data" / "tagger.npz").read_bytes()
    assert TaggerModel.read(shipped).digest == model.digest


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
