"""People's answers for the Model Card of the baseline (or of the model whose predictions a user supplied).

Written by the data set's owners (``modelcard.yaml``), read by the stage ``cards``. The sections follow Mitchell et al.,
Model Cards for Model Reporting, FAT* 2019, doi:10.1145/3287560.3287596. Schema 1: a mapping from section to `Answer`.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator, model_validator

from labelcards.documents.answer import Answer
from labelcards.documents.document import Part

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


class ModelCard(Part):
    """``modelcard.yaml``.

    Attributes:
        answers: section → answer, in the paper's order.
    """

    answers: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _plain_mapping(cls, data: Any) -> Any:
        """The file is the mapping itself."""
        if isinstance(data, dict) and "answers" not in data:
            return {"answers": {key: value for key, value in data.items() if key != "schema_version"}}
        return data

    @field_validator("answers")
    @classmethod
    def _known(cls, answers: dict[str, Answer]) -> dict[str, Answer]:
        unknown = sorted(set(answers) - set(MODEL_SECTIONS))
        if unknown:
            raise ValueError(f"not sections of the model card: {', '.join(unknown)}")
        return {key: answers[key] for key in MODEL_SECTIONS if key in answers}
