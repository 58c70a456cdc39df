"""What a validator says: one thing that is wrong or missing, where it is, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Level", "Path", "Step", "ValidationFinding", "ValidationFindings", "json_path"]

Level = Literal["error", "warning"]
Step = str | int
Path = tuple[Step, ...]

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def json_path(path: Path) -> str:
    """``path`` in the notation of JSONPath (RFC 9535).

    >>> json_path(("distribution", 0, "sha256"))
    '$.distribution[0].sha256'
    >>> json_path(("rai:dataBiases", 1))
    "$['rai:dataBiases'][1]"
    """
    return "$" + "".join(_step(step) for step in path)


def _step(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN.match(step):
        return f".{step}"
    return "['" + step.replace("\\", "\\\\").replace("'", "\\'") + "']"


@dataclass(frozen=True, slots=True)
class ValidationFinding:
    """One problem of a file.

    Attributes:
        path: JSON path of the value, or of the place where one is missing.
        level: ``error``: the standard demands otherwise; ``warning``: it recommends otherwise.
        code: stable reason code in kebab case.
        message: what is wrong, without a value from the file.
        remedy: what to do, as an imperative sentence.
    """

    path: str
    level: Level
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.level} {self.path}: {self.message} {self.remedy} ({self.code})"


class ValidationFindings:
    """Collects findings in the order they are met; the same finding is kept once."""

    def __init__(self) -> None:
        self._kept: dict[ValidationFinding, None] = {}

    def error(self, path: Path, code: str, message: str, remedy: str) -> None:
        """Something that the standard does not allow."""
        self._kept[ValidationFinding(json_path(path), "error", code, message, remedy)] = None

    def warning(self, path: Path, code: str, message: str, remedy: str) -> None:
        """Something that the standard advises against, or advises and is absent."""
        self._kept[ValidationFinding(json_path(path), "warning", code, message, remedy)] = None

    def all(self) -> tuple[ValidationFinding, ...]:
        """Errors first, then warnings, each in the order they were met."""
        return tuple(sorted(self._kept, key=lambda finding: finding.level != "error"))
