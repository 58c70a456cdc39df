"""One version of a published site: what its pages are made from, what they hide, and their building."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from labelcards.cards.audience import HiddenFigures, for_the_public, hidden_cells
from labelcards.cards.context import card_context
from labelcards.cards.sources import CardSources
from labelcards.cards.write import write_cards
from labelcards.catalog.places import Side
from labelcards.dataset.version.layout import VersionPaths
from labelcards.documents.digest_cache import DigestCache
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.files import sha256_file
from labelcards.documents.params import PublishParams
from labelcards.documents.site_publication import Audience, DatasetPublication, PublishedVersion
from labelcards.documents.yaml_file import read_yaml
from labelcards.errors import InputError, PrivacyError, Problem
from labelcards.site.version import build_version
from labelcards.stages.cards import read_card_sources, with_evidence

__all__ = ["Edition", "build_edition", "inputs_digest", "parent_version", "tree_digest"]

_SHORT = 5
"""Annotator ids of fewer characters would be found in any text."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What one run of `labelcards publish` makes of every version.

    Attributes:
        policy: whom it is for, and what the public gets to see.
        templates: a folder whose templates win over the shipped ones.
    """

    policy: PublishParams
    templates: Path | None = None

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return self.policy.audience

    @property
    def public(self) -> bool:
        """Whether documents are reduced."""
        return self.audience == "public"


def inputs_digest(paths: VersionPaths, edition: Edition, cache: DigestCache, *, parent_there: bool) -> str:
    """One digest of everything that a version's pages depend on, labelcards itself excepted.

    Raises:
        InputError: the version's manifest or documents are not there.
    """
    files = _input_files(paths)
    parent = _parent(paths)
    if edition.public and parent_there and parent is not None and parent.document("bias").is_file():
        files.append(parent.document("bias"))
    if edition.templates is not None:
        files += sorted(path for path in edition.templates.rglob("*") if path.is_file())
    settings = [edition.audience, f"parent there: {parent_there}"]
    if edition.public:
        settings += [
            f"smallest group: {edition.policy.smallest_group}",
            f"fewest annotators: {edition.policy.minimum_annotators}",
            f"examples: {edition.policy.examples}",
            f"tables: {edition.policy.tables}",
        ]
    lines = [*settings, *(f"{cache.sha256(file)}  {_named(file, paths)}" for file in files)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _input_files(paths: VersionPaths) -> list[Path]:
    documents = sorted(path for path in paths.documents.glob("*") if path.is_file() and not path.name.startswith("."))
    missing = [path for path in (paths.dataset.manifest, paths.manifest) if not path.is_file()]
    if missing or not documents:
        lacking = missing or [paths.documents]
        raise InputError(
            Problem(path.as_posix(), "missing-file", "The version cannot be published without it.", "Run `dvc repro`.")
            for path in lacking
        )
    by_hand = [paths.dataset.datasheet, paths.dataset.modelcard, paths.answers]
    named = _stated(paths, "guidelines")
    if named:
        by_hand.append(paths.dataset.folder / named)
    tables = sorted(paths.tables.glob("*.parquet"))
    there = [path for path in (*by_hand, paths.answers, paths.consensus) if path.is_file()]
    return [paths.dataset.manifest, paths.manifest, *there, *documents, *tables]


@lru_cache(maxsize=4096)
def _manifest(file: Path, _changed: tuple[int, int]) -> Mapping[str, Any]:
    """The version's manifest as it is written; read again when it has changed."""
    held = read_yaml(file).content
    return held if isinstance(held, dict) else {}


def _stated(paths: VersionPaths, key: str) -> str | None:
    """A text of the version's manifest."""
    now = paths.manifest.stat()
    value = _manifest(paths.manifest, (now.st_mtime_ns, now.st_size)).get(key)
    return value if isinstance(value, str) else None


def parent_version(paths: VersionPaths) -> str | None:
    """The version that the manifest names as the parent.

    Raises:
        InputError: the manifest is not plain YAML.
    """
    return _stated(paths, "parent") if paths.manifest.is_file() else None


