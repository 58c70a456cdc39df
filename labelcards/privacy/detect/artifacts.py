"""Presidio's NLP artifacts of a text, which most texts never need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["Artifacts", "at_once", "on_demand"]

Artifacts = Callable[[], Any]
"""Gives the artifacts of one text."""

_LANGUAGE = "en"


class _LazyArtifacts:
    """Artifacts made when first asked for."""

    def __init__(self, engine: Any, text: str) -> None:
        self._engine, self._text, self._made = engine, text, None

    def __call__(self) -> Any:
        if self._made is None:
            self._made = self._engine.process_text(self._text, _LANGUAGE)
        return self._made


class _ModelArtifacts:
    """Artifacts that a model already made."""

    def __init__(self, artifacts: Any) -> None:
        self._artifacts = artifacts

    def __call__(self) -> Any:
        return self._artifacts


def on_demand(engine: Any, texts: Sequence[str]) -> list[Artifacts]:
    """For an engine that only splits words."""
    return [_LazyArtifacts(engine, text) for text in texts]


def at_once(engine: Any, texts: Sequence[str]) -> list[Artifacts]:
    """For an engine with a model, which is quicker with many texts together and must see each."""
    return [_ModelArtifacts(artifacts) for _, artifacts in engine.process_batch(list(texts), _LANGUAGE, batch_size=64)]
