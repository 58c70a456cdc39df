"""`labelcards publish`: nothing internal gets out, only what is new is built, and a reader finds the right version."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from click.testing import CliRunner

from labelcards.actions.publishing import publish as stage
from labelcards.actions.publishing.publish import PublishReport, run
from labelcards.actions.publishing.version import Edition
from labelcards.cards.audience import hidden_cells
from labelcards.cli.program import program
from labelcards.documents.figures import MetricsDocument, leaves
from labelcards.documents.params import PublishParams
from labelcards.documents.site_publication import DatasetPublication
from labelcards.errors import InputError, PrivacyError
from tests.actions.publishing.publishing import ANNOTATOR, MARKERS, NAME, PublishProject, publish_project
from tests.cards.microdata import Microdata

PUBLIC = Edition(PublishParams(audience="public", smallest_group=10))
INTERNAL = Edition(PublishParams(audience="internal", smallest_group=10))


def publish(
    project: PublishProject, dest: Path, *versions: str, edition: Edition = PUBLIC, **more: bool
) -> PublishReport:
    """Publish the given versions."""
    return run(dest, {project.dataset: versions}, edition, **more)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, unpacked where it is compressed."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: gzip.decompress(held) if name.endswith(".gz") else held for name, held in found.items()}


def hidden_in(site: Path, version: str) -> set[tuple[str, ...]]:
    """The groups that a published version hides."""
    return set(DatasetPublication.read(site / NAME / "publication.json").versions[version].hidden)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> PublishProject:
    """Two versions, a parent and its child."""
    made = publish_project(tmp_path_factory.mktemp("project"))
    made.version("1.0.0", seed=1)
    made.version("1.1.0", parent="1.0.0", seed=2)
    return made


@pytest.fixture(scope="module")
def public(project: PublishProject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public site of both."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.folder)
        publish(project, project.folder / "public", "1.0.0", "1.1.0")
    return project.folder / "public"


@pytest.fixture
def inside(project: PublishProject, monkeypatch: pytest.MonkeyPatch) -> PublishProject:
    """The project as the working folder."""
    monkeypatch.chdir(project.folder)
    return project


def test_no_marker_is_in_any_byte_of_the_public_site(public: Path) -> None:
    """Annotator ids, item ids and texts are in no page, search index, drawing, document or sitemap, packed or not."""
    held = contents(public)
    assert {Path(name).suffix for name in held} >= {".html", ".json", ".svg", ".xml", ".gz", ".js", ".css"}
    for name, content in held.items():
        for marker in MARKERS:
            assert marker.encode() not in content, (name, marker)
            assert marker.encode() not in unescape(content.decode("utf-8", "replace")).encode(), (name, marker)


def test_the_markers_are_in_the_internal_site(inside: PublishProject, tmp_path: Path) -> None:
    """The search above would find them: the internal site shows every one to its readers."""
    publish(inside, tmp_path / "site", "1.1.0", edition=INTERNAL)
    whole = unescape(b"".join(contents(tmp_path / "site").values()).decode("utf-8", "replace"))
    assert all(marker in whole for marker in MARKERS)
    assert "for internal readers only" in (tmp_path / "site" / NAME / "1.1.0" / "bias" / "index.html").read_text()
    assert (tmp_path / "site" / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_suppressed_figures_stand_in_no_document_of_the_public_site(project: PublishProject, public: Path) -> None:
    """Every published JSON document holds the word instead of the value, the interval and the n."""
    for version, seed in (("1.0.0", 1), ("1.1.0", 2)):
        hidden = hidden_cells(Microdata(seed).documents(), 10)
        bias = MetricsDocument.read(public / NAME / version / "documents" / "bias.json")
        shown = dict(leaves(bias.figures))
        small = [path for name, path in hidden.leaves if name == "bias"]
        assert len(small) > 50
        for path in small:
            figure = shown.get(path)
            assert figure is None or (figure.value, figure.low, figure.n) == (None, None, None), path
        assert sum(path in shown for path in small) > 10
        page = (public / NAME / version / "bias" / "index.html").read_text(encoding="utf-8")
        assert "suppressed: fewer than 10, or protecting a group that small" in page


def test_a_public_page_says_so_and_links_nowhere_outside_itself(public: Path) -> None:
    """Every link and anchor of every page leads to a file of the site, and each page of a version names its readers."""
    pages = sorted(public.rglob("*.html"))
    assert len(pages) > 30
    anchors = {page: set(re.findall(r'\bid="([^"]*)"', unescape(page.read_text(encoding="utf-8")))) for page in pages}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if page.parent.parent.parent == public / NAME and page.parts[-3] not in ("latest", "stable"):
            assert "for the public" in text, page
        for target in re.findall(r'<a [^>]*?href="([^"]*)"', text):
            address, fragment = urldefrag(unescape(target))
            if re.match(r"[a-z]+:", address):
                continue
            there = (page.parent / unquote(address)).resolve() if address else page
            there = there / "index.html" if there.is_dir() else there
            assert there.is_file(), (page, target)
            assert not fragment or fragment in anchors.get(there, {fragment}), (page, target)


def test_a_second_run_touches_nothing_and_a_new_version_only_adds(inside: PublishProject, tmp_path: Path) -> None:
    """Unchanged folders keep their files as they are, byte for byte and inode for inode."""
    first = publish(inside, tmp_path / "site", "1.0.0")
    assert [change.action for change in first.changes] == ["new"]
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*") if path.is_file()}
    again = publish(inside, tmp_path / "site", "1.0.0")
    assert again.current
    assert {path: path.stat().st_mtime_ns for path in before} == before
    both = publish(inside, tmp_path / "site", "1.0.0", "1.1.0")
    assert [(change.version, change.action) for change in both.changes] == [("1.0.0", "kept"), ("1.1.0", "new")]
    old = {path: stamp for path, stamp in before.items() if path.is_relative_to(tmp_path / "site" / NAME / "1.0.0")}
    assert {path: path.stat().st_mtime_ns for path in old} == old
    assert (both.files, both.bytes) > (first.files, first.bytes)


def test_the_order_of_publishing_does_not_matter(inside: PublishProject, public: Path, tmp_path: Path) -> None:
    """A child that was published alone is built again when its parent is there, and hides what the parent hides."""
    publish(inside, tmp_path / "site", "1.1.0")
    alone = hidden_in(tmp_path / "site", "1.1.0")
    done = publish(inside, tmp_path / "site", "1.1.0", "1.0.0")
    assert [(change.version, change.action) for change in done.changes] == [("1.0.0", "new"), ("1.1.0", "changed")]
    both = hidden_in(tmp_path / "site", "1.1.0")
    assert alone < both
    assert both - alone <= hidden_in(tmp_path / "site", "1.0.0")
    assert contents(tmp_path / "site") == contents(public)


def test_a_changed_input_rebuilds_its_version_alone(inside: PublishProject, tmp_path: Path) -> None:
    """An answer, document or parameter that changes is noticed; a dry run says so and writes nothing."""
    mine = PublishProject(tmp_path / "copy")
    shutil.copytree(inside.folder / "datasets", mine.folder / "datasets")
    publish(mine, tmp_path / "site", "1.0.0", "1.1.0")
    guide = mine.dataset / "guidelines" / "1.0.0.md"
    guide.write_text(guide.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    before = contents(tmp_path / "site")
    planned = publish(mine, tmp_path / "site", "1.0.0", "1.1.0", build=False)
    assert [change.action for change in planned.changes] == ["changed", "kept"]
    assert contents(tmp_path / "site") == before
    assert not planned.current
    publish(mine, tmp_path / "site", "1.0.0", "1.1.0")
    assert publish(mine, tmp_path / "site", "1.0.0", "1.1.0", build=False).current
    stricter = Edition(PublishParams(audience="public", smallest_group=12))
    changes = publish(mine, tmp_path / "site", "1.0.0", "1.1.0", edition=stricter, build=False).changes
    assert {change.action for change in changes} == {"changed"}


def test_a_damaged_file_is_noticed_and_mended(inside: PublishProject, tmp_path: Path) -> None:
    """--check compares every published file with what was built; a run with it builds the version again."""
    publish(inside, tmp_path / "site", "1.0.0")
    page = tmp_path / "site" / NAME / "1.0.0" / "index.html"
    good = page.read_bytes()
    page.write_bytes(good.replace(b"Support", b"Sapport"))
    found = publish(inside, tmp_path / "site", "1.0.0", build=False, check_files=True)
    assert [change.action for change in found.changes] == ["damaged"]
    publish(inside, tmp_path / "site", "1.0.0", check_files=True)
    assert page.read_bytes() == good


def test_a_folder_of_another_audience_is_refused(inside: PublishProject, public: Path, tmp_path: Path) -> None:
    """Nothing internal is written beside public pages, and nothing public into a folder that `labelcards site` made."""
    with pytest.raises(InputError) as caught:
        publish(inside, public, "1.0.0", edition=INTERNAL)
    assert {problem.code for problem in caught.value.problems} == {"other-audience"}
    (tmp_path / "site" / NAME / "1.0.0").mkdir(parents=True)
    (tmp_path / "site" / NAME / "1.0.0" / "index.html").write_text("from the pipeline")
    with pytest.raises(InputError) as caught:
        publish(inside, tmp_path / "site", "1.0.0")
    assert [problem.code for problem in caught.value.problems] == ["foreign-folder"]


def test_a_name_in_a_hand_written_file_stops_the_public_build(inside: PublishProject, tmp_path: Path) -> None:
    """An annotator id that a person wrote into the guidelines is found before anything is published."""
    mine = PublishProject(tmp_path / "copy")
    shutil.copytree(inside.folder / "datasets", mine.folder / "datasets")
    guide = mine.dataset / "guidelines" / "1.0.0.md"
    guide.write_text(f"Written by {ANNOTATOR}.\n\n{guide.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(PrivacyError) as caught:
        publish(mine, tmp_path / "site", "1.0.0")
    assert ANNOTATOR not in str(caught.value)
    assert not (tmp_path / "site" / NAME / "1.0.0").exists()


def test_aliases_lead_to_the_newest_and_to_the_newest_that_meets_its_gates(
    inside: PublishProject, tmp_path: Path
) -> None:
    """``latest`` and ``stable`` have a page for each page, and stand in versions.json as mike writes it."""
    mine = PublishProject(tmp_path / "copy")
    shutil.copytree(inside.folder / "datasets", mine.folder / "datasets")
    mine.version("2.0.0", parent="1.1.0", seed=3)
    gates = "gates:\n- {name: items, metric: quality.counts.items, max: 260, reason: r}\n"
    (mine.dataset / "gates.yaml").write_text(gates, encoding="utf-8")
    done = publish(mine, tmp_path / "site", "1.0.0", "1.1.0", "2.0.0")
    assert done.aliases == {NAME: {"latest": "2.0.0", "stable": "2.0.0"}}
    (mine.dataset / "gates.yaml").write_text(gates.replace("260", "259"), encoding="utf-8")
    done = publish(mine, tmp_path / "site", "1.0.0", "1.1.0", "2.0.0")
    assert {change.action for change in done.changes} == {"kept"}, "gates are not part of the pages"
    assert done.aliases == {NAME: {"latest": "2.0.0"}}
    rows = json.loads((tmp_path / "site" / NAME / "versions.json").read_text(encoding="utf-8"))
    assert [(row["version"], row["aliases"]) for row in rows] == [("2.0.0", ["latest"]), ("1.1.0", []), ("1.0.0", [])]
    page = (tmp_path / "site" / NAME / "latest" / "bias" / "index.html").read_text(encoding="utf-8")
    assert 'href="../../2.0.0/bias/"' in page
    assert "Fails a gate" in (tmp_path / "site" / NAME / "index.html").read_text(encoding="utf-8")


def test_a_withdrawn_version_is_hidden_and_says_why(inside: PublishProject, tmp_path: Path) -> None:
    """It has no alias, is hidden from the selector, and every page of it carries the reason; so does the list."""
    mine = PublishProject(tmp_path / "copy")
    shutil.copytree(inside.folder / "datasets", mine.folder / "datasets")
    reason = "Labels of one batch were shifted by a row."
    mine.version(
        "1.1.0", parent="1.0.0", seed=2, withdrawn={"date": "2026-09-01", "reason": reason, "instead": "1.0.0"}
    )
    done = publish(mine, tmp_path / "site", "1.0.0", "1.1.0")
    assert done.aliases == {NAME: {"latest": "1.0.0"}}
    rows = json.loads((tmp_path / "site" / NAME / "versions.json").read_text(encoding="utf-8"))
    assert rows[0]["properties"] == {"hidden": True, "withdrawn": reason}
    assert "properties" not in rows[1]
    for page in (tmp_path / "site" / NAME / "1.1.0").rglob("index.html"):
        assert reason in unescape(page.read_text(encoding="utf-8")), page
    assert reason in (tmp_path / "site" / NAME / "index.html").read_text(encoding="utf-8")
    assert "1.1.0" not in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_killed_run_leaves_whole_versions_and_the_next_one_goes_on(
    inside: PublishProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When building the second version fails, the first one is whole and known, and nothing half-made is left."""
    real = stage.build_edition

    def second_fails(paths: object, *args: object, **more: object) -> object:
        if paths.version == "1.1.0":  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return real(paths, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "build_edition", second_fails)
    with pytest.raises(KeyboardInterrupt):
        publish(inside, tmp_path / "site", "1.0.0", "1.1.0")
    monkeypatch.setattr(stage, "build_edition", real)
    assert {path.name for path in (tmp_path / "site" / NAME).iterdir()} == {"1.0.0", "publication.json"}
    done = publish(inside, tmp_path / "site", "1.0.0", "1.1.0")
    assert [change.action for change in done.changes] == ["kept", "new"]


