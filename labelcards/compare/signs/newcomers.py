"""Who answered: annotators that stayed, left and came, on the items that both versions have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import AnswerPair
from labelcards.documents.signs import Sign

__all__ = ["LEAST_SHARE", "annotator_signs"]

LEAST_SHARE = 0.1
"""Share of either version's answers by annotators that the other lacks, from which on the pool counts as another."""


def annotator_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``other-annotators``, if at least 10% of the answers to shared items are by people the other version lacks there.

    Its facts ``old_share`` and ``new_share`` are the shares of each version's answers by annotators of both.
    """
    answers = [np.bincount(side.annotator, minlength=side.M) for side in pair.votes]
    if not all(side.sum() for side in answers):
        return
    here = [side > 0 for side in answers]
    both = here[0] & here[1]
    shares = [float(side[both].sum() / side.sum()) for side in answers]
    if min(shares) <= 1 - LEAST_SHARE:
        yield signed(
            "other-annotators",
            pair.question,
            kept=int(both.sum()),
            left=int((here[0] & ~here[1]).sum()),
            came=int((here[1] & ~here[0]).sum()),
            items=int(pair.shared.sum()),
            old_share=shares[0],
            new_share=shares[1],
            ids=pair.annotators[np.flatnonzero(here[1] & ~here[0])],
        )
