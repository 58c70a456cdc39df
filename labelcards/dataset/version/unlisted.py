"""Labels that raw tables hold and the manifests do not list: new ones, or slips."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from labelcards.dataset.contract.arrangement import arrange
from labelcards.dataset.contract.label_resolution import label_domain
from labelcards.dataset.files.table_file import read_table
from labelcards.dataset.version.manifests import read_manifests
from labelcards.documents.label_scheme import Question
from labelcards.documents.version_manifest import TableFile
from labelcards.labels.reading import Misfit

__all__ = ["unlisted_labels"]


def unlisted_labels(folder: Path, version: str) -> dict[str, dict[str, int]]:
    """Question → value that is none of its labels nor an alias → how many answers hold it, the most frequent first.

    Args:
        folder: ``datasets/<name>``.
        version: the version number.

    Raises:
        InputError: a manifest or a table cannot be read.
    """
    manifest, found = read_manifests(folder, version)
    counted: dict[str, Counter[str]] = {}
    for name in ("annotations", "gold"):
        spec: TableFile | None = getattr(found.tables, name)
        if spec is None:
            continue
        frame = arrange(name, spec, manifest, [read_table(folder / file) for file in spec.file]).frame
        for question, declared in manifest.questions.items():
            if declared.label_kind.lists_labels:
                given = frame.loc[frame["question"] == question, "label"].dropna()
                told = _unlisted(question, declared, Counter(given.astype(str)))
                counted.setdefault(question, Counter()).update(told)
    return {question: dict(values.most_common()) for question, values in counted.items() if values}


def _unlisted(question: str, declared: Question, given: Counter[str]) -> Counter[str]:
    kind = declared.label_kind
    read = kind.reader(label_domain(question, declared))
    found: Counter[str] = Counter()
    for text, count in given.items():
        parts = text.split(kind.separator) if kind.separator else [text]
        if isinstance(read(text), Misfit):
            found.update({part.strip(): count for part in parts if part.strip() and isinstance(read(part), Misfit)})
    return found
