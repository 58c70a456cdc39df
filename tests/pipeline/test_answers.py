"""One changed label, seen by everything that watches: answers, verify, check."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from labelcards.documents.sums import check_sums
from tests.pipeline.project import Project, tree_digest

pytestmark = [pytest.mark.xdist_group("pipeline"), pytest.mark.slow]

DATASET = "datasets/support-tickets"
VERSION = "2.0.0"
ALPHA = "quality.questions.topic.agreement.overall.alpha"
BLIND_SPOT = "bias.questions.topic.annotator_error.region.North.region.South.rate"
"""Evidence of an answer of the demo that its small twin, which is tested here, is too small to show."""
GATE = """\
gates:
  - {name: fresh, metric: answers.datasheet.stale, max: 0, reason: Stale answers vouch for nothing.}
"""


def _json(project: Project, *command: str) -> dict[str, Any]:
    done = project.run("labelcards", *command, "--json")
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _stale(project: Project, version: str = VERSION) -> set[str]:
    """Keys of stale answers."""
    found = _json(project, "answers", DATASET, version, "--stale")
    return {one["key"] for section in found["sections"] for one in section["questions"]}


def _change_one_label(project: Project) -> None:
    """Turn one annotation of topic in the raw file into another label, and keep the stage `demo` from mending it."""
    assert project.run("dvc", "freeze", "demo").returncode == 0
    path = project.folder / DATASET / "raw" / VERSION / "annotations.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    rows[0]["topic"] = "delivery" if rows[0]["topic"] != "delivery" else "billing"
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.unlink()  # DVC may have linked it to its cache
    path.write_text(stream.getvalue())


def _sign(project: Project, key: str, path: str) -> None:
    done = project.run(
        "labelcards", "answers", "sign", DATASET, key, "--by", "Ada", "--version", VERSION, "--evidence", path
    )
    assert done.returncode == 0, done.stderr


def test_one_changed_label_makes_its_answers_stale_and_verify_and_check_fail(copy_of_built: Project) -> None:
    """Exactly the answers bound to changed evidence go stale; the old folder no longer reproduces; the gate fails."""
    project = copy_of_built
    sheet = project.folder / DATASET / "datasheet.yaml"
    sheet.write_text(sheet.read_text().replace(f", {BLIND_SPOT}", "").replace(f"    - {BLIND_SPOT}\n", ""))
    _sign(project, "uses-1", ALPHA)
    _sign(project, "uses-3", "quality.counts.items")
    _sign(project, "composition-7", f"file:versions/{VERSION}.yaml")
    (project.folder / "gates.yaml").write_text(GATE)
    check = ("labelcards", "check", DATASET, VERSION, "--gates", "gates.yaml")
    already = _stale(project) - {"uses-1", "uses-3", "composition-7"}
    for key in sorted(already):  # the demo's answers are signed for its full size
        assert project.run(
            "labelcards", "answers", "sign", DATASET, key, "--by", "Ada", "--version", VERSION
        ).returncode == 0  # fmt: skip
    assert _stale(project) == set()
    project.repro(f"site@support-tickets-{VERSION}")
    assert project.run(*check).returncode == 0
    old = project.folder / "old"
    shutil.copytree(project.folder / "site/support-tickets" / VERSION, old)
    before = _json(project, "verify", DATASET, VERSION, "--published", str(old))
    assert before["holds"], before

    named = _evidence_of_answers(project)
    figures = _figures(project)
    _change_one_label(project)
    project.repro(f"site@support-tickets-{VERSION}")
    changed = {path for path, value in _figures(project).items() if figures.get(path) != value}
    expected = {key for key, paths in named.items() if paths & changed}
    assert "uses-1" in expected
    assert not expected & {"uses-3", "composition-7"}
    assert _stale(project) == expected
    assert _stale(project, "1.0.0") == set()

    after = _json(project, "verify", DATASET, VERSION, "--published", str(old))
    assert not after["holds"]
    listed = {one["path"] for document in after["versions"][0]["documents"] for one in document["differing"]}
    assert ALPHA in listed
    assert "quality.counts.items" not in listed
    assert f"versions/{VERSION}/tables/annotations.parquet" in after["versions"][0]["changed_inputs"]
    done = project.run(*check)
    assert done.returncode == 1
    assert "answers.datasheet.stale" in done.stdout


def _evidence_of_answers(project: Project) -> dict[str, set[str]]:
    """Question → paths of figures that its last signature notes with a value."""
    from labelcards.documents.datasheet import Datasheet
    from labelcards.documents.modelcard import ModelCard
    from labelcards.documents.yaml_document import read_yaml_document

    named: dict[str, set[str]] = {}
    for name, model in (("datasheet.yaml", Datasheet), ("modelcard.yaml", ModelCard)):
        held = read_yaml_document(project.folder / DATASET / name, model).for_version((VERSION, "1.1.0", "1.0.0"))
        for key, answer in held.answers.items():
            named[key] = {path for path, seen in answer.last_word.evidence.items() if seen is not None}
    return named


def _figures(project: Project) -> dict[str, float | None]:
    """Path → value, of every document of the version."""
    from labelcards.documents.figures import MetricsDocument, leaves

    folder = project.folder / DATASET / "versions" / VERSION / "documents"
    documents = [MetricsDocument.read(path) for path in sorted(folder.glob("*.json"))]
    return {
        ".".join((document.document, *path)): figure.value
        for document in documents
        for path, figure in leaves(document.figures)
    }


def test_an_answer_for_the_newest_version_leaves_older_site_folders_alone(copy_of_built: Project) -> None:
    """Cards of older versions are made again with the same bytes, so DVC does not build their sites."""
    project = copy_of_built
    sites = {version: project.folder / "site/support-tickets" / version for version in ("1.0.0", "1.1.0")}
    before = {version: tree_digest(folder) for version, folder in sites.items()}
    _sign(project, "motivation-1", ALPHA)
    ran = project.repro()
    assert f"site@support-tickets-{VERSION}" in ran
    assert not {f"site@support-tickets-{version}" for version in sites} & set(ran)
    assert {version: tree_digest(folder) for version, folder in sites.items()} == before


def test_every_version_is_as_its_digests_say(built: Project) -> None:
    """SHA256SUMS covers the folders that the pipeline builds, evidence.json included."""
    for folder in sorted((built.folder / "site/support-tickets").glob("*.*.*")):
        report = check_sums(folder)
        assert report.holds
        assert report.files > 20
        graph = json.loads((folder / "evidence.json").read_text())["@graph"]
        kinds = [node["label"] for node in graph if node["@type"] == "prov:Activity"]
        assert kinds[:2] == ["labelcards anonymize", "labelcards quality"]
        raw = next(node for node in graph if node.get("lc:path") == f"raw/{folder.name}/")
        assert raw["lc:dvcMd5"].endswith(".dir")
        assert raw["lc:private"] is True


def test_the_history_is_on_the_list_of_versions(built: Project) -> None:
    """Every entry of the demo's log, with names, since the page is an internal one."""
    page = (built.folder / "site/support-tickets/index.html").read_text()
    assert 'id="history"' in page
    assert page.count("Annotation lead") > 3
    assert Path(built.folder / DATASET / "log.jsonl").is_file()
