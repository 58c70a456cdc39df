"""A repository with a pipeline of its own, a label that version 2 adds, and a colleague without the raw data."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.documents.figures import MetricsDocument
from tests.pipeline.project import Project, tree_digest

pytestmark = [pytest.mark.xdist_group("pipeline-adoption"), pytest.mark.slow]

IDENTITY = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org")
ANSWERS = ("billing", "delivery", "other")


def _export(more: str = "") -> str:
    """Thirty items and three annotators who agree on two items of three; with ``more``, it is every tenth's label."""
    rows = []
    for item in range(30):
        for who in range(3):
            label = ANSWERS[(item + (who == 2 and item % 3 == 0)) % 3]
            label = more if more and item % 10 == 0 else label
            rows.append(f"t{item},Where is parcel number {item}?,who{who}@example.org,{label}\n")
    return "id,body,who,topic\n" + "".join(rows)


def _must(project: Project, *command: str) -> str:
    done = project.run(*command)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def test_from_somebody_elses_pipeline_to_a_colleagues_site(tmp_path: Path) -> None:
    """Their stage runs beside ours; version 2 leaves version 1 alone; a clone has the site from clean tables."""
    project = Project(tmp_path / "project")
    project.folder.mkdir()
    (project.folder / "dvc.yaml").write_text("stages:\n  train:\n    cmd: echo ${lr} > m.txt\n    outs: [m.txt]\n")
    (project.folder / "params.yaml").write_text("lr: 0.1 # mine\n")
    (tmp_path / "one.csv").write_text(_export())
    (tmp_path / "two.csv").write_text(_export("refund"))
    for command in (
        ("git", "init", "--quiet"),
        ("dvc", "init", "--quiet"),
        ("labelcards", "init"),
        ("labelcards", "import", "../one.csv", "--name", "reviews", "--date", "2026-03-01", "--label", "topic"),
        ("labelcards", "key", "new"),
    ):
        _must(project, *command)
    ran = project.repro()
    assert "train" in ran
    assert "quality@reviews-1.0.0" in ran
    versions = project.folder / "datasets/reviews/versions"
    before = tree_digest(versions / "1.0.0"), tree_digest(project.folder / "site/reviews/1.0.0")

    told = _must(
        project,
        *("labelcards", "import", "../two.csv", "--name", "reviews", "--date", "2026-04-01", "--label", "topic"),
        *("--version", "2.0.0", "--parent", "1.0.0"),
    )
    assert "'refund' (9)" in told
    stopped = project.run("dvc", "repro")
    assert stopped.returncode != 0
    assert "under `labels` of this version" in stopped.stderr
    head, _, tail = (versions / "2.0.0.yaml").read_text().partition("# labels:")
    (versions / "2.0.0.yaml").write_text(f"{head}labels:" + tail.replace("\n# ", "\n"))
    assert not [stage for stage in project.repro() if stage.endswith("1.0.0")]
    assert before == (tree_digest(versions / "1.0.0"), tree_digest(project.folder / "site/reviews/1.0.0"))
    chances = [_chance(versions / version) for version in ("1.0.0", "2.0.0")]
    assert chances == pytest.approx([1 / 3, 1 / 4], abs=1e-4)

    _must(project, "dvc", "remote", "add", "--default", "store", str(tmp_path / "store"))
    _must(project, "dvc", "push")
    _must(project, "git", "add", "--all")
    assert "raw/" not in _must(project, "git", "ls-files")
    _must(project, *IDENTITY, "commit", "--quiet", "--message", "labels")
    _must(project, "git", "clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone")
    _must(clone, "dvc", "pull")
    assert not (clone.folder / "datasets/reviews/raw").exists()
    assert "passed   pipeline" in _must(clone, "labelcards", "ci")
    assert (clone.folder / "site/reviews/2.0.0/index.html").is_file()
    assert "0 of" in _must(clone, "labelcards", "verify")


def _chance(version: Path) -> float:
    """The agreement that Brennan and Prediger expect by chance, from their coefficient and percent agreement."""
    document = MetricsDocument.read(version / "documents/quality.json")
    place = ("questions", "topic", "agreement", "overall")
    percent, corrected = (document.find(*place, name) for name in ("percent", "brennan_prediger"))
    assert percent is not None
    assert corrected is not None
    assert percent.value is not None
    assert corrected.value is not None
    return (percent.value - corrected.value) / (1 - corrected.value)
