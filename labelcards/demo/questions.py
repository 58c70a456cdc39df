"""The two questions that the team answers about each ticket."""

from __future__ import annotations

from collections.abc import Mapping

from labelcards.demo.scenario import URGENCIES
from labelcards.demo.topics import TOPICS

__all__ = ["LABELS", "QUESTIONS"]

LABELS: Mapping[str, tuple[str, ...]] = {"topic": TOPICS, "urgency": URGENCIES}
"""Question → its labels, in declared order."""

QUESTIONS = tuple(LABELS)
"""The two questions, in declared order."""
