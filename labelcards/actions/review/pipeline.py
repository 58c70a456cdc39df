"""Whether a repository's pipeline measures its label versions at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from labelcards.actions.pipeline_file import stage_names
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import list_versions
from labelcards.stages.inputs import read_params

__all__ = ["missing_parts", "versions_without_tables"]

_INIT = "`labelcards init` adds them"


def missing_parts(root: Path, params: Path) -> list[str]:
    """What keeps label versions from being measured, a line each; nothing when all are.

    Args:
        root: the folder with ``dvc.yaml`` and ``datasets/``, after ``dvc repro``.
        params: the file with the versions that the pipeline runs for.

    Raises:
        InputError: the parameters do not fit.
    """
    if not stage_names(root / "dvc.yaml"):
        return [f"dvc.yaml has no stages that run labelcards: {_INIT}"]
    folders = sorted(path.parent for path in (root / "datasets").glob("*/dataset.yaml"))
    if not folders:
        return ["there is no data set below datasets/, so nothing was measured: `labelcards import` makes one"]
    return list(_unmeasured(folders, params))


def _unmeasured(folders: list[Path], params: Path) -> Iterator[str]:
    settings = read_params(params)
    for folder in folders:
        versions = list_versions(folder)
        if not versions:
            yield f"{folder.name} has no version: `labelcards import` makes one"
        unlisted = [version for version in versions if version not in settings.versions_of(folder.name)]
        if unlisted:
            yield f"{folder.name} {', '.join(unlisted)}: not under `versions` in {params}: {_INIT}"
        for version in versions:
            if version not in unlisted and not DatasetPaths(folder).version(version).document("quality").is_file():
                yield f"{folder.name} {version}: not measured, no stage wrote its quality.json"


def versions_without_tables(datasets: Path) -> list[str]:
    """``data set version`` of every version whose clean tables are not on this machine."""
    folders = sorted(path.parent for path in datasets.glob("*/dataset.yaml"))
    return [
        f"{folder.name} {version}"
        for folder in folders
        for version in list_versions(folder)
        if not DatasetPaths(folder).version(version).tables.is_dir()
    ]
