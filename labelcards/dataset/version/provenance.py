"""Gathering the evidence of a version: from its documents, ``dvc.lock``, Git and the hand-written files.

Reads: the documents, the manifests, the guidelines, ``dvc.lock``, Git's history of the version's own inputs.
Writes: nothing.
Deterministic: because the commit is the last one that changed the version's own inputs, whenever it is built.
Privacy: names raw files and their digests in ``dvc.lock``, sees none of them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from labelcards.dataset.files.dvc_cache import dvc_root
from labelcards.dataset.version.layout import VersionPaths
from labelcards.documents.evidence import Evidence, EvidenceFile, StageRun
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.files import sha256_file
from labelcards.documents.yaml_file import parse_yaml
from labelcards.errors import InputError

__all__ = ["gather_evidence"]

_STAGES = {
    "anonymize": "anonymization",
    "quality": "quality",
    "bias": "bias",
    "model": "model",
    "changes": "changes",
    "answers": "answers",
}
"""Stage → its document, in the order of the pipeline."""

_FOR_ALL_VERSIONS = ("datasheet.yaml", "modelcard.yaml")
"""Their bytes change with every answer for a newer version; what they say for this one is in ``answers.json``."""

_HOOK_VARIABLES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")
"""Set by Git while it runs a hook; they would point at another repository than the data set's."""

Locked = Mapping[str, Any]


def gather_evidence(
    paths: VersionPaths,
    documents: Mapping[str, MetricsDocument],
    digests: Mapping[str, str],
    guidelines: str | None,
    packages: Mapping[str, str],
) -> Evidence:
    """The evidence of a version.

    Args:
        paths: of the version.
        documents: name → document.
        digests: name → SHA-256 of the document's file.
        guidelines: the version's guidelines, relative to the data set's folder.
        packages: package → version of what writes the pages.
    """
    folder = paths.dataset.folder
    written = [paths.dataset.manifest, paths.manifest, *([folder / guidelines] if guidelines else [])]
    locked, why_no_dvc = _locked(paths)
    by_hand = [path.relative_to(folder).as_posix() for path in (paths.dataset.manifest, paths.manifest)]
    files = {one.path: one for one in (_by_hand(folder, path) for path in written if path.is_file())}
    runs = []
    for stage, name in _STAGES.items():
        if name not in documents:
            continue
        document, lock = documents[name], locked.get(stage, {})
        place = paths.document(name).relative_to(folder).as_posix()
        used = [*by_hand, *_take(lock.get("deps"), files, document.sources)]
        generated = [place, *_take(lock.get("outs"), files, {place: digests.get(name, "")})]
        (generated if stage == "anonymize" else used).extend(document.sources)  # it digests what it wrote
        for path, digest in {**document.sources, place: digests.get(name)}.items():
            _merge(files, EvidenceFile(path=path, sha256=digest or None))
        runs.append(_run(stage, document, used, generated))
    commit, why_no_commit = _commit(folder, written)
    return Evidence(
        dataset=paths.dataset.name,
        version=paths.version,
        commit=commit,
        why_no_commit=why_no_commit,
        why_no_dvc=why_no_dvc,
        files=tuple(files[path] for path in sorted(files)),
        stages=tuple(runs),
        packages=dict(packages),
    )


def _run(stage: str, document: MetricsDocument, used: Iterable[str], generated: Iterable[str]) -> StageRun:
    parameters = document.parameters
    packages = {key.removeprefix("package."): str(value) for key, value in parameters.items() if _is_package(key)}
    seeds = {key: value for key, value in parameters.items() if key.rsplit(".", 1)[-1] == "seed"}
    return StageRun(
        stage=stage,
        used=tuple(sorted(set(used))),
        generated=tuple(sorted(set(generated))),
        parameters={k: v for k, v in parameters.items() if k not in seeds and not _is_package(k)},
        seeds=seeds,
        packages=packages,
    )


def _is_package(key: str) -> bool:
    return key.startswith("package.")


