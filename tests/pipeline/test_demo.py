"""The demo data set through `dvc repro`: incremental, reproducible, private."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from labelcards.dataset.files.table_file import read_table
from tests.pipeline.project import Project, new_project, tree_digest
from tests.pipeline.standards import check_exports

pytestmark = pytest.mark.xdist_group("pipeline")

DATASET = "datasets/support-tickets"
VERSIONS = ("1.0.0", "1.1.0", "2.0.0")


def test_every_page_and_document_is_there(built: Project) -> None:
    """All three versions have documents, cards and a site; the root has the overview."""
    for version in VERSIONS:
        folder = built.folder / DATASET / "versions" / version
        names = {path.stem for path in (folder / "documents").glob("*.json")}
        assert {"anonymization", "quality", "bias", "model"} <= names
        assert ("changes" in names) == (version != "1.0.0")
        assert (built.folder / "site" / "support-tickets" / version / "index.html").is_file()
    listed = json.loads((built.folder / "site/support-tickets/versions.json").read_text())
    assert [entry["version"] for entry in listed] == ["2.0.0", "1.1.0", "1.0.0"]
    assert (built.folder / "site/index.html").is_file()


@pytest.mark.parametrize("version", VERSIONS)
def test_exports_meet_their_standards(version: str, built: Project, tmp_path: Path) -> None:
    """Each version's files are valid for us and for three other programs, and the published tables lie beside them."""
    files = built.folder / "site/support-tickets" / version / "files"
    document = check_exports(files, built.folder / DATASET / "versions" / version, tmp_path)
    for entry in document["distribution"]:
        path = files / entry["contentUrl"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]


def test_a_second_run_does_nothing(copy_of_built: Project) -> None:
    """dvc repro after dvc repro runs no stage."""
    assert copy_of_built.repro() == []


@pytest.mark.slow
def test_another_version_runs_only_its_stages_and_the_overview(copy_of_built: Project) -> None:
    """Adding version 2.1.0 leaves the stages and the site folders of the other versions alone."""
    project = copy_of_built
    dataset = project.folder / DATASET
    before = {version: tree_digest(project.folder / "site/support-tickets" / version) for version in VERSIONS}
    shutil.copytree(dataset / "raw/2.0.0", dataset / "raw/2.1.0")
    shutil.copyfile(dataset / "guidelines/2.0.0.md", dataset / "guidelines/2.1.0.md")
    manifest = (dataset / "versions/2.0.0.yaml").read_text().replace("raw/2.0.0", "raw/2.1.0")
    content = {
        **yaml.safe_load(manifest),
        "version": "2.1.0",
        "parent": "2.0.0",
        "note": "The same again.",
        "guidelines": "guidelines/2.1.0.md",
    }
    (dataset / "versions/2.1.0.yaml").write_text(yaml.safe_dump(content))
    entry = {"dataset": "support-tickets", "version": "2.1.0"}
    project.edit_params(
        versions={"support-tickets-2.1.0": entry}, parents={"support-tickets-2.1.0": {**entry, "parent": "2.0.0"}}
    )
    ran = project.repro()
    per_version = [
        f"{stage}@support-tickets-2.1.0"
        for stage in ("anonymize", "quality", "bias", "model", "changes", "answers", "cards", "site")
    ]
    per_dataset = [f"{stage}@support-tickets" for stage in ("compare", "index", "plots")]
    assert sorted(ran) == sorted([*per_version, *per_dataset, "overview"])
    after = {version: tree_digest(project.folder / "site/support-tickets" / version) for version in VERSIONS}
    assert after == before


