"""Reading the hand-written manifests of a data set and its versions, checked against each other and the folder."""

from __future__ import annotations

from pathlib import Path

from labelcards.dataset.contract.manifest_checks import (
    check_ancestry,
    check_dataset,
    check_labels,
    check_mapping,
    check_tables,
)
from labelcards.dataset.files.source_path import locate
from labelcards.dataset.version.ancestor import read_alone
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import fit_document, problem_at
from labelcards.documents.yaml_file import YamlFile, read_yaml, shown
from labelcards.errors import InputError, Problem

__all__ = [
    "lineage",
    "list_versions",
    "read_ancestors",
    "read_manifest",
    "read_manifests",
    "read_version_manifest",
]


def read_manifest(folder: Path) -> DatasetManifest:
    """The description of the data set in ``folder`` (``datasets/<name>``).

    Raises:
        InputError: the file is missing or wrong; all problems at once.
    """
    _, manifest, problems = _dataset(folder)
    if manifest is None or problems:
        raise InputError(problems)
    return manifest


def read_version_manifest(folder: Path, version: str) -> VersionManifest:
    """The description of one label version; see `read_manifests`, which it runs."""
    return read_manifests(folder, version)[1]


def read_manifests(folder: Path, version: str) -> tuple[DatasetManifest, VersionManifest]:
    """Both manifests, checked against each other and against the files they name.

    The questions list what could be chosen in this version: its own ``labels`` where it has some.

    Args:
        folder: ``datasets/<name>``.
        version: the version number, which is also the name of its file.

    Raises:
        InputError: all problems of both files at once.
    """
    _, dataset, problems = _dataset(folder)
    path = DatasetPaths(folder).version(version).manifest
    try:
        source = _version_file(folder, path)
        found = fit_document(source, VersionManifest)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    problems += _check_version(folder, version, source, found)
    if dataset is not None:
        problems += check_tables(dataset, found, source)
        wrong = check_labels(dataset, found, source)
        problems += wrong or check_mapping(dataset, found, source, next(iter(read_ancestors(folder, found)), None))
    if dataset is None or problems:
        raise InputError(problems)
    return dataset.choosing(found.labels), found


def read_ancestors(folder: Path, version: VersionManifest) -> tuple[VersionManifest, ...]:
    """The parent, its parent and so on, as far as their manifests are there and can be read."""
    found: list[VersionManifest] = []
    seen, parent = {version.version}, version.parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        path = DatasetPaths(folder).version(parent).manifest
        try:
            ancestor = read_alone(path) if path.is_file() else None
        except InputError:
            ancestor = None
        if ancestor is None:
            break
        found.append(ancestor)
        parent = ancestor.parent
    return tuple(found)


def list_versions(folder: Path) -> tuple[str, ...]:
    """The versions that have a manifest, oldest number first."""
    names = [path.stem for path in (folder / "versions").glob("*.yaml") if path.is_file()]
    return tuple(sorted(names, key=_version_key))


def lineage(folder: Path, version: str) -> tuple[str, ...]:
    """The version, its parent, the parent's parent and so on, as far as there are manifests.

    Raises:
        InputError: a manifest on the way cannot be read.
    """
    found = [version]
    while (path := DatasetPaths(folder).version(found[-1]).manifest).is_file():
        parent = read_alone(path).parent
        if parent is None or parent in found:
            break
        found.append(parent)
    return tuple(found)


def _version_key(version: str) -> tuple[list[int], bool, str]:
    number, _, suffix = version.partition("-")
    return [int(part) for part in number.split(".") if part.isdecimal()], not suffix, suffix


def _dataset(folder: Path) -> tuple[YamlFile | None, DatasetManifest | None, list[Problem]]:
    path = DatasetPaths(folder).manifest
    if not path.is_file():
        remedy = "Write it, or let `labelcards init` write one to fill in."
        return None, None, [Problem(shown(path), "missing-file", "The data set has no manifest.", remedy)]
    try:
        source = read_yaml(path)
        manifest = fit_document(source, DatasetManifest)
    except InputError as error:
        return None, None, list(error.problems)
    problems = check_dataset(manifest, source)
    name = folder.resolve().name
    if manifest.name != name:
        message = f"The name differs from the folder, which is '{name}'."
        problems.append(problem_at(source, ("name",), "name-mismatch", message, "Rename one of them."))
    return source, manifest, problems


def _version_file(folder: Path, path: Path) -> YamlFile:
    if path.is_file():
        return read_yaml(path)
    versions = list_versions(folder)
    remedy = f"Write it, or choose one of: {', '.join(versions)}." if versions else "Write it."
    raise InputError([Problem(shown(path), "missing-file", "The version has no manifest.", remedy)])


def _check_version(folder: Path, version: str, source: YamlFile, found: VersionManifest) -> list[Problem]:
    problems = []
    if found.version != version:
        message = f"The version differs from the file's name, which says '{version}'."
        problems.append(problem_at(source, ("version",), "name-mismatch", message, "Rename one of them."))
    if found.guidelines is not None:
        problems += locate(folder, found.guidelines, source, ("guidelines",)).problems
    return problems + check_ancestry(folder, found, source)


def newest_version(folder: Path) -> str:
    """The highest version number of a data set."""
    versions = list_versions(folder)
    if not versions:
        raise InputError(
            [Problem(folder.as_posix(), "no-version", "The data set has no version.", "Write versions/<v>.yaml.")]
        )
    return versions[-1]
