"""Which folders of a downloaded site have digests to check.

Reads: the site.
Writes: nothing.
Privacy: sees what is published.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.sums import SUMS
from labelcards.errors import InputError, Problem

__all__ = ["covered_folders"]


def covered_folders(site: Path) -> tuple[list[Path], int]:
    """The folder itself when it has digests, else the versions below it, and how many files no digest covers.

    A folder that lies where a version belongs (beside one with digests) and has none is reported, since whoever
    tampers with a version would leave its digests out.

    Raises:
        InputError: there are no digests, or a version has none.
    """
    if (site / SUMS).is_file():
        return [site], 0
    folders = sorted({path.parent for pattern in (f"*/{SUMS}", f"*/*/{SUMS}") for path in site.glob(pattern)})
    if not folders:
        remedy = "Name the folder of a version, or the root of a site that labelcards has built."
        raise InputError([Problem(site.as_posix(), "no-digests", f"There is no {SUMS} below the folder.", remedy)])
    siblings = {child for folder in folders for child in folder.parent.iterdir() if child.is_dir()}
    if folders[0].parent != site:
        bare = sorted(child for child in siblings - set(folders) if (child / "evidence").is_dir())
        if bare:
            message = "The version has no digests."
            raise InputError(
                Problem(child.as_posix(), "no-digests", message, "Download it again, or build it anew.")
                for child in bare
            )
    files = [path for path in site.rglob("*") if path.is_file()]
    return folders, sum(not any(path.is_relative_to(folder) for folder in folders) for path in files)
