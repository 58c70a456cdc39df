"""labelcards versions labelled data sets, measures their labels, and writes the cards that people can trust.

From Python, without a pipeline: `agreement` of a table, personal data in texts (`detect`), a file held against its
standard (`validate`). With a data set that the pipeline has anonymized: `read_version`, `quality`, `diff`. Nothing is
written to a disk, nothing goes on the network, and no error quotes a value of a table. Each result is typed, shows as
a few lines in a notebook, and has ``to_frame()``.

A name is imported when it is first used, so that ``import labelcards`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelcards.actions.one_file.agreement import agreement
    from labelcards.actions.one_version.quality import quality
    from labelcards.actions.review.diff import diff
    from labelcards.assess.quality.version import QualityAssessment
    from labelcards.dataset.version.clean import read_version
    from labelcards.dataset.version.label_version import LabelVersion
    from labelcards.documents.difference import DifferenceDocument
    from labelcards.documents.figures import Figure
    from labelcards.documents.params import QualityParams
    from labelcards.documents.table_agreement import TableAgreement
    from labelcards.errors import InputError, LabelcardsError, ToolError
    from labelcards.privacy.detect.detection import Detection, detect
    from labelcards.release import __version__
    from labelcards.standards.validation import Validation, validate

__all__ = [
    "Detection",
    "DifferenceDocument",
    "Figure",
    "InputError",
    "LabelVersion",
    "LabelcardsError",
    "QualityAssessment",
    "QualityParams",
    "TableAgreement",
    "ToolError",
    "Validation",
    "__version__",
    "agreement",
    "detect",
    "diff",
    "quality",
    "read_version",
    "validate",
]

_HOMES = {
    "Detection": "labelcards.privacy.detect.detection",
    "DifferenceDocument": "labelcards.documents.difference",
    "Figure": "labelcards.documents.figures",
    "InputError": "labelcards.errors",
    "LabelVersion": "labelcards.dataset.version.label_version",
    "LabelcardsError": "labelcards.errors",
    "QualityAssessment": "labelcards.assess.quality.version",
    "QualityParams": "labelcards.documents.params",
    "TableAgreement": "labelcards.documents.table_agreement",
    "ToolError": "labelcards.errors",
    "Validation": "labelcards.standards.validation",
    "__version__": "labelcards.release",
    "agreement": "labelcards.actions.one_file.agreement",
    "detect": "labelcards.privacy.detect.detection",
    "diff": "labelcards.actions.review.diff",
    "quality": "labelcards.actions.one_version.quality",
    "read_version": "labelcards.dataset.version.clean",
    "validate": "labelcards.standards.validation",
}
"""Name → the module that defines it."""


def __getattr__(name: str) -> Any:
    """Import a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    """All public names, imported or not."""
    return sorted({*globals(), *__all__})
