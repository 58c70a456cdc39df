"""A data lead's Monday in an empty repository: init, import, repro, and there is a site."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.pipeline.project import Project
from tools.smoke import small_table

pytestmark = pytest.mark.xdist_group("pipeline-fresh")

ROOT = Path(__file__).resolve().parents[2]


def test_from_an_export_to_a_site(tmp_path: Path) -> None:
    """Nothing but the written commands; the annotators' addresses are on no page."""
    project = Project(tmp_path)
    (tmp_path / "export.csv").write_text(small_table())
    for command in (
        ("git", "init", "--quiet"),
        ("dvc", "init", "--quiet"),
        ("labelcards", "init"),
        ("labelcards", "import", "export.csv", "--name", "reviews", "--date", "2026-03-01"),
        ("labelcards", "key", "new"),
    ):
        done = project.run(*command)
        assert done.returncode == 0, done.stderr
    done = project.run("dvc", "repro")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert (tmp_path / "site/reviews/1.0.0/quality/index.html").is_file()
    assert (tmp_path / "site/index.html").is_file()
    pages = "".join(path.read_text() for path in (tmp_path / "site").rglob("*.html"))
    assert "ann@example.org" not in pages
    assert "does not say yet: description, license, creators, owners" in pages
    files = "".join(path.read_text() for path in (tmp_path / "site").rglob("*.*") if path.suffix in (".json", ".md"))
    assert "to be filled in" not in pages + files
    assert "to-be-filled-in" not in files
    assert project.run("dvc", "repro").stdout.count("Running stage") == 0
    ignored = project.run("git", "status", "--porcelain", "--untracked-files=all").stdout
    assert "raw/" not in ignored


def test_every_stage_depends_on_the_release() -> None:
    """Here and in what init writes; the parameters name the release that this checkout is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert yaml.safe_load((ROOT / "params.yaml").read_text())["labelcards_version"] == project["version"]
    for path in (ROOT / "dvc.yaml", ROOT / "templates/init/pipeline.yaml"):
        for name, stage in yaml.safe_load(path.read_text())["stages"].items():
            assert "labelcards_version" in stage.get("do", stage)["params"], name


def test_the_pipeline_that_init_writes_is_this_one() -> None:
    """Stage for stage the checkout's dvc.yaml, without the demo, the documentation and the templates' sources."""

    def stages(path: Path) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(path.read_text())["stages"]
        return {name: stage.get("do", stage) for name, stage in found.items()}

    ours, theirs = stages(ROOT / "dvc.yaml"), stages(ROOT / "templates/init/pipeline.yaml")
    assert set(ours) - set(theirs) == {"demo"}
    for name, stage in theirs.items():
        assert stage["cmd"] == ours[name]["cmd"].removesuffix(" --docs docs")
        assert stage.get("params") == ours[name].get("params")
        kept = [
            dep for dep in ours[name]["deps"] if (dep != "templates" and not dep.startswith("docs/")) or "cards" in dep
        ]
        assert stage["deps"] == kept, name
        if name != "overview":
            assert stage.get("outs") == ours[name].get("outs")
