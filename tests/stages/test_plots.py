"""What `dvc metrics` and `dvc plots` show: the right rows, and DVC's own commands on them in a real Git project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from labelcards.cards.figures.plot_rows import CONFUSION_ROWS, VersionDocuments, headline_numbers, plot_files
from labelcards.catalog.metrics import CATALOG
from labelcards.cli import program
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.json_text import json_text
from tests.compare.versions import manifest

ROOT = Path(__file__).resolve().parents[2]


def _count(size: int) -> Figure:
    return Figure(metric="count", value=float(size), n=size, why="a count")


def _assessed(version: str, alpha: float | None, *, answers: int = 3) -> VersionDocuments:
    """A version with alpha, label shares, two annotators and a confusion of ``answers`` right and one wrong answer."""
    if alpha is None:
        measured = Figure(metric="alpha", n=0, why="one annotator")
    else:
        measured = Figure(metric="alpha", value=alpha, low=alpha - 0.1, high=alpha + 0.1, n=9, method="test")
    shrunk = {who: {"accuracy_shrunk": Figure(metric="accuracy_shrunk", value=v, n=5, why="x")} for who, v in AGREE}
    topic = {
        "agreement": {"overall": {"alpha": measured}},
        "annotators": shrunk,
        "confusion": {"billing": {"billing": {"count": _count(answers)}, "fault": {"count": _count(1)}}},
        "labels": {"billing": {"consensus_share": Figure(metric="consensus_share", value=0.75, n=4, why="x")}},
    }
    figures = {"counts": {"items": _count(4)}, "questions": {"topic": topic}}
    catalog = {name: CATALOG[name] for name in ("alpha", "accuracy_shrunk", "consensus_share", "count")}
    document = MetricsDocument(document="quality", dataset="tickets", version=version, figures=figures, catalog=catalog)
    return VersionDocuments(version, {"quality": document})


AGREE = (("a-1", 0.6), ("a-2", 0.9))


def test_the_newest_version_under_a_name_that_stays() -> None:
    """Numbers are those of the newest version, nested by question; an undefined one is left out."""
    assert headline_numbers(manifest(), _assessed("2.0.0", 0.7)) == {"items": 4, "topic": {"alpha": 0.7}}
    assert headline_numbers(manifest(), _assessed("2.0.0", None)) == {"items": 4}


def test_rows() -> None:
    """Each file has flat rows: intervals, best annotator first, one row per answer, versions in order."""
    files = plot_files(manifest(), (_assessed("1.0.0", 0.5), _assessed("2.0.0", 0.7)))
    assert [(row["low"], row["value"], row["high"]) for row in files["agreement"]] == [pytest.approx((0.6, 0.7, 0.8))]
    assert [row["figure"] for row in files["annotators"]] == ["a-2", "a-1"]
    answers = [row["answer"] for row in files["confusion"]]
    assert (answers.count("billing"), answers.count("fault")) == (3, 1)
    assert [row["value"] for row in files["labels"]] == [0.75]
    assert [(row["order"], row["version"], row["value"]) for row in files["trend"]] == [
        (1, "1.0.0", 0.5),
        (2, "2.0.0", 0.7),
    ]
    for rows in files.values():
        assert all(isinstance(value, str | int | float) for row in rows for value in row.values())


def test_many_answers_are_scaled_down() -> None:
    """A million answers give a plot of a few thousand rows, and a rare cell keeps a row."""
    rows = plot_files(manifest(), (_assessed("1.0.0", 0.5, answers=1_000_000),))["confusion"]
    assert len(rows) <= CONFUSION_ROWS + 1
    assert sum(row["answer"] == "fault" for row in rows) == 1


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git and DVC project with the real definitions: one version on main, two in the workspace."""
    root = tmp_path_factory.mktemp("plots") / "project"
    root.mkdir()
    stage = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]["plots"]
    stage["do"] = {**stage["do"], "cmd": "true", "deps": []}
    del stage["do"]["params"]
    (root / "dvc.yaml").write_text(yaml.safe_dump({"stages": {"plots": stage}}))
    (root / "params.yaml").write_text("datasets: [tickets]\n")
    (root / "templates/plots").mkdir(parents=True)
    for template in (ROOT / "templates/plots").glob("*.json"):
        (root / "templates/plots" / template.name).write_bytes(template.read_bytes())
    run(root, "git", "init", "--quiet", "--initial-branch=main")
    run(root, sys.executable, "-m", "dvc", "init", "--quiet")
    write(root, (_assessed("1.0.0", 0.5),))
    run(root, "git", "add", "--all")
    run(root, "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "first")
    write(root, (_assessed("1.0.0", 0.5), _assessed("2.0.0", 0.7)))
    return root


def run(root: Path, *command: str) -> str:
    """Run a command that has to succeed."""
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def write(root: Path, versions: tuple[VersionDocuments, ...]) -> None:
    """The files as the stage writes them."""
    folder = root / "datasets/tickets"
    (folder / "plots").mkdir(parents=True, exist_ok=True)
    (folder / "metrics.json").write_text(json_text(headline_numbers(manifest(), versions[-1])))
    for name, rows in plot_files(manifest(), versions).items():
        (folder / "plots" / f"{name}.json").write_text(json_text(rows))


def test_dvc_metrics_diff(history: Path) -> None:
    """The newest version of the branch is compared with the newest one of main."""
    found = json.loads(run(history, sys.executable, "-m", "dvc", "metrics", "diff", "main", "--json"))
    assert found["datasets/tickets/metrics.json"]["topic.alpha"] == {"old": 0.5, "new": 0.7, "diff": pytest.approx(0.2)}


def test_dvc_plots_diff(history: Path) -> None:
    """Every plot is drawn from both revisions with our templates and DVC's confusion template."""
    found = json.loads(run(history, sys.executable, "-m", "dvc", "plots", "diff", "main", "--json"))
    assert not found.get("errors")
    drawn = {path.rpartition("/")[2]: plots for path, plots in found["data"].items()}
    assert set(drawn) == {"agreement.json", "annotators.json", "confusion.json", "labels.json", "trend.json"}
    for plots in drawn.values():
        content = plots[0]["content"]
        assert {row["rev"] for row in content["data"]["values"]} == {"main", "workspace"}
        assert "<DVC_METRIC" not in json.dumps(content)


def test_the_page_needs_no_network(history: Path) -> None:
    """With the page that carries Vega, the HTML that DVC writes loads nothing from elsewhere."""
    page = history / "page.html"
    done = CliRunner().invoke(program, ["plots", "--page", str(page)])
    assert done.exit_code == 0, done.output
    run(history, sys.executable, "-m", "dvc", "plots", "diff", "main", "--html-template", str(page), "--out", "drawn")
    text = (history / "drawn/index.html").read_text(encoding="utf-8")
    assert "<script src" not in text
    assert "cdn." not in text
    assert text.count("vegaEmbed('#") == 5