def _merge(files: dict[str, EvidenceFile], one: EvidenceFile) -> None:
    """Add what is newly known of a file; what was known first stays."""
    held = files.get(one.path)
    known = one.model_dump(exclude_none=True) | (held.model_dump(exclude_none=True) if held else {})
    files[one.path] = EvidenceFile.model_validate(known)


def _by_hand(folder: Path, path: Path) -> EvidenceFile:
    content = path.read_bytes()
    return EvidenceFile(
        path=path.relative_to(folder).as_posix(),
        sha256=sha256_file(path),
        git_blob=hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest(),
        size=len(content),
    )


def _take(entries: Any, files: dict[str, EvidenceFile], digests: Mapping[str, str]) -> list[str]:
    """Add the files of a lock entry and return their paths."""
    taken = []
    for entry in entries or ():
        path, md5 = str(entry["path"]), str(entry.get("md5", ""))
        name = f"{path}/" if md5.endswith(".dir") else path
        private = path.split("/", 1)[0] == "raw"
        size = int(entry["size"]) if entry.get("size") else None
        _merge(
            files,
            EvidenceFile(path=name, private=private, md5=md5 or None, size=size, sha256=digests.get(path) or None),
        )
        taken.append(name)
    return taken


def _locked(paths: VersionPaths) -> tuple[dict[str, Locked], str]:
    """Stage → its entry in ``dvc.lock`` with paths relative to the data set, and why there is none."""
    folder = paths.dataset.folder.resolve()
    root = dvc_root(folder)
    if root is None:
        return {}, "the data set is not in a DVC repository"
    place = next((at / "dvc.lock" for at in folder.parents if (at / "dvc.lock").is_file()), root / "dvc.lock")
    try:
        stages = parse_yaml(place.read_text(encoding="utf-8"), "dvc.lock").content["stages"]
    except (OSError, UnicodeDecodeError, InputError, KeyError, TypeError):
        return {}, "there is no dvc.lock: the stages were run without DVC"
    above = f"{folder.relative_to(place.parent).as_posix()}/"
    found: dict[str, Locked] = {}
    for entry in stages.values():
        words = str(entry.get("cmd", "")).split()
        stage = words[1] if len(words) > 1 and words[0] == "labelcards" else ""
        if stage in _STAGES and above.removesuffix("/") in words and paths.version in words[2:5]:
            found[stage] = {kind: _inside(entry.get(kind), above) for kind in ("deps", "outs")}
    return found, "" if found else "dvc.lock does not name the stages of this version"


def _inside(entries: Any, above: str) -> list[dict[str, Any]]:
    return [
        {**entry, "path": str(entry["path"]).removeprefix(above)}
        for entry in entries or ()
        if str(entry["path"]).startswith(above) and str(entry["path"]).removeprefix(above) not in _FOR_ALL_VERSIONS
    ]


def _commit(folder: Path, written: Iterable[Path]) -> tuple[str | None, str]:
    """The last commit that changed these files, or why it cannot be told."""
    names = [path.resolve().relative_to(folder.resolve()).as_posix() for path in written]
    status = _git(folder, "status", "--porcelain", "--", *names)
    if status is None:
        return None, "the data set is not in a Git repository"
    if status:
        return None, "the version's inputs have uncommitted changes"
    commit = _git(folder, "log", "-1", "--format=%H", "--", *names)
    if not commit:
        return None, "the version's inputs are not committed"
    boundary = _git(folder, "rev-parse", "--git-path", "shallow") or ""
    shallow = Path(boundary) if Path(boundary).is_absolute() else folder / boundary
    if shallow.is_file() and commit in shallow.read_text(encoding="utf-8").split():
        return None, "the clone is shallow; fetch the whole history"
    return commit, ""


def _git(folder: Path, *arguments: str) -> str | None:
    program = shutil.which("git")
    if program is None:
        return None
    inherited = {key: value for key, value in os.environ.items() if key not in _HOOK_VARIABLES}
    environment = {**inherited, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = [program, "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 - no shell
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None
