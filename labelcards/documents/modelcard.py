"""People's answers for the Model Card of the baseline (or of the model whose predictions a user supplied).

Written by the data set's owners (``modelcard.yaml``), read by the stage ``cards``. The sections follow Mitchell et al.,
Model Cards for Model Reporting, FAT* 2019, doi:10.1145/3287560.3287596. Schema 1: a mapping from section to `Answer`.
"""

from __future__ import annotations

from typing import ClassVar

from labelcards.documents.answer import Answers

__all__ = ["MODEL_SECTIONS", "ModelCard"]

MODEL_SECTIONS: tuple[str, ...] = (
    "model-details",
    "intended-use",
    "factors",
    "metrics",
    "evaluation-data",
    "training-data",
    "quantitative-analyses",
    "ethical-considerations",
    "caveats",
)
"""The nine sections in the paper's order."""


class ModelCard(Answers):
    """``modelcard.yaml``: section → answer."""

    KEYS: ClassVar[tuple[str, ...]] = MODEL_SECTIONS
