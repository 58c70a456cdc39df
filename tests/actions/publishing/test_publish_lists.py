"""`labelcards publish` leaves alone what lists an unchanged data set, and renews it when anything it shows changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from labelcards.actions.journal import Act, record
from labelcards.actions.publishing import lists as publish_lists
from labelcards.actions.publishing.publish import PublishReport, run
from labelcards.actions.publishing.version import Edition
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.params import PublishParams
from labelcards.documents.site_publication import DatasetPublication
from labelcards.site.overview import TRENDED
from tests.actions.publishing.publishing import NAME, PublishProject, publish_project

PUBLIC = Edition(PublishParams(audience="public", smallest_group=10))
OTHER = "other-tickets"


def copied(project: PublishProject, name: str) -> Path:
    """A second data set with the same versions."""
    folder = shutil.copytree(project.dataset, project.dataset.with_name(name))
    for file in (folder / "dataset.yaml", *folder.rglob("*.json")):
        file.write_text(file.read_text(encoding="utf-8").replace(NAME, name), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> PublishProject:
    """Two data sets with one version each, of which one is followed by another that is not published yet."""
    project = publish_project(tmp_path_factory.mktemp("project"))
    project.version("1.0.0")
    copied(project, OTHER)
    project.version("1.1.0", parent="1.0.0", seed=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.folder)
        publish(project)
    return project


@pytest.fixture
def project(built: PublishProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishProject:
    """A copy, with its site, as the working folder."""
    shutil.copytree(built.folder, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return PublishProject(tmp_path / "project")


def publish(project: PublishProject, *more: str) -> PublishReport:
    """Publish the first version of both data sets, and further ones of the first."""
    other = project.dataset.with_name(OTHER)
    return run(project.folder / "site", {project.dataset: ("1.0.0", *more), other: ("1.0.0",)}, PUBLIC)


def stamps(folder: Path) -> dict[Path, int]:
    """When each file was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def list_page(project: PublishProject, name: str) -> str:
    """The list of a data set's versions."""
    return (project.folder / "site" / name / "index.html").read_text(encoding="utf-8")


def test_a_version_of_one_data_set_rewrites_no_file_of_another(
    project: PublishProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither pages, lists, aliases nor the ledger are touched, and the list is not even made."""
    made: list[str] = []
    real: Callable[..., None] = publish_lists.write_index

    def noted(summaries: object, out: Path, **more: object) -> None:
        made.append(out.name)
        real(summaries, out, **more)

    monkeypatch.setattr(publish_lists, "write_index", noted)
    before = stamps(project.folder / "site" / OTHER)
    assert len(before) > 20
    done = publish(project, "1.1.0")
    assert [change.action for change in done.changes] == ["kept", "kept", "new"]
    assert stamps(project.folder / "site" / OTHER) == before
    assert made == [NAME]
    assert done.aliases == {NAME: {"latest": "1.1.0"}, OTHER: {"latest": "1.0.0"}}
    front = (project.folder / "site" / "index.html").read_text(encoding="utf-8")
    assert f'href="{OTHER}/1.0.0/"' in front
    assert f'href="{NAME}/1.1.0/"' in front


def test_a_changed_log_renews_the_list_alone(project: PublishProject) -> None:
    """What was done to a data set shows on its page at the next run, and no other file but the ledger is written."""
    other = project.dataset.with_name(OTHER)
    before = stamps(project.folder / "site")
    record(other, Act("note", by="Ada", version="1.0.0", why="Checked by hand."))
    end = DatasetPaths(other).log.read_text(encoding="utf-8").rsplit('"hash":', 1)[1].strip(' "}\n')[:12]
    assert end not in list_page(project, OTHER)
    publish(project)
    assert end in list_page(project, OTHER)
    after = stamps(project.folder / "site")
    changed = {path.relative_to(project.folder / "site").as_posix() for path in after if after[path] != before[path]}
    assert changed == {f"{OTHER}/index.html", f"{OTHER}/publication.json"}
    publish(project)
    assert stamps(project.folder / "site") == after


def test_changed_gates_renew_the_list_and_the_front_page(project: PublishProject) -> None:
    """A version that fails a new gate says so in the list, though its pages are kept."""
    gates = "gates:\n- {name: items, metric: quality.counts.items, max: 1, reason: r}\n"
    (project.dataset / "gates.yaml").write_text(gates, encoding="utf-8")
    assert "Fails a gate" not in list_page(project, NAME)
    done = publish(project)
    assert {change.action for change in done.changes} == {"kept"}
    assert done.front
    assert "Fails a gate" in list_page(project, NAME)
    assert "Fails a gate" not in list_page(project, OTHER)


@pytest.mark.parametrize("file", ["index.html", "versions.json", "latest/index.html"])
def test_a_damaged_list_is_mended_by_the_next_run(project: PublishProject, file: str) -> None:
    """A file that is gone, or is not what was written, is written again."""
    path = project.folder / "site" / OTHER / file
    good = path.read_bytes()
    path.unlink()
    publish(project)
    assert path.read_bytes() == good
    path.write_bytes(good + b" ")
    publish(project)
    assert path.read_bytes() == good


def test_a_newer_labelcards_makes_the_lists_anew(project: PublishProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists change with every version anyway, so that they follow the program; versions do not."""
    held = DatasetPublication.read(project.folder / "site" / OTHER / "publication.json")
    monkeypatch.setattr(publish_lists, "__version__", "999.0.0")
    done = publish(project)
    now = DatasetPublication.read(project.folder / "site" / OTHER / "publication.json")
    assert {change.action for change in done.changes} == {"kept"}
    assert now.listed != held.listed
    assert now.versions == held.versions


def test_the_front_page_needs_few_summaries_of_a_data_set(project: PublishProject) -> None:
    """Of a data set that another run published, it counts all versions and reads those it shows."""
    file = project.folder / "site" / OTHER / "publication.json"
    held = DatasetPublication.read(file)
    numbers = [f"1.0.{number}" for number in range(TRENDED * 4)]
    for number in numbers[1:]:
        shutil.copytree(file.parent / "1.0.0", file.parent / number)
        summary = file.parent / number / "summary.json"
        summary.write_text(summary.read_text("utf-8").replace('"version": "1.0.0"', f'"version": "{number}"'), "utf-8")
    versions = dict.fromkeys(numbers, held.versions["1.0.0"])
    held.model_copy(update={"versions": versions, "front": tuple(numbers[::-1][:TRENDED])}).write(file)
    for number in numbers[1:-TRENDED]:
        (file.parent / number / "summary.json").unlink()
    run(project.folder / "site", {project.dataset: ("1.0.0", "1.1.0")}, PUBLIC)
    front = (project.folder / "site" / "index.html").read_text(encoding="utf-8")
    assert f"{len(numbers)} versions" in front
    assert f'href="{OTHER}/{numbers[-1]}/"' in front
