"""Train the built-in name tagger and write ``labelcards/privacy/data/tagger.npz``.

    python tools/train_name_tagger.py --seed 1 --out labelcards/privacy/data/tagger.npz

The training sentences come from the package's own templates, filled with invented values (seeded), so the same seed
and the same packages give the same model. Needs ``python-crfsuite`` and ``faker``; takes some minutes on one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import pycrfsuite

from labelcards.privacy.tagger.features import token_features
from labelcards.privacy.tagger.model import TaggerModel
from labelcards.privacy.training.generate import sentences, tagged

FILES = ("templates.txt", "negatives.txt")


def main() -> None:
    """Generate, train, export, say how large it became."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=60, help="sentences per template")
    parser.add_argument("--iterations", type=int, default=130)
    parser.add_argument("--c1", type=float, default=0.04)
    parser.add_argument("--c2", type=float, default=0.01)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    started = time.monotonic()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": options.c1,
            "c2": options.c2,
            "max_iterations": options.iterations,
            "feature.possible_transitions": False,
        }
    )
    made = sentences(random.Random(options.seed), FILES, options.each, fold=0)
    for sentence in made:
        words, tags = tagged(sentence)
        trainer.append(token_features(words), tags)
    sys.stdout.write(f"{len(made)} sentences after {time.monotonic() - started:.0f} s\n")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "tagger.crfsuite")
        trainer.train(path)
        model = TaggerModel.from_crfsuite(path)
    model.write(options.out)
    size = options.out.stat().st_size
    sys.stdout.write(f"{len(model.features)} features, {size / 1e6:.2f} MB, {time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main()
