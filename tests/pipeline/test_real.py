"""Real data through the whole pipeline: published figures come out, and a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.documents.figures import Figure, MetricsDocument
from tests.pipeline.project import Project, new_project
from tests.pipeline.standards import check_exports
from tests.real.build import build_dataset

pytestmark = pytest.mark.xdist_group("pipeline-real")


@pytest.fixture(scope="module")
def project(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Both real data sets, as a data lead would add them, built once with their two sites."""
    project = new_project(tmp_path_factory.mktemp("real") / "project")
    versions = {"annotation-paradigms": ("1.0.0", "2.0.0"), "rte": ("1.0.0",)}
    for name, numbers in versions.items():
        folder = build_dataset(name, shared_data, project.folder / "datasets")
        for answers in ("datasheet.yaml", "modelcard.yaml"):
            (folder / answers).write_text("answers: {}\n", encoding="utf-8")
        (folder / "log.jsonl").touch()
        (folder / "guidelines").mkdir(exist_ok=True)
        for number in numbers:
            (folder / f"guidelines/{number}.md").touch()
    entries = {f"{d}-{v}": {"dataset": d, "version": v} for d, numbers in versions.items() for v in numbers}
    project.edit_params(
        datasets=list(versions),
        parents={"ap": {"dataset": "annotation-paradigms", "version": "2.0.0", "parent": "1.0.0"}},
        bias={"permutations": 200},
    )
    _replace_versions(project, entries)
    done = project.run("dvc", "repro", env={"LABELCARDS_KEY": "a key for tests, long enough"})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return project


def _replace_versions(project: Project, entries: dict[str, dict[str, str]]) -> None:
    import yaml

    path = project.folder / "params.yaml"
    params = {**yaml.safe_load(path.read_text()), "versions": entries}
    params["parents"].pop("support-tickets-1.1.0", None)
    params["parents"].pop("support-tickets-2.0.0", None)
    path.write_text(yaml.safe_dump(params, sort_keys=False))


def _document(project: Project, dataset: str, version: str, name: str) -> MetricsDocument:
    return MetricsDocument.read(project.folder / "datasets" / dataset / "versions" / version / f"documents/{name}.json")


def _figure(document: MetricsDocument, path: str) -> Figure:
    found = document.find(*path.split("."))
    assert found is not None, path
    return found


@pytest.mark.parametrize(("version", "fleiss", "percent"), [("1.0.0", 0.197626, 0.7390), ("2.0.0", 0.778087, 0.9372)])
def test_annotation_paradigms_agreement(project: Project, version: str, fleiss: float, percent: float) -> None:
    """Röttger et al. 2022, section 5: Fleiss' kappa .1976 and .7781, mean percentage agreement 73.90% and 93.72%.

    Their percentage is the mean share of the majority label, not that of agreeing pairs.
    """
    document = _document(project, "annotation-paradigms", version, "quality")
    overall = "questions.hateful.agreement.overall"
    assert _figure(document, f"{overall}.fleiss_kappa").value == pytest.approx(fleiss, abs=1e-6)
    assert _figure(document, f"{overall}.majority_share").value == pytest.approx(percent, abs=5e-5)


def test_the_change_of_guideline_shows_as_a_gain(project: Project) -> None:
    """Prescriptive minus descriptive is +.5805 in Fleiss' kappa, with a paired interval that excludes zero."""
    difference = _figure(
        _document(project, "annotation-paradigms", "2.0.0", "changes"), "questions.hateful.difference.fleiss_kappa"
    )
    assert difference.value == pytest.approx(0.5805, abs=5e-5)
    assert difference.low is not None
    assert difference.low > 0.4
    assert difference.n == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("consensus.majority.accuracy", 0.8969),
        ("consensus.dawid_skene_unsmoothed.accuracy", 0.9275),
        ("agreement.overall.fleiss_kappa", 0.2414),
        ("agreement.overall.alpha", 0.2415),
    ],
)
def test_rte_consensus(project: Project, path: str, expected: float) -> None:
    """Snow et al. 2008: majority vote .8969 expected over ties, plain Dawid–Skene .9275, Fleiss .2414, alpha .2415.

    The final labels come from the smoothed Dawid–Skene, which stands beside it.
    """
    document = _document(project, "rte", "1.0.0", "quality")
    assert _figure(document, f"questions.entailment.{path}").value == pytest.approx(expected, abs=5e-5)


def test_no_worker_id_is_published(project: Project, shared_data: Path) -> None:
    """The 164 raw Mechanical Turk worker ids are in no file outside raw/."""
    import csv

    with (shared_data / "snow2008_rte/rte.standardized.csv").open(encoding="utf-8", newline="") as stream:
        workers = {row["!amt_worker_ids"] for row in csv.DictReader(stream)}
    assert len(workers) == 164
    files = [
        path for path in project.folder.rglob("*") if path.is_file() and not {"raw", ".dvc", ".git"} & set(path.parts)
    ]
    haystack = b"\n".join(path.read_bytes() for path in files)
    assert not [worker for worker in workers if worker.encode() in haystack]


@pytest.mark.parametrize("page", ["annotation-paradigms/1.0.0", "annotation-paradigms/2.0.0", "rte/1.0.0"])
def test_there_is_a_site(project: Project, page: str) -> None:
    """Each version has its folder with a quality page and a Datasheet."""
    for name in ("index.html", "quality/index.html", "datasheet/index.html"):
        assert (project.folder / "site" / page / name).is_file()


@pytest.mark.parametrize(
    ("name", "version", "license_"),
    [
        ("annotation-paradigms", "1.0.0", "https://spdx.org/licenses/CC0-1.0.html"),
        ("annotation-paradigms", "2.0.0", "https://spdx.org/licenses/CC0-1.0.html"),
        ("rte", "1.0.0", "https://spdx.org/licenses/Apache-2.0.html"),
    ],
)
def test_exports_meet_their_standards(project: Project, name: str, version: str, license_: str, tmp_path: Path) -> None:
    """Croissant and the Hub's cards are valid for us and for three other programs; no table lies beside them."""
    files = project.folder / "site" / name / version / "files"
    document = check_exports(files, project.folder / "datasets" / name / "versions" / version, tmp_path)
    assert document["license"] == license_
    assert document["version"] == version
    assert not (files / "tables").exists()
