"""``labelcards privacy evaluate``: a sample with marked personal data in, how well it is found out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.detect.evaluate import detection_figures, read_sample

__all__ = ["run"]


def run(sample: Path, *, engine: str, threshold: float, seed: int = 0) -> dict[str, Any]:
    """Score the engine on the sample; see `labelcards.privacy.detect.evaluate`.

    Returns:
        ``texts``, ``words``, ``parameters`` of the detector, and the figures ``pii``, ``types`` and
        ``false_alarms_per_1000_words`` as plain dicts. No text of the sample is in it.
    """
    texts = read_sample(sample)
    detector = open_detector(engine, threshold=threshold)
    figures = to_jsonable_python(detection_figures(texts, detector, seed=seed), exclude_none=True)
    counted = {name: int(figures.pop(name)["value"]) for name in ("texts", "words")}
    return {**counted, "parameters": detector.parameters | {"seed": seed}, **figures}
