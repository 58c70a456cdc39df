"""Which stages of a ``dvc.yaml`` are labelcards'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

__all__ = ["labelcards_stages", "runs_labelcards", "stage_names"]


def stage_names(path: Path) -> list[str]:
    """The stages of a ``dvc.yaml`` that run labelcards; none where it cannot be read, which DVC itself complains of."""
    return list(labelcards_stages(path.read_bytes() if path.is_file() else None))


def labelcards_stages(text: bytes | None) -> dict[str, Any]:
    """The same with their bodies, from the content of a ``dvc.yaml``; none without one."""
    return {str(name): stage for name, stage in _stages(text).items() if runs_labelcards(stage)}


def _stages(text: bytes | None) -> dict[str, Any]:
    try:
        content = YAML(typ="safe", pure=True).load(text.decode("utf-8")) if text is not None else None
    except (YAMLError, UnicodeDecodeError):
        return {}
    stages = content.get("stages") if isinstance(content, dict) else None
    return stages if isinstance(stages, dict) else {}


def runs_labelcards(stage: Any) -> bool:
    """Whether a stage's command, or one of its commands, runs labelcards."""
    body = stage.get("do", stage) if isinstance(stage, dict) else {}
    commands = body.get("cmd", "") if isinstance(body, dict) else ""
    return any("labelcards" in str(one).split() for one in (commands if isinstance(commands, list) else [commands]))