def test_the_command_reports_and_sets_exit_codes(inside: PublishProject, tmp_path: Path) -> None:
    """0 when current, 1 when --check finds something to do, 2 for a folder of another audience; JSON on request."""
    site, dataset = str(tmp_path / "site"), str(inside.dataset)
    command = ["publish", site, dataset, "--json"]
    todo = CliRunner().invoke(program, [*command, "--check"])
    assert todo.exit_code == 1
    assert not (tmp_path / "site").exists()
    made = CliRunner().invoke(program, command)
    report = json.loads(made.stdout)
    assert (made.exit_code, report["audience"], report["current"]) == (0, "public", False)
    assert [row["action"] for row in report["versions"]] == ["new", "new"]
    assert report["bytes"] > 1_000_000
    current = CliRunner().invoke(program, [*command, "--check"])
    assert current.exit_code == 0
    assert json.loads(current.stdout)["current"]
    with pytest.raises(InputError):
        CliRunner().invoke(program, [*command, "--audience", "internal"], catch_exceptions=False)


def test_a_version_without_documents_is_named(inside: PublishProject, tmp_path: Path) -> None:
    """What cannot be published yet is said with the remedy."""
    with pytest.raises(InputError, match="dvc repro"):
        publish(inside, tmp_path / "site", "9.9.9")
