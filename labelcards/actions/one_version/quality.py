"""`labelcards.quality`: a label version in, everything measured about its labels out.

Reads: a version in memory.
Writes: nothing.
Params: given, else those of a pipeline without ``params.yaml``.
Deterministic: because every draw is seeded and every output sorted.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from dataclasses import replace

from labelcards.assess.quality.version import QualityAssessment, assess_quality
from labelcards.cards.warning_text import in_words
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.params import QualityParams

__all__ = ["quality"]


def quality(version: LabelVersion, params: QualityParams | None = None) -> QualityAssessment:
    """Agreement, consensus, gold, annotators, label errors, adjudication and work of a label version.

    Args:
        version: what `labelcards.read_version` read.
        params: seed, intervals and folds; the defaults when absent.

    Returns:
        The figures of the pipeline's ``quality.json``, each a value with its 95% interval and n or the reason why there
        is none; and the tables ``consensus`` and ``predictions``. Nothing is written.

    Raises:
        InputError: the version's own predictions do not fit.

    Example::

        version = labelcards.read_version("datasets/support-tickets", "1.0.0")
        found = labelcards.quality(version)
        found.find("questions", "topic", "agreement", "overall", "alpha")
        found.consensus.query("flagged")
    """
    found = assess_quality(version, params)
    return replace(found, sentences=tuple(str(warning) for warning in in_words(found.warnings)))
