"""The evidence of a version: the same bytes for the same commit, in the terms of W3C PROV."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from labelcards.cards.prov import prov_json
from labelcards.dataset.version.provenance import gather_evidence
from labelcards.documents.evidence import Evidence
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.files import sha256_file
from labelcards.stages.inputs import version_paths
from tests.actions.answer_folder import answer_folder

PROV_TERMS = {"Entity", "Activity", "Agent", "SoftwareAgent", "Collection"}


def git(folder: Path, *arguments: str) -> str:
    """Run Git with a fixed identity."""
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    done = subprocess.run(["git", "-C", str(folder), *who, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def gathered(folder: Path, version: str = "1.0.0") -> Evidence:
    """The evidence as the stage `cards` gathers it."""
    paths = version_paths(folder, version)
    documents = {"quality": MetricsDocument.read(paths.document("quality"))}
    digests = {"quality": sha256_file(paths.document("quality"))}
    return gather_evidence(paths, documents, digests, "guidelines/1.0.0.md", {"labelcards": "0.1.0"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set in a Git repository, committed."""
    made = answer_folder(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return made


def test_the_commit_is_the_last_that_changed_the_versions_inputs(folder: Path, tmp_path: Path) -> None:
    """Another version, other answers and generated documents are committed later without changing it."""
    first = git(tmp_path, "rev-parse", "HEAD")
    assert gathered(folder).commit == first
    for path in ("versions/2.0.0.yaml", "datasheet.yaml", "versions/1.0.0/documents/quality.json"):
        (folder / path).write_text((folder / path).read_text() + "\n")
    git(tmp_path, "commit", "-qam", "later")
    assert gathered(folder).commit == first
    (folder / "guidelines/1.0.0.md").write_text("# topic\nMore.\n")
    assert (gathered(folder).commit, gathered(folder).why_no_commit) == (
        None,
        "the version's inputs have uncommitted changes",
    )
    git(tmp_path, "commit", "-qam", "guidelines")
    assert gathered(folder).commit == git(tmp_path, "rev-parse", "HEAD")


def test_outside_git_and_in_a_shallow_clone_it_says_so(folder: Path, tmp_path: Path) -> None:
    """A shallow clone cannot know which commit changed a file, and must not name the wrong one."""
    (folder / "other").write_text("x")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "second")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "shallow")], check=True)
    assert gathered(tmp_path / "shallow" / folder.name).why_no_commit.startswith("the clone is shallow")
    (tmp_path / ".git").rename(tmp_path / "gone")
    assert gathered(folder).why_no_commit == "the data set is not in a Git repository"


def test_two_clones_of_a_commit_have_the_same_evidence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever they lie, and while Git runs a hook of another repository."""
    subprocess.run(["git", "clone", "-q", f"file://{tmp_path}", str(tmp_path / "clone")], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    here, there = gathered(folder), gathered(tmp_path / "clone" / folder.name)
    assert here.commit
    assert prov_json(here, {}) == prov_json(there, {})


def test_git_blobs_are_what_git_calls_the_files(folder: Path) -> None:
    """Whoever has the repository finds the very content by it."""
    blobs = {one.path: one.git_blob for one in gathered(folder).files if one.git_blob}
    assert set(blobs) == {"dataset.yaml", "versions/1.0.0.yaml", "guidelines/1.0.0.md"}
    for path, blob in blobs.items():
        assert git(folder, "hash-object", path) == blob


def test_dvc_digests_come_from_the_lock(folder: Path, tmp_path: Path) -> None:
    """Files and folders of the version's stages, raw data marked as private; other versions' stages are left out."""
    (tmp_path / ".dvc").mkdir()
    stage = {
        "cmd": f"labelcards quality {folder.name} 1.0.0",
        "deps": [
            {"path": f"{folder.name}/raw/1.0.0", "md5": f"{'1' * 32}.dir", "size": 9, "nfiles": 2},
            {"path": f"{folder.name}/versions/1.0.0/tables", "md5": f"{'2' * 32}.dir"},
        ],
        "outs": [{"path": f"{folder.name}/versions/1.0.0/consensus.parquet", "md5": "3" * 32, "size": 5}],
    }
    other = {**stage, "cmd": f"labelcards quality {folder.name} 2.0.0"}
    (tmp_path / "dvc.lock").write_text(json.dumps({"stages": {"q@1": stage, "q@2": other}}))
    found = gathered(folder)
    files = {one.path: one for one in found.files}
    assert (files["raw/1.0.0/"].md5, files["raw/1.0.0/"].private) == (f"{'1' * 32}.dir", True)
    assert files["versions/1.0.0/consensus.parquet"].md5 == "3" * 32
    assert "raw/1.0.0/" in found.stages[0].used
    assert "versions/1.0.0/consensus.parquet" in found.stages[0].generated
    assert not found.why_no_dvc


def test_the_graph_is_closed_and_uses_prov_terms(folder: Path) -> None:
    """Every reference leads to a node, every node has a type of PROV, and private files are no members."""
    published = {"quality": b"{}\n"}
    content: dict[str, Any] = json.loads(prov_json(gathered(folder), published))
    graph, context = content["@graph"], content["@context"]
    nodes = {node["@id"] for node in graph}
    assert len(nodes) == len(graph)
    for node in graph:
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        assert {kind.removeprefix("prov:") for kind in kinds} <= PROV_TERMS
        for term, target in node.items():
            if isinstance(context.get(term), dict):
                assert set(target if isinstance(target, list) else [target]) <= nodes, term
    node = next(one for one in graph if ":published:" in one["@id"])
    assert node["lc:sha256"] == hashlib.sha256(b"{}\n").hexdigest()
    assert prov_json(gathered(folder), published) == prov_json(gathered(folder), published)