def _parent(paths: VersionPaths) -> VersionPaths | None:
    named = parent_version(paths)
    found = paths.dataset.version(named) if named else None
    return found if found is not None and found.manifest.is_file() else None


def _named(file: Path, paths: VersionPaths) -> str:
    folder = paths.dataset.folder
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name


def build_edition(
    paths: VersionPaths, edition: Edition, target: Path, ledger: DatasetPublication, *, inputs: str, parent_there: bool
) -> PublishedVersion:
    """Build one version's folder, whole or not at all.

    Args:
        ledger: what is published already, for what the parent version hides.
        inputs: the digest of `inputs_digest`.

    Raises:
        InputError: documents or manifests do not fit.
        PrivacyError: a public page would have named an annotator; nothing was written.
    """
    sources = replace(read_card_sources(paths.dataset.folder, paths.version), parent_there=parent_there)
    hidden = HiddenFigures()
    with tempfile.TemporaryDirectory(prefix="labelcards-publish-") as name:
        cards = Path(name) / "cards"
        if edition.public:
            hidden = hidden_cells(sources.documents, edition.policy.smallest_group, _before(paths, ledger))
            reduced = for_the_public(sources, edition.policy, hidden)
            write_cards(card_context(reduced, templates=edition.templates), cards, templates=edition.templates)
            _guard(cards, sources)
        else:
            write_cards(
                card_context(with_evidence(sources, paths), templates=edition.templates),
                cards,
                templates=edition.templates,
            )
        build_version(cards, target)
    tree, files, size = tree_digest(target)
    return PublishedVersion(inputs=inputs, tree=tree, files=files, bytes=size, hidden=_lines(hidden))


def _before(paths: VersionPaths, ledger: DatasetPublication) -> HiddenFigures | None:
    """What the parent version hides, if it is published here, so that readers can compare the two."""
    parent = _parent(paths)
    published = ledger.versions.get(parent.version) if parent else None
    if parent is None or published is None:
        return None
    groups = frozenset(frozenset(_group(line) for line in lines) for lines in published.hidden)
    there = parent.document("bias").is_file()
    return replace(hidden_cells({"bias": _representation(parent)}, 1) if there else HiddenFigures(), groups=groups)


def _representation(paths: VersionPaths) -> MetricsDocument:
    """The bias document with group sizes only: the whole one takes long to check, and is not needed."""
    held = json.loads(paths.document("bias").read_text(encoding="utf-8"))
    figures = {"representation": held.get("figures", {}).get("representation", {})}
    return MetricsDocument(document="bias", dataset=paths.dataset.name, version=paths.version, figures=figures)


def _lines(hidden: HiddenFigures) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(sorted(json.dumps(part, ensure_ascii=False) for part in g)) for g in hidden.groups))


def _group(line: str) -> tuple[Side, str, str]:
    side, column, value = json.loads(line)
    return side, column, value


def _guard(cards: Path, sources: CardSources) -> None:
    """The last check: no annotator id of the internal documents is in any byte that would be published."""
    quality = sources.documents.get("quality")
    ids: set[str] = set()
    for question in (quality.branch("questions") if quality else {}).values():
        ids |= set(question.get("annotators", {})) | set(question.get("agreement", {}).get("per_annotator", {}))
    telling = sorted(name for name in ids if len(name) >= _SHORT and not name.isdecimal())
    if not telling:
        return
    pattern = re.compile(rb"(?<![\w-])(?:" + b"|".join(re.escape(name.encode()) for name in telling) + rb")(?![\w-])")
    named = sorted(path.name for path in cards.rglob("*") if path.is_file() and pattern.search(path.read_bytes()))
    if named:
        raise PrivacyError(
            f"Public pages of version {sources.version.version} would name an annotator: {', '.join(named)}.",
            hint="Look for annotator ids in the manifests, the guidelines and the answers. Nothing was published.",
        )


def tree_digest(folder: Path) -> tuple[str, int, int]:
    """Digest of all files of a folder, how many there are, and how many bytes they have."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = "".join(f"{sha256_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    return hashlib.sha256(lines.encode()).hexdigest(), len(files), sum(path.stat().st_size for path in files)
