"""A change of labels against its target: one review per data set, behind the comment and the check alike.

Reads: the repository and its target.
Writes: nothing.
Params: none.
Deterministic: because the day that waivers are judged by is an argument.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from labelcards.actions.review.bars import bars_moved, gate_sources
from labelcards.actions.review.target import ReviewTarget
from labelcards.actions.review.version_review import ReviewedDataSet, review_version
from labelcards.compare.sides.state import locked_outputs, version_states
from labelcards.documents.gates import GatesDocument
from labelcards.documents.review import ReviewDocument
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError, LabelcardsError

__all__ = ["DATASETS", "ChangeReview"]

DATASETS = Path("datasets")


@dataclass(frozen=True)
class ChangeReview:
    """The reviews of all data sets that either side has; made once, when they are first asked for.

    Attributes:
        target: what the change goes to; None to judge the newest versions alone.
        today: the day that waivers are judged by.
    """

    target: ReviewTarget | None
    today: date

    @cached_property
    def documents(self) -> tuple[ReviewDocument, ...]:
        """By name; of a data set that cannot be read, why, which fails."""
        here = {path.parent.name for path in DATASETS.glob("*/dataset.yaml")}
        names = sorted(here | set(self.target.data_sets if self.target is not None else ()))
        return tuple(_review(name, self.target, name in here, self.today) for name in names)


def _review(name: str, target: ReviewTarget | None, here: bool, today: date) -> ReviewDocument:
    given = target.name if target is not None else None
    if not here:
        return ReviewDocument(dataset=name, target=given, state="missing")
    try:
        return _reviewed(DATASETS / name, target, today)
    except InputError as error:
        return ReviewDocument(dataset=name, target=given, problems=tuple(str(one) for one in error.problems))
    except LabelcardsError as error:
        return ReviewDocument(dataset=name, target=given, problems=(f"{error} {error.hint}".strip(),))


def _reviewed(folder: Path, target: ReviewTarget | None, today: date) -> ReviewDocument:
    held = target.data_set(folder) if target is not None else None
    path = folder / "gates.yaml"
    gates = read_yaml_document(path, GatesDocument) if path.is_file() else None
    bars, removed = (
        bars_moved(folder, gates, target, held, today=today) if target is not None and held is not None else ((), ())
    )
    lock = Path("dvc.lock")
    data = ReviewedDataSet(
        folder=folder,
        states=version_states(folder, locked_outputs(lock.read_bytes() if lock.is_file() else None)),
        target=target if held is not None else None,
        held=held,
        bars=bars,
        sources=gate_sources(gates, target, held, bars),
        today=today,
    )
    versions = tuple(review_version(data, version) for version in data.differing)
    state = "same"
    if target is not None:
        differs = any(one.kind != "same" for one in versions) or target.inside(folder).differs()
        state = "new" if held is None else "changed" if differs else "same"
    return ReviewDocument.model_validate(
        {
            "dataset": folder.name,
            "target": target.name if target is not None else None,
            "state": state,
            "bars": bars,
            "removed": removed,
            "versions": versions,
            "ungated": not data.sources,
        }
    )
