"""Generate the demo data set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from labelcards.demo import VERSIONS
from labelcards.demo.story import tell
from labelcards.demo.writer import write_chapter, write_key, write_planted
from labelcards.errors import InputError, Problem

__all__ = ["FEWEST_ITEMS", "generate"]

FEWEST_ITEMS = 60
"""Below this many tickets the pilot is too small for three versions."""


def _problems(folder: Path, items: int, versions: Sequence[str]) -> list[Problem]:
    problems: list[Problem] = []
    if items < FEWEST_ITEMS:
        message = f"The demo needs at least {FEWEST_ITEMS} items."
        problems.append(Problem(str(folder), "too-few-items", message, "Raise `items`.", column="items"))
    if not versions or set(versions) - set(VERSIONS):
        message = f"The demo tells the versions {', '.join(VERSIONS)}."
        problems.append(Problem(str(folder), "unknown-version", message, "Name only these.", column="versions"))
    return problems


def generate(folder: Path, *, seed: int, items: int, versions: Sequence[str]) -> None:
    """Write the raw tables of the demo data set.

    Writes ``raw/<version>/{items,annotations,annotators,gold,adjudications}.csv`` and ``privacy_sample.jsonl`` (some
    texts with their personal values marked) for each of ``versions``,
    ``raw/demo.key`` (public, because the data are invented) and ``raw/planted.jsonl`` (where each personal value
    stands). The same arguments give the same bytes; a version's files do not depend on which others are written.

    Args:
        folder: the data set's folder, e.g. ``datasets/support-tickets``.
        seed: ≥ 0; another seed gives other people, texts and labels.
        items: tickets in the last version, at least `FEWEST_ITEMS`.
        versions: a non-empty subset of 1.0.0, 1.1.0 and 2.0.0.

    Raises:
        InputError: ``items`` is too small or a version is unknown.
    """
    problems = _problems(folder, items, versions)
    if problems:
        raise InputError(problems)
    story = tell(seed, items)
    for chapter in story.chapters:
        if chapter.version in versions:
            write_chapter(folder / "raw" / chapter.version, story, chapter)
    write_planted(folder / "raw" / "planted.jsonl", story)
    write_key(folder / "raw" / "demo.key", seed)
