"""Outputs of an older commit from DVC's cache, read by DVC's own file system: if they are on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["dvc_root", "restore"]


def dvc_root(folder: Path) -> Path | None:
    """The DVC project that ``folder`` belongs to, or None."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".dvc").is_dir()), None)


def restore(repository: Path, commit: str, wanted: Mapping[str, Path]) -> None:
    """Copy outputs that DVC tracks at ``commit`` out of its cache; what the cache lacks any part of is left out.

    No network is used: DVC would fetch a missing file from its remote, so it is asked only for what the cache has.

    Args:
        repository: the root of the Git repository; DVC projects may lie below it.
        commit: the full name of the commit.
        wanted: path relative to the repository, of a file or folder → where to put it.
    """
    from dvc.api import DVCFileSystem  # noqa: PLC0415 - takes half a second, and only a commit's tables need it
    from dvc.exceptions import DvcException  # noqa: PLC0415

    try:
        files = DVCFileSystem(repository.as_posix(), rev=commit, subrepos=True)
        for path, target in wanted.items():
            if _is_cached(files, path):
                files.get(path, target.as_posix(), recursive=True)
    except (DvcException, OSError):  # the commit's DVC files are damaged, or what was there a moment ago is not
        return


def _is_cached(files: Any, path: str) -> bool:
    """Whether all of an output lies in the cache: a folder's listing, and then every file of it."""
    if not files.exists(path) or not _holds(files.info(path)):
        return False
    return all(_holds(entry) for entry in files.find(path, detail=True).values())


def _holds(entry: Mapping[str, Any]) -> bool:
    told, cache = entry.get("dvc_info", {}), entry["repo"].cache
    return any(odb.exists(told[odb.hash_name]) for odb in (cache.local, cache.legacy) if told.get(odb.hash_name))
