"""Which versions of a data set are compared with which on its site."""

from __future__ import annotations

from collections.abc import Sequence

from labelcards.documents.version_manifest import VersionManifest

__all__ = ["ALL_PAIRS", "version_pairs"]

ALL_PAIRS = 8
"""Up to so many versions every one is compared with every earlier one: 28 pairs at most."""


def version_pairs(versions: Sequence[VersionManifest]) -> tuple[tuple[str, str], ...]:
    """(older, newer) pairs, newest first.

    Beyond `ALL_PAIRS` versions, a version is compared with its parent and with the last version of every earlier major
    number, and the newest version with all; their number then grows with the versions and not with their square.

    Args:
        versions: oldest first.
    """
    names = [one.version for one in versions]
    pairs: set[tuple[int, int]] = set()
    for place, one in enumerate(versions):
        earlier = range(place)
        if len(names) > ALL_PAIRS and place < len(names) - 1:
            last = {names[before].split(".")[0]: before for before in earlier}
            wanted = {before for major, before in last.items() if major != one.version.split(".")[0]}
            wanted |= {before for before in earlier if names[before] == one.parent}
        else:
            wanted = set(earlier)
        pairs |= {(before, place) for before in wanted}
    return tuple((names[old], names[new]) for old, new in sorted(pairs, key=lambda pair: (-pair[1], -pair[0])))
