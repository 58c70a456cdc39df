"""Train the built-in name tagger and write ``labelcards/privacy/data/tagger.npz``.

    python -m tools.name_tagger.train --seed 1 --out labelcards/privacy/data/tagger.npz

The training sentences come from the templates in this folder, filled with invented values (seeded), so the same seed
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
from tools.name_tagger.generate import sentences, tagged
from tools.name_tagger.model_file import from_crfsuite, write_model

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
        model = from_crfsuite(path)
    write_model(model, options.out)
    size = options.out.stat().st_size
    sys.stdout.write(f"{len(model.features)} features, {size / 1e6:.2f} MB, {time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main()
