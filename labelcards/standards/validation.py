"""Which standard a file follows, and whether it does so correctly."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from labelcards.errors import InputError, Problem
from labelcards.standards.croissant import validate_croissant
from labelcards.standards.dataset_card import validate_dataset_card
from labelcards.standards.finding import ValidationFinding, ValidationFindings
from labelcards.standards.front_matter import read_front_matter
from labelcards.standards.model_card import validate_model_card

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Kind", "Validation", "kind_of", "validate", "validate_text"]

Kind = Literal["croissant", "huggingface", "huggingface-model"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""``croissant``: JSON-LD; ``huggingface``: a data set's README.md; ``huggingface-model``: a model's README.md."""

MAX_BYTES = 64 << 20

_OF_DATASETS = frozenset(
    {
        "annotations_creators",
        "configs",
        "dataset_info",
        "language_creators",
        "multilinguality",
        "paperswithcode_id",
        "pretty_name",
        "size_categories",
        "source_datasets",
        "task_categories",
        "task_ids",
        "train-eval-index",
    }
)
_OF_MODELS = frozenset(
    {
        "base_model",
        "datasets",
        "inference",
        "library_name",
        "metrics",
        "model-index",
        "model_name",
        "new_version",
        "pipeline_tag",
        "widget",
    }
)


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found out about one file.

    Attributes:
        file: as given.
        kind: the standard it was held against.
        findings: errors first.
    """

    file: str
    kind: Kind
    findings: tuple[ValidationFinding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def valid(self) -> bool:
        """Whether no finding is an error."""
        return not self.errors

    def to_frame(self) -> pd.DataFrame:
        """One row per finding: ``path, level, code, message, remedy``."""
        import pandas as pd  # noqa: PLC0415 - validating needs none

        columns = [part.name for part in fields(ValidationFinding)]
        return pd.DataFrame(
            [[getattr(finding, name) for name in columns] for finding in self.findings], columns=columns
        )

    def __repr__(self) -> str:
        """The verdict, then a line per finding."""
        head = f"{self.file} as {self.kind}: {self.errors} errors, {self.warnings} warnings"
        return "\n".join([head, *(f"  {finding}" for finding in self.findings)])


def validate(path: str | Path, kind: Kind | None = None) -> Validation:
    """Hold a file against the standard that it follows: Croissant 1.1 with RAI 1.0, or a card of the Hugging Face Hub.

    Everything is checked offline, and nothing is written.

    Args:
        path: ``croissant.json``, or the ``README.md`` of a data set or a model on the Hub.
        kind: ``croissant``, ``huggingface`` or ``huggingface-model``; seen from the content when None.

    Returns:
        What was found, errors first: each finding with its JSON path, what is wrong, and what to do.

    Raises:
        InputError: the file cannot be read, or does not show which standard it follows.

    Example::

        labelcards.validate("README.md").valid
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            message, remedy = f"The file is larger than {MAX_BYTES >> 20} MiB.", "Metadata is not: check the path."
            raise InputError([Problem(str(path), "too-large", message, remedy)])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(str(path), "unreadable-encoding", "The file is not UTF-8.", "Save it as UTF-8.")
        raise InputError([problem]) from None
    except OSError:
        problem = Problem(str(path), "missing-file", "The file cannot be read.", "Check the path.")
        raise InputError([problem]) from None
    found = kind or kind_of(text)
    if found is None:
        message = "The file does not show which standard it follows."
        raise InputError([Problem(str(path), "unknown-kind", message, f"Pass --kind: {', '.join(KINDS)}.")])
    return Validation(str(path), found, validate_text(text, found))


def validate_text(text: str, kind: Kind) -> tuple[ValidationFinding, ...]:
    """All problems of a document of the given kind, errors first."""
    validators: dict[Kind, Callable[[str], tuple[ValidationFinding, ...]]] = {
        "croissant": _validate_json,
        "huggingface": validate_dataset_card,
        "huggingface-model": validate_model_card,
    }
    return validators[kind](text)


def kind_of(text: str) -> Kind | None:
    """The standard that a document follows, seen from its beginning and its keys."""
    if text.lstrip()[:1] in ("{", "["):
        return "croissant"
    parts = read_front_matter(text, ValidationFindings())
    if parts is None:
        return None
    keys = set(parts[0])
    models, datasets = len(keys & _OF_MODELS), len(keys & _OF_DATASETS)
    if models == datasets:
        return None
    return "huggingface-model" if models > datasets else "huggingface"


def _validate_json(text: str) -> tuple[ValidationFinding, ...]:
    findings = ValidationFindings()
    repeated: list[str] = []

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in entries:
            if key in found:
                repeated.append(key)
            found[key] = value
        return found

    try:
        document = json.loads(text, object_pairs_hook=pairs, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        findings.error((), "not-json", f"The file is not JSON{where}.", "Correct it, for example with a JSON editor.")
        return findings.all()
    for key in repeated:
        findings.error((key,), "duplicate-key", "The key stands twice in one object.", "Keep one of them.")
    return (*findings.all(), *validate_croissant(document))


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
