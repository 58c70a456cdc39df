"""A version is entered in params.yaml as a person would have written it."""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.params import Params
from labelcards.documents.params_file import register_version
from labelcards.documents.yaml_document import read_yaml_document

TEXT = """# our parameters
demo:
  seed: 7 # lucky

datasets:
  - old

# what the pipeline runs for
versions:
  old-1.0.0: {dataset: old, version: 1.0.0}

parents: {}
"""


def test_only_lines_are_added(tmp_path: Path) -> None:
    """Comments, order and blank lines stay; the data set, the version and its parent are new lines."""
    path = tmp_path / "params.yaml"
    path.write_text(TEXT)
    register_version(path, dataset="new", version="1.1.0", parent="1.0.0")
    lines = path.read_text().splitlines()
    assert [line for line in TEXT.splitlines() if line not in lines and line != "parents: {}"] == []
    assert lines[lines.index("  - old") + 1] == "  - new"
    params = read_yaml_document(path, Params)
    assert params.datasets == ("old", "new")
    assert params.versions["new-1.1.0"].version == "1.1.0"
    assert params.parents["new-1.1.0"].parent == "1.0.0"


def test_twice_is_once(tmp_path: Path) -> None:
    """Entering a version again changes nothing."""
    path = tmp_path / "params.yaml"
    path.write_text(TEXT)
    register_version(path, dataset="old", version="1.0.0", parent=None)
    once = path.read_text()
    register_version(path, dataset="old", version="1.0.0", parent=None)
    assert path.read_text() == once
