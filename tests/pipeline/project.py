"""A labelcards project in a temporary folder, driven through DVC as CI drives it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Project", "new_project", "tree_digest"]

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def tree_digest(folder: Path) -> dict[str, str]:
    """File below ``folder`` → SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Project:
    """A Git and DVC repository with the project's own dvc.yaml."""

    folder: Path

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in the project, with the environment's own programs first on the path."""
        variables = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "DVC_NO_ANALYTICS": "1"}
        return subprocess.run(
            command, cwd=self.folder, env={**variables, **(env or {})}, capture_output=True, text=True, check=False
        )

    def repro(self, *targets: str) -> list[str]:
        """``dvc repro``; the names of the stages that ran, in order."""
        done = self.run("dvc", "repro", *targets)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return [line.split("'")[1] for line in done.stdout.splitlines() if line.startswith("Running stage")]

    def edit_params(self, **sections: Any) -> None:
        """Replace sections of params.yaml; mappings are merged one level deep."""
        path = self.folder / "params.yaml"
        params = yaml.safe_load(path.read_text())
        for name, value in sections.items():
            merge = isinstance(value, dict) and isinstance(params.get(name), dict)
            params[name] = {**params[name], **value} if merge else value
        path.write_text(yaml.safe_dump(params, sort_keys=False))


def new_project(folder: Path) -> Project:
    """The checkout's pipeline, documentation and demo manifests in a fresh repository; nothing generated."""
    folder.mkdir(parents=True)
    for name in ("dvc.yaml", "params.yaml", ".gitignore", ".dvcignore"):
        shutil.copyfile(ROOT / name, folder / name)
    generated = shutil.ignore_patterns("raw", "tables", "documents", "*.parquet", "kpis.json", "metrics.json", "cards")
    for name in ("datasets", "docs", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=generated)
    project = Project(folder)
    for command in (("git", "init", "--quiet"), ("dvc", "init", "--quiet")):
        done = project.run(*command)
        assert done.returncode == 0, done.stderr
    return project
