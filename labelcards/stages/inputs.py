"""What stages read beside a clean label version: the parameters, the consensus, and the digests of what they read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labelcards.dataset.version.layout import DatasetPaths, VersionPaths
from labelcards.documents.files import sha256_file
from labelcards.documents.params import Params
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.release import __version__

__all__ = ["check_release", "digests", "read_consensus", "read_params", "version_paths"]


def version_paths(folder: Path, version: str) -> VersionPaths:
    """The paths of a version given as the command line has it."""
    return DatasetPaths(folder).version(version)


def read_params(path: Path) -> Params:
    """The parameters; the defaults when there is no file.

    Raises:
        InputError: the file does not fit, with all problems.
    """
    return read_yaml_document(path, Params) if path.exists() else Params()


def check_release(path: Path) -> None:
    """Refuse to make figures with another release of labelcards than the parameters at ``path`` name, if they do.

    Raises:
        InputError: it is another one, or the parameters do not fit.
    """
    stated = read_params(path).labelcards_version
    if stated is not None and stated != __version__:
        message = f"Figures here are made by labelcards {stated}, and this is {__version__}."
        remedy = "Install that one; or, to measure everything anew with this one, `labelcards init --upgrade`."
        raise InputError([Problem(shown(path), "other-release", message, remedy, column="labelcards_version")])


def read_consensus(paths: VersionPaths) -> pd.DataFrame:
    """The per-item consensus that the stage ``quality`` wrote.

    Raises:
        InputError: the stage has not run.
    """
    if not paths.consensus.is_file():
        raise InputError(
            [
                Problem(
                    paths.consensus.as_posix(),
                    "missing-consensus",
                    "The consensus of the version does not exist.",
                    f"Run `labelcards quality {paths.dataset.folder} {paths.version}`, or `dvc repro`.",
                )
            ]
        )
    return pd.read_parquet(paths.consensus)


def digests(folder: Path, *paths: Path) -> dict[str, str]:
    """File (relative to ``folder``) → SHA-256, for files and for all files of folders; missing ones are left out."""
    files = sorted(file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256_file(file) for file in files}