def test_two_clean_builds_are_byte_identical(built: Project, tmp_path: Path) -> None:
    """A build in another folder, under another hash seed, gives the same documents, cards and site."""
    other = new_project(tmp_path / "elsewhere" / "project")
    shutil.copyfile(built.folder / "params.yaml", other.folder / "params.yaml")
    done = other.run("dvc", "repro", env={"PYTHONHASHSEED": "42", "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr[-3000:]
    for folder in ("site", "docs/cards", f"{DATASET}/versions", f"{DATASET}/raw/1.0.0"):
        assert tree_digest(other.folder / folder) == tree_digest(built.folder / folder), folder


def _planted(project: Project, *kinds: str) -> list[dict[str, Any]]:
    """What the generator put into subjects and bodies, with its ticket."""
    rows = map(json.loads, (project.folder / DATASET / "raw/planted.jsonl").read_text().splitlines())
    return [row for row in rows if row["entity_type"] in kinds and row["column"] in ("subject", "body")]


def test_no_planted_value_is_pushed_or_published(built: Project) -> None:
    """No raw full name, e-mail address or phone number is in a file outside raw/: tables, pages, index, lock."""
    planted = _planted(built, "PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER")
    values = {row["value"] for row in planted if not row["value"].isalpha()}
    assert len(values) > 300
    places = [built.folder / "site", built.folder / "docs/cards", built.folder / DATASET / "versions"]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert any(path.suffix == ".parquet" for path in files)
    haystack = "\n".join(map(_text_of, [*files, built.folder / "dvc.lock"]))
    leaked = [value for value in sorted(values) if value in haystack]
    assert not leaked, f"{len(leaked)} of {len(values)} values leaked"


def test_no_planted_value_is_left_in_its_ticket(built: Project) -> None:
    """Single names too, which are words elsewhere: none is left in the text it was planted in."""
    items = pd.read_parquet(built.folder / DATASET / "versions/2.0.0/tables/items.parquet").set_index("item_id")
    planted = [
        row for row in _planted(built, "PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER") if row["ticket_id"] in items.index
    ]
    assert len(planted) > 400
    left = [
        row["ticket_id"]
        for row in planted
        if re.search(rf"(?<!\w){re.escape(row['value'])}(?!\w)", str(items.at[row["ticket_id"], row["column"]]))
    ]
    assert not left, f"{len(left)} of {len(planted)} values are left in {sorted(set(left))[:10]}"


def test_the_scan_finds_nothing(built: Project) -> None:
    """labelcards scan passes on the built project and says that it knew the raw values of all versions."""
    done = built.run("labelcards", "scan", "--json")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert report["hits"] == []
    assert report["known"] == [f"support-tickets {version}" for version in VERSIONS]


def test_the_scan_finds_a_raw_value(copy_of_built: Project) -> None:
    """A planted name copied onto a page is a hit with file and line, and the name is not printed."""
    project = copy_of_built
    name = next(row["value"] for row in _planted(project, "PERSON") if " " in row["value"])
    page = project.folder / "site/support-tickets/1.0.0/index.html"
    page.write_text(page.read_text() + f"\n<p>{name}</p>\n")
    done = project.run("labelcards", "scan", "site")
    assert done.returncode == 1
    assert "site/support-tickets/1.0.0/index.html:" in done.stdout
    assert name not in done.stdout + done.stderr


def test_dvc_metrics_show_the_headline_figures(built: Project) -> None:
    """dvc metrics show prints the figures of every version, and of the newest one under a name that stays."""
    done = built.run("dvc", "metrics", "show", "--json")
    assert done.returncode == 0, done.stderr
    shown = {path: held["data"] for path, held in json.loads(done.stdout)[""]["data"].items()}
    first, second, third = (shown[f"{DATASET}/versions/{version}/kpis.json"] for version in VERSIONS)
    assert first["topic"]["alpha"] < min(second["topic"]["alpha"], third["topic"]["alpha"])
    assert shown[f"{DATASET}/metrics.json"] == third
    for version, held in zip(VERSIONS, (first, second, third), strict=True):
        quality = json.loads((built.folder / DATASET / "versions" / version / "documents/quality.json").read_text())
        assert (
            held["topic"]["alpha"] == quality["figures"]["questions"]["topic"]["agreement"]["overall"]["alpha"]["value"]
        )


def _text_of(path: Path) -> str:
    """A file's text; the cells of a Parquet file."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    if path.suffix == ".gz":
        import gzip

        return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    return path.read_bytes().decode("utf-8", "replace")


def test_rows_in_are_rows_used_and_left_out(built: Project) -> None:
    """The intake figures add up: read = used + left out, for every table of every version."""
    for version in VERSIONS:
        path = built.folder / DATASET / "versions" / version / "documents/anonymization.json"
        intake = json.loads(path.read_text())["figures"]["intake"]
        raw = read_table(built.folder / DATASET / "raw" / version / "items.csv")
        assert intake["items"]["read"]["value"] == len(raw.frame)
        for table in intake.values():
            left_out = sum(leaf["value"] for leaf in table.get("left_out", {}).values())
            assert table["read"]["value"] == table["used"]["value"] + left_out


def test_no_page_of_the_demo_is_heavy(built: Project) -> None:
    """A page with its styles, scripts and pictures is below 500 kB uncompressed; the search index comes on demand."""
    site = built.folder / "site"
    heavy = {}
    for page in sorted(site.rglob("index.html")):
        text = page.read_text()
        places = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^"?#]+)"', text)
        moved = [page, *((page.parent / place).resolve() for place in places)]
        if any(path.suffix == ".js" for path in moved):
            moved += sorted((page.parent / places[0]).resolve().parent.glob("javascripts/workers/*.js"))
        if sum(path.stat().st_size for path in moved) >= 500_000:
            heavy[page.relative_to(site).as_posix()] = [(path.name, path.stat().st_size) for path in moved]
    assert heavy == {}
