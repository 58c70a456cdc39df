"""Which stages of a ``dvc.yaml`` are labelcards'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

__all__ = ["runs_labelcards", "stage_names"]


def stage_names(path: Path) -> list[str]:
    """The stages of a ``dvc.yaml`` that run labelcards; none where it cannot be read, which DVC itself complains of."""
    return [name for name, stage in _stages(path).items() if runs_labelcards(stage)]


def _stages(path: Path) -> dict[str, Any]:
    try:
        content = YAML(typ="safe", pure=True).load(path) if path.is_file() else None
    except (YAMLError, UnicodeDecodeError):
        return {}
    stages = content.get("stages") if isinstance(content, dict) else None
    return stages if isinstance(stages, dict) else {}


def runs_labelcards(stage: Any) -> bool:
    """Whether a stage's command, or one of its commands, runs labelcards."""
    body = stage.get("do", stage) if isinstance(stage, dict) else {}
    commands = body.get("cmd", "") if isinstance(body, dict) else ""
    return any("labelcards" in str(one).split() for one in (commands if isinstance(commands, list) else [commands]))
