"""Put the sites of all versions into one folder for an audience, building only what is new.

Reads: the manifests, documents, answers and guidelines of every version; what the folder holds already.
Writes: the folder: ``<dataset>/<version>/``, aliases, ``versions.json``, the front page, ``publication.json``.
Params: publish, and the versions of ``params.yaml``.
Deterministic: because a version's folder depends on its inputs alone, in whatever order versions are published.
Privacy: sees figures, no tables; public pages are made from reduced documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from labelcards.actions.publishing.lists import PublishedList, bring_list, with_version
from labelcards.actions.publishing.version import Edition, build_edition, inputs_digest, parent_version, tree_digest
from labelcards.actions.review.check import run as check
from labelcards.cards.figures.summary import Summary
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.digest_cache import DigestCache
from labelcards.documents.files import sha256_file, write_text
from labelcards.documents.site_publication import DatasetPublication, PublishedVersion, SitePublication
from labelcards.errors import InputError, LabelcardsError, Problem
from labelcards.site.overview import build_overview

__all__ = ["Change", "PublishReport", "gates_digest", "run"]

LEDGER = "publication.json"
CACHE = Path(".labelcards/digests.json")
_INSIDE = "User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class Change:
    """What is done about one version: it is ``new``, ``changed``, ``kept``, or ``damaged``: not as it was published."""

    dataset: str
    version: str
    action: str


@dataclass(slots=True)
class PublishReport:
    """What a run did, or would do.

    Attributes:
        changes: every version.
        front: whether the front page was, or would be, built.
        aliases: data set → alias → version.
        files, bytes: of all versions' folders.
    """

    changes: list[Change] = field(default_factory=list)
    front: bool = False
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    @property
    def current(self) -> bool:
        """Whether there is nothing to do."""
        return not self.front and all(change.action == "kept" for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Run:
    """The settings of a run."""

    dest: Path
    edition: Edition
    docs: Path | None
    build: bool
    check: bool
    rebuild: bool
    say: Callable[[str], object]
    cache: DigestCache


def run(
    dest: Path,
    datasets: Mapping[Path, tuple[str, ...]],
    edition: Edition,
    *,
    docs: Path | None = None,
    build: bool = True,
    check_files: bool = False,
    rebuild: bool = False,
    say: Callable[[str], object] = lambda _: None,
) -> PublishReport:
    """Bring ``dest`` up to date.

    Args:
        dest: the folder that is served.
        datasets: folder of a data set → its versions.
        docs: Markdown pages to build beside the front page; none when absent, since they may be for insiders.
        build: whether to write anything; otherwise only say what would be done.
        check_files: compare the files of every kept version with what was published.
        rebuild: build every version again, e.g. with a newer labelcards.
        say: gets a line before each version is built.

    Raises:
        InputError: a version lacks documents; or ``dest`` was built for another audience or by something else.
        PrivacyError: a public page would have named an annotator.
    """
    ledgers = _refuse_foreign(dest, datasets, edition)
    settings = _Run(dest, edition, docs, build, check_files, rebuild, say, DigestCache(CACHE))
    done = PublishReport()
    sites: dict[str, PublishedList] = {}
    if build:
        _mark(dest, edition)
    for folder, versions in sorted(datasets.items()):
        ledgers[folder.name] = _dataset(folder, versions, ledgers.get(folder.name), settings, done)
    logs = {folder.name: DatasetPaths(folder).log for folder in datasets}
    for name, held in sorted(ledgers.items()):
        if held.versions:
            now, sites[name] = bring_list(dest / name, held, logs.get(name), build=build)
            done.aliases[name] = dict(sites[name].listing.aliases or {})
            if now is not held:
                now.write(dest / name / LEDGER)
    _front(settings, sites, done)
    if build:
        settings.cache.save()
    return done


def _refuse_foreign(
    dest: Path, datasets: Mapping[Path, tuple[str, ...]], edition: Edition
) -> dict[str, DatasetPublication]:
    """What each published data set holds.

    A folder for others, or one that something else wrote, is not written into: it may hold what must not be seen.
    """
    problems: list[Problem] = []
    ledgers = {path: DatasetPublication.read(path) for path in sorted(dest.glob(f"*/{LEDGER}")) if path.is_file()}
    mark = dest / LEDGER
    audiences = {path: ledger.audience for path, ledger in ledgers.items()}
    for path, audience in {
        **({mark: SitePublication.read(mark).audience} if mark.is_file() else {}),
        **audiences,
    }.items():
        if audience != edition.audience:
            message = f"The folder was published for another audience than '{edition.audience}'."
            problems.append(Problem(path.as_posix(), "other-audience", message, "Choose another folder, or empty it."))
    for folder in datasets:
        there = dest / folder.name
        if there.is_dir() and any(there.iterdir()) and not (there / LEDGER).is_file():
            message = "The folder was not written by `labelcards publish`."
            problems.append(
                Problem(there.as_posix(), "foreign-folder", message, "Choose another folder, or remove it.")
            )
    if problems:
        raise InputError(problems)
    return {path.parent.name: ledger for path, ledger in ledgers.items()}


def _mark(dest: Path, edition: Edition) -> None:
    """Say whom the folder is for before anything is in it."""
    if not (dest / LEDGER).is_file():
        SitePublication(audience=edition.audience).write(dest / LEDGER)
    files = {".nojekyll": "", **({} if edition.public else {"robots.txt": _INSIDE})}
    for name, content in files.items():
        if not (dest / name).is_file():
            write_text(dest / name, content)


def _dataset(
    folder: Path, versions: Iterable[str], held: DatasetPublication | None, settings: _Run, done: PublishReport
) -> DatasetPublication:
    """Build what is new or changed, parents first, so that what a parent hides is known; the ledger afterwards."""
    paths, out = DatasetPaths(folder), settings.dest / folder.name
    file = out / LEDGER
    ledger = held or DatasetPublication(dataset=folder.name, audience=settings.edition.audience)
    if settings.build and held is None:
        ledger.write(file)
    there, stale = {*versions, *ledger.versions}, False
    for version in _parents_first(paths, versions):
        files = paths.version(version)
        beside = parent_version(files) in there
        inputs = inputs_digest(files, settings.edition, settings.cache, parent_there=beside)
        action = _action(ledger.versions.get(version), inputs, out / version, settings)
        done.changes.append(Change(folder.name, version, action))
        if action != "kept" and settings.build:
            settings.say(f"{folder.name} {version}: {action}")
            made = build_edition(files, settings.edition, out / version, ledger, inputs=inputs, parent_there=beside)
            ledger = with_version(ledger, version, made)
            ledger.write(file)
        ledger, written = _with_gates(folder, version, ledger, settings), ledger
        stale = stale or ledger is not written
    if stale:
        ledger.write(file)
    done.files += sum(one.files for one in ledger.versions.values())
    done.bytes += sum(one.bytes for one in ledger.versions.values())
    return ledger


def _parents_first(paths: DatasetPaths, versions: Iterable[str]) -> list[str]:
    """The versions by how many ancestors they have, otherwise in the order given."""
    parents = {version: parent_version(paths.version(version)) for version in versions}

    def depth(version: str) -> int:
        seen: set[str] = set()
        at: str | None = version
        while at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        return len(seen)

    return sorted(parents, key=depth)


def _action(held: PublishedVersion | None, inputs: str, folder: Path, settings: _Run) -> str:
    if held is None or not folder.is_dir():
        return "new"
    if held.inputs != inputs or settings.rebuild:
        return "changed"
    if settings.check and tree_digest(folder)[0] != held.tree:
        return "damaged"
    return "kept"


def _with_gates(folder: Path, version: str, ledger: DatasetPublication, settings: _Run) -> DatasetPublication:
    """The ledger with whether the version meets its gates, judged again only if it or they changed.

    Waivers are judged by the version's date, so that the same inputs give the same pages on any day.
    """
    held = ledger.versions.get(version)
    gates = folder / "gates.yaml"
    if held is None or not settings.build:
        return ledger
    if not gates.is_file():
        judged = held.model_copy(update={"gates": "none", "gates_inputs": ""})
        if judged == held:
            return ledger
    else:
        by = gates_digest(held.inputs, settings.cache.sha256(gates))
        if held.gates_inputs == by:
            return ledger
        day = Summary.read(settings.dest / folder.name / version / "summary.json").date
        try:
            failed = check(folder, version, against=None, gates=None, today=day).failed
            status = "failed" if failed else "passed"
        except LabelcardsError:
            status = "unknown"
        judged = held.model_copy(update={"gates": status, "gates_inputs": by})
    return with_version(ledger, version, judged)


def gates_digest(inputs: str, gates: str) -> str:
    """What a version's gates were judged by: the digest of its inputs and that of ``gates.yaml``."""
    return hashlib.sha256(f"{inputs} {gates}".encode()).hexdigest()


def _front(settings: _Run, sites: Mapping[str, PublishedList], done: PublishReport) -> None:
    """Build the front page if what it shows changed."""
    mark = settings.dest / LEDGER
    held = SitePublication.read(mark) if mark.is_file() else None
    lines = [f"{name} {one.model_dump_json()}" for name, site in sorted(sites.items()) for one in site.summaries]
    lines += [f"{name} {site.listing}" for name, site in sorted(sites.items())]
    if settings.docs is not None:
        lines += [f"{sha256_file(path)} {path.name}" for path in sorted(settings.docs.rglob("*")) if path.is_file()]
    inputs = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    done.front = (
        held is None or held.inputs != inputs or settings.rebuild or any(c.action != "kept" for c in done.changes)
    )
    if not (done.front and settings.build):
        return
    summaries = {name: site.summaries for name, site in sites.items()}
    listings = {name: site.listing for name, site in sites.items()}
    names = build_overview(
        settings.docs, summaries, settings.dest, listings=listings, templates=settings.edition.templates
    )
    SitePublication(audience=settings.edition.audience, inputs=inputs, names=names).write(mark)
