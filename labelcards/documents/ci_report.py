"""What ``labelcards ci`` did: the document that ``--json`` prints.

Written by the stage ``ci``, read by programs. Schema history: 1, first.
"""

from __future__ import annotations

from typing import Literal

from labelcards.documents.document import Document, Part

__all__ = ["CiReport", "CiStep", "StepStatus"]

StepStatus = Literal["passed", "failed", "skipped", "not run"]


class CiStep(Part):
    """One step.

    Attributes:
        name: ``pull``, ``pipeline``, ``site``, ``diff``, ``check`` or ``scan``.
        command: what does the same by hand.
        status: ``skipped`` when there was nothing to do, ``not run`` after a step that has to succeed has failed.
        note: why, or what was found; one or several lines, may be empty.
    """

    name: str
    command: str
    status: StepStatus
    note: str = ""


class CiReport(Document):
    """All steps in order.

    Attributes:
        target: the Git revision compared with; absent without one.
        steps: every step, also those that were not run.
        comments: the pull-request comments written, one per data set that changed.
    """

    target: str | None = None
    steps: tuple[CiStep, ...]
    comments: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the steps that failed."""
        return tuple(step.name for step in self.steps if step.status == "failed")
