"""Outputs of an older commit from DVC's cache: what its ``dvc.lock`` names, if it is on this machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

__all__ = ["DvcCache", "dvc_root"]

_HASH = re.compile(r"[0-9a-f]{32}(\.dir)?")


def dvc_root(folder: Path) -> Path | None:
    """The DVC project that ``folder`` belongs to, or None."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".dvc").is_dir()), None)


@dataclass(frozen=True, slots=True)
class DvcCache:
    """The cache of a DVC project and a lock file that names what is in it.

    Attributes:
        folder: where DVC keeps files by their MD5.
        outputs: path relative to the project → MD5, with ``.dir`` for folders.
    """

    folder: Path
    outputs: dict[str, str]

    @classmethod
    def of(cls, root: Path, lock: bytes) -> DvcCache:
        """The cache of the project at ``root``, with the content of a ``dvc.lock``; no network is used."""
        done = subprocess.run(
            [sys.executable, "-m", "dvc", "cache", "dir"], cwd=root, capture_output=True, text=True, check=False
        )
        told = done.stdout.strip()
        folder = Path(told) if done.returncode == 0 and told else root / ".dvc" / "cache"
        return cls(folder if folder.is_absolute() else root / folder, _outputs(lock))

    def restore(self, path: str, target: Path) -> bool:
        """Copy an output to ``target``; False, and nothing is left behind, when the cache lacks any of it."""
        name = self.outputs.get(path)
        if name is None:
            return False
        if not name.endswith(".dir"):
            return _copy(self._stored(name), target)
        listing = self._stored(name)
        if listing is None:
            return False
        for entry in json.loads(listing.read_text(encoding="utf-8")):
            inside = target / entry["relpath"]
            fits = target.resolve() in inside.resolve().parents
            if not fits or not _copy(self._stored(str(entry["md5"])), inside):
                shutil.rmtree(target, ignore_errors=True)
                return False
        return True

    def _stored(self, name: str) -> Path | None:
        if not _HASH.fullmatch(name):
            return None
        path = self.folder / "files" / "md5" / name[:2] / name[2:]
        return path if path.is_file() else None


def _copy(source: Path | None, target: Path) -> bool:
    if source is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return True


def _outputs(lock: bytes) -> dict[str, str]:
    """What a lock file names; a damaged one names nothing."""
    try:
        stages = (yaml.safe_load(lock) or {}).get("stages", {})
        outs = [out for stage in stages.values() for out in stage.get("outs", [])]
        return {str(out["path"]): str(out["md5"]) for out in outs if "md5" in out}
    except (yaml.YAMLError, AttributeError, TypeError, KeyError):
        return {}
