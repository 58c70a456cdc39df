"""Outputs of a commit from DVC's cache: all of one or nothing, in any kind of project, never from a remote."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labelcards.dataset.files.dvc_cache import restore

FILES = {"items.parquet": b"first", "sub/annotations.parquet": b"second"}


def run(folder: Path, *command: str) -> str:
    """What the command prints; it has to succeed."""
    who = {f"GIT_{role}_{what}": "test@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **who, "DVC_NO_ANALYTICS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def dvc(folder: Path, *arguments: str) -> None:
    """Run DVC of this Python."""
    run(folder, sys.executable, "-m", "dvc", *arguments)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git repository with a DVC project in ``inner`` and a remote that has everything; tables gone from the tree."""
    root = tmp_path_factory.mktemp("dvc") / "repository"
    project = root / "inner"
    project.mkdir(parents=True)
    run(root, "git", "init", "--quiet")
    dvc(project, "init", "--quiet", "--subdir")
    dvc(project, "remote", "add", "--quiet", "--default", "far", (root.parent / "remote").as_posix())
    for name, content in FILES.items():
        path = project / "tables" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (project / "consensus.parquet").write_bytes(b"third")
    (project / "added.parquet").write_bytes(b"fourth")
    (project / "dvc.yaml").write_text("stages:\n  made:\n    cmd: x\n    outs: [tables, consensus.parquet]\n")
    (project / ".gitignore").write_text("/tables\n/consensus.parquet\n")
    dvc(project, "commit", "--force", "--quiet")
    dvc(project, "add", "--quiet", "added.parquet")
    dvc(project, "push", "--quiet")
    run(root, "git", "add", "--all")
    run(root, "git", "commit", "--quiet", "-m", "one")
    shutil.rmtree(project / "tables")
    (project / "dvc.lock").unlink()
    run(root, "git", "add", "--all")
    run(root, "git", "commit", "--quiet", "-m", "two")
    run(root, "git", "gc", "--quiet")
    return root


def restored(repository: Path, target: Path, revision: str = "HEAD~1") -> dict[str, bytes]:
    """What lies in ``target`` after asking for everything."""
    commit = run(repository, "git", "rev-parse", revision)
    names = ("tables", "consensus.parquet", "added.parquet", "never.parquet")
    restore(repository, commit, {f"inner/{name}": target / name for name in names})
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


EVERYTHING = {
    **{f"tables/{name}": content for name, content in FILES.items()},
    "consensus.parquet": b"third",
    "added.parquet": b"fourth",
}


def test_folders_files_and_added_files_come_back(repository: Path, tmp_path: Path) -> None:
    """Outputs of stages and of ``dvc add``, of a project below the repository's root, with packed references."""
    assert restored(repository, tmp_path) == EVERYTHING


def test_a_commit_without_the_outputs_gives_nothing(repository: Path, tmp_path: Path) -> None:
    """What the commit's own dvc.lock does not name is left out."""
    assert restored(repository, tmp_path, "HEAD") == {"added.parquet": b"fourth"}


@pytest.mark.parametrize("lost", [*EVERYTHING, "listing"])
def test_what_the_cache_lacks_is_left_out_and_not_fetched(
    repository: Path, tmp_path: Path, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an output that lacks a file, or its listing, nothing is copied, though the remote has all; the rest is."""
    clone = tmp_path / "clone"
    shutil.copytree(repository, clone)
    cache = clone / "inner/.dvc/cache/files/md5"
    content = EVERYTHING.get(lost)
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        if path.name.endswith(".dir") if content is None else path.read_bytes() == content:
            path.unlink()
    before = {path for path in cache.rglob("*") if path.is_file()}
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was used"))
    (tmp_path / "out").mkdir()
    found = restored(clone, tmp_path / "out")
    gone = "tables/" if lost == "listing" or lost.startswith("tables/") else lost
    assert found == {name: content for name, content in EVERYTHING.items() if not name.startswith(gone)}
    assert {path for path in cache.rglob("*") if path.is_file()} == before


def test_damaged_dvc_files_give_nothing(repository: Path, tmp_path: Path) -> None:
    """A commit whose dvc.yaml cannot be read is compared without tables; it is no crash."""
    clone = tmp_path / "clone"
    shutil.copytree(repository, clone)
    (clone / "inner/dvc.yaml").write_text("stages: [not, a, mapping]\n")
    run(clone, "git", "commit", "--quiet", "--all", "-m", "three")
    (tmp_path / "out").mkdir()
    assert restored(clone, tmp_path / "out", "HEAD") == {}


def test_a_repository_without_dvc_gives_nothing(tmp_path: Path) -> None:
    """Nothing is tracked there."""
    run(tmp_path, "git", "init", "--quiet")
    run(tmp_path, "git", "commit", "--quiet", "--allow-empty", "-m", "one")
    (tmp_path / "out").mkdir()
    assert restored(tmp_path, tmp_path / "out", "HEAD") == {}


def test_a_shallow_clone_with_a_shared_cache(repository: Path, tmp_path: Path) -> None:
    """The cache may lie anywhere, as said in a configuration that is not in Git."""
    clone = tmp_path / "clone"
    run(tmp_path, "git", "clone", "--quiet", "--depth", "2", repository.as_uri(), clone.as_posix())
    dvc(clone / "inner", "cache", "dir", "--local", (repository / "inner/.dvc/cache").as_posix())
    (tmp_path / "out").mkdir()
    assert restored(clone, tmp_path / "out") == EVERYTHING
