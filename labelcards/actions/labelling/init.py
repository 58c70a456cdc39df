"""Give a repository the pipeline and the checks that review a change of labels.

Reads: the manifests below ``datasets/``, and what the repository has already.
Writes: ``dvc.yaml``, ``params.yaml``, ``.gitignore`` (ours is added to what is there), CI workflows, a pre-commit hook,
    plot templates; ``gates.yaml`` and an empty ``log.jsonl`` for data sets without them; their versions in
    ``params.yaml``.
Params: none.
Deterministic: because the files are copied.
Privacy: sees no data.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from labelcards.actions.labelling.adoption import with_ignored, with_parameters, with_stages
from labelcards.actions.labelling.gates_file import gates_text
from labelcards.actions.labelling.release_pin import (
    REQUIREMENTS,
    bare_stages,
    with_dependencies,
    with_pin,
    with_release,
)
from labelcards.cards.environment import template_folder
from labelcards.dataset.files.git_ignored import seen_by_git, within_git
from labelcards.dataset.version.ancestor import read_alone
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import list_versions
from labelcards.documents.files import write_bytes
from labelcards.documents.params_file import with_version
from labelcards.exchange.manifest_text import scalar
from labelcards.release import __version__
from labelcards.stages.inputs import read_params

__all__ = ["SYSTEMS", "InitReport", "run"]

SYSTEMS: dict[str, dict[str, str]] = {
    "github": {"github-review.yml": ".github/workflows/labelcards.yml"},
    "gitlab": {"gitlab-ci.yml": ".gitlab-ci.yml"},
    "pre-commit": {"pre-commit-config.yaml": ".pre-commit-config.yaml"},
}
"""What runs the checks → template → where it goes, from the root of the Git repository."""

_COPIED = {
    "../plots/intervals.json": "templates/plots/intervals.json",  # for `dvc plots`, which finds them by path
    "../plots/trend.json": "templates/plots/trend.json",
}

_PROBES = ("dataset.yaml", "versions/1.0.0.yaml", "versions/1.0.0/documents/quality.json")
"""Files of any data set that have to go to Git."""


@dataclass(frozen=True, slots=True)
class InitReport:
    """What was done.

    Attributes:
        written: new files.
        merged: files that were there, and have our part now, too.
        kept: files that were there and stay as they are.
        notes: what a person has to look at.
    """

    written: tuple[Path, ...]
    merged: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def run(root: Path, systems: tuple[str, ...], *, upgrade: bool = False) -> InitReport:
    """Write the files that are not there yet, and add to those that are; nothing is taken out of any.

    Args:
        root: the folder that is to hold ``dvc.yaml`` and ``datasets/``: the repository, or a folder in it.
        systems: keys of `SYSTEMS`.
        upgrade: enter this release where another one makes the figures by now, so that every stage runs anew.

    Raises:
        InputError: the repository has stages or parameters by our names, or a manifest is wrong; nothing was written.
    """
    folder = template_folder() / "init"
    contents = _pipeline(root, folder, upgrade=upgrade)
    contents |= _requirements(root, folder, systems, upgrade=upgrade)
    for name, target in _COPIED.items():
        contents[root / target] = (folder / name).read_bytes()
    inside = within_git(root)
    top = Path(os.path.normpath(root.joinpath(*[".."] * inside.count("/"))))
    for system in systems:
        for name, target in SYSTEMS[system].items():
            contents[top / target] = _in_folder(_text(folder / name), inside, name).encode()
    for manifest in sorted((root / "datasets").glob("*/dataset.yaml")):
        contents[manifest.parent / "gates.yaml"] = gates_text(manifest.parent).encode()
        contents[manifest.parent / "log.jsonl"] = b""  # the pipeline shows it, so it has to be there
    there = {path: path.read_bytes() if path.exists() else None for path in contents}
    ours = (root / "dvc.yaml", root / "params.yaml", root / ".gitignore", root / f"{REQUIREMENTS}.in")
    merged = tuple(path for path in ours if path in there and there[path] not in (None, contents[path]))
    written = tuple(path for path, before in there.items() if before is None)
    for path in (*written, *merged):
        write_bytes(path, contents[path])
    kept = tuple(path for path in contents if path not in written and path not in merged)
    return InitReport(written, merged, kept, (*_notes(root, kept, inside), *_release_notes(root, systems)))


def _requirements(root: Path, folder: Path, systems: tuple[str, ...], *, upgrade: bool) -> dict[Path, bytes]:
    """What CI installs, for systems that install anything; a file that is there stays, but for an upgrade."""
    path = root / f"{REQUIREMENTS}.in"
    if not {"github", "gitlab"} & set(systems):
        return {}
    if not path.exists():
        return {path: _text(folder / "requirements.in").replace("@RELEASE@", __version__).encode()}
    text = path.read_bytes().decode("utf-8")
    return {path: (with_pin(text, __version__) if upgrade else text).encode()}


def _pipeline(root: Path, folder: Path, *, upgrade: bool) -> dict[Path, bytes]:
    """The three files that everything hangs on, with what they hold already."""
    made: dict[Path, bytes] = {}
    ways: dict[str, tuple[str, Callable[[Path, str, str], str]]] = {
        "dvc.yaml": ("pipeline.yaml", with_stages),  # not named dvc.yaml here: DVC reads every file of that name
        "params.yaml": ("parameters.yaml", with_parameters),
        ".gitignore": ("gitignore", lambda _, text, ours: with_ignored(text, ours)),
    }
    for target, (name, merge) in ways.items():
        path, ours = root / target, _text(folder / name).replace("@RELEASE@", __version__)
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        text = merge(path, before, ours) if before.strip() else ours
        made[path] = (_with_versions(root, text) if target == "params.yaml" else text).encode()
    if upgrade:
        params, stages = root / "params.yaml", root / "dvc.yaml"
        made[params] = with_release(made[params].decode(), __version__).encode()
        made[stages] = with_dependencies(made[stages].decode(), stages).encode()
    return made


def _with_versions(root: Path, text: str) -> str:
    """The parameters with every version that has a manifest: `labelcards import` may have been first."""
    for manifest in sorted((root / "datasets").glob("*/dataset.yaml")):
        for version in list_versions(manifest.parent):
            parent = read_alone(DatasetPaths(manifest.parent).version(version).manifest).parent
            text = with_version(
                text, root / "params.yaml", dataset=manifest.parent.name, version=version, parent=parent
            )
    return text


def _in_folder(text: str, inside: str, name: str) -> str:
    """A file for CI in which everything happens in a folder of the repository."""
    if not inside:
        return text
    here = inside.rstrip("/")
    if name == "github-review.yml":
        job = "jobs:\n  review:\n"
        text = text.replace(job, f"{job}    defaults: {{run: {{working-directory: {scalar(here)}}}}}\n")
        for place in ("build/review-items", "build/review", "build/public", "site"):
            text = text.replace(f"path: {place}\n", f"path: {inside}{place}\n")
        return text
    if name == "gitlab-ci.yml":
        first = "    - |\n      if ! grep"  # before_script and script are one shell
        text = text.replace(first, f"    - cd {here}\n{first}").replace("build/review", f"{inside}build/review")
        text = text.replace("build/public, site]", f"{inside}build/public, {inside}site]")
        return text.replace("rm -rf site", f"rm -rf {inside}site").replace("mv build", f"mv {inside}build")
    return text.replace("entry: labelcards ci --gates", f"entry: sh -c 'cd {here} && labelcards ci --gates'")


def _notes(root: Path, kept: tuple[Path, ...], inside: str) -> tuple[str, ...]:
    notes = []
    for path in kept:
        if path.name in (".gitlab-ci.yml", ".pre-commit-config.yaml"):
            notes.append(f"{path.name} is there already: let it run `labelcards ci{_HOOK.get(path.name, '')}`")
    probes = {root / "datasets/a" / name: f"datasets/<name>/{name}" for name in _PROBES}
    seen = seen_by_git([root / "dvc.yaml", *probes])
    hidden = [name for path, name in probes.items() if path not in seen]
    if hidden and seen:
        notes.append(f"Git ignores {', '.join(hidden)}, which have to be committed: see .gitignore")
    for folder in sorted((root / "datasets").glob("*/raw")):
        if seen_by_git([path for path in folder.rglob("*") if path.is_file()]):
            shown = folder.relative_to(root).as_posix()
            notes.append(f"Git tracks private files: `git rm -r --cached {shown}`, and think of the history")
    if inside:
        notes.append(f"work in {inside}: `cd {inside}`, then every command as documented; `dvc` finds its root itself")
    return tuple(notes)


def _release_notes(root: Path, systems: tuple[str, ...]) -> tuple[str, ...]:
    """What a person has to do so that figures, and CI, are of one release."""
    notes = []
    stated = read_params(root / "params.yaml").labelcards_version
    if stated != __version__:
        notes.append(
            f"params.yaml says that labelcards {stated} makes the figures, and this is {__version__}: "
            "`labelcards init --upgrade`"
        )
    bare = [place[1] for place in bare_stages((root / "dvc.yaml").read_bytes())]
    if bare:
        notes.append(f"an upgrade does not run {', '.join(bare)} anew: `labelcards init --upgrade` mends dvc.yaml")
    pinned = root / f"{REQUIREMENTS}.txt"
    wanted = f"labelcards=={__version__} "
    if {"github", "gitlab"} & set(systems) and not (pinned.is_file() and wanted in _text(pinned)):
        notes.append(f"CI installs by hash alone: run the command in {REQUIREMENTS}.in, and commit {pinned.name}")
    return tuple(notes)


_HOOK = {".pre-commit-config.yaml": " --gates"}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
