"""The last check before publishing: no raw value and nothing that looks like personal data.

Reads: everything that would be pushed or published, and the private fingerprints of raw values.
Writes: nothing.
Params: ``scan``.
Privacy: a hit names file, line and kind, never the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import list_versions, read_manifest
from labelcards.documents.answer import Answers
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.log import read_log
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError, Problem
from labelcards.privacy.key import load_key
from labelcards.privacy.scan.fingerprints import Fingerprints
from labelcards.privacy.scan.published import published_files
from labelcards.privacy.scan.scan import Hit, scan
from labelcards.stages.inputs import read_params

__all__ = ["ScanReport", "run"]

SHARED = ("site", "docs/cards", "dvc.lock")


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What was looked at, with what, and what was found.

    Attributes:
        hits: every place with a raw value or detectable personal data.
        files: how many files were searched.
        known: label versions whose raw values were known (their fingerprints exist here).
        unknown: label versions without fingerprints; only detection could protect these.
    """

    hits: tuple[Hit, ...]
    files: int
    known: tuple[str, ...]
    unknown: tuple[str, ...]

    def summary(self) -> str:
        """One or two lines for a person."""
        found = f"{len(self.hits)} hit{'' if len(self.hits) == 1 else 's'} in {self.files:,} files"
        lines = [f"scan: {found}; raw values known of {', '.join(self.known) or 'no version'}."]
        if self.unknown:
            missing = ", ".join(self.unknown)
            lines.append(f"scan: no fingerprints of {missing}: run the stage anonymize where the raw data are.")
        return "\n".join(lines)


def run(paths: Sequence[Path], datasets: Path, params: Path) -> ScanReport:
    """Search ``paths``, or everything that would be pushed or published.

    Raw values are searched data set by data set, each with its own key; personal data is searched once.

    Raises:
        InputError: there is nothing to search.
    """
    settings = read_params(params)
    folders = sorted(path.parent for path in datasets.glob("*/dataset.yaml"))
    manifests = {folder: read_manifest(folder) for folder in folders}
    targets = list(paths) or _publishable(folders)
    if not targets:
        problem = Problem("site", "nothing-to-scan", "Nothing was built yet.", "Run `dvc repro`, or name a path.")
        raise InputError([problem])
    known: list[str] = []
    unknown: list[str] = []
    hits: set[Hit] = set()
    allow = {*settings.scan.allow, *_contacts(manifests.values()), *_speakers(folders)}
    for folder, manifest in manifests.items():
        prints = []
        for version in list_versions(folder):
            path = DatasetPaths(folder).version(version).fingerprints
            (known if path.is_file() else unknown).append(f"{folder.name} {version}")
            if path.is_file():
                prints.append(Fingerprints.read(path))
        if prints:
            key = load_key(manifest.key, folder)
            hits.update(scan(targets, fingerprints=prints, key=key, detect=False, allow=allow))
    hits.update(scan(targets, allow=allow))
    files = sum(1 for _ in published_files(targets))
    ordered = sorted(hits, key=lambda hit: (hit.file, hit.line, hit.kind))
    return ScanReport(tuple(ordered), files, tuple(known), tuple(unknown))


def _publishable(folders: Iterable[Path]) -> list[Path]:
    """What goes to a shared remote, to Git or onto a server."""
    paths = [Path(path) for path in SHARED]
    paths += [folder / name for folder in folders for name in ("versions", "log.jsonl")]
    return [path for path in paths if path.exists()]


def _speakers(folders: Iterable[Path]) -> set[str]:
    """Names under answers and log entries: these people put them there to be read."""
    names: set[str] = set()
    for folder in folders:
        paths = DatasetPaths(folder)
        names |= {entry.by for entry in read_log(paths.log).entries}
        files: dict[Path, type[Answers]] = {paths.datasheet: Datasheet, paths.modelcard: ModelCard}
        for path, model in files.items():
            held = read_yaml_document(path, model).answers.values() if path.is_file() else ()
            for answer in (one for top in held for one in (top, *top.earlier)):
                names |= {answer.author, answer.reviewed_by or "", *(signature.by for signature in answer.signed)}
    return names - {""}


def _contacts(manifests: Iterable[DatasetManifest]) -> set[str]:
    """Names and addresses that owners put on the cards themselves."""
    return {
        text
        for manifest in manifests
        for party in (*manifest.creators, *manifest.owners)
        for text in (party.name, party.contact)
        if text
    }
