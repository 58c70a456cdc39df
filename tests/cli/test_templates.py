"""labelcards templates: list, show, copy; and a broken template of a user's as CI sees it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from labelcards.cards.environment import template_folder
from tests.program import labelcards

ROOT = Path(__file__).resolve().parents[2]


def test_list_names_every_template(tmp_path: Path) -> None:
    """Each shipped template is listed once, with what it is for."""
    listed = json.loads(labelcards("templates", "list", "--json", cwd=tmp_path).stdout)["templates"]
    shipped = {path.relative_to(template_folder()).as_posix() for path in template_folder().rglob("*.jinja")}
    assert {row["name"] for row in listed} == shipped
    assert len(listed) == len(shipped)
    assert [row["name"] for row in listed if not row["about"]] == []
    assert {row["state"] for row in listed} == {"shipped"}


def test_list_compares_a_folder(tmp_path: Path) -> None:
    """A copy, a changed copy and a file under a name that nobody includes are told apart."""
    assert (
        labelcards("templates", "copy", "pages/index.md.jinja", "pages/bias.md.jinja", "mine", cwd=tmp_path).returncode
        == 0
    )
    (tmp_path / "mine/pages/bias.md.jinja").write_text("changed")
    (tmp_path / "mine/pages/overveiw.md.jinja").write_text("never used")
    listed = json.loads(labelcards("templates", "list", "--in", "mine", "--json", cwd=tmp_path).stdout)["templates"]
    states = {row["name"]: row["state"] for row in listed if row["state"] != "shipped"}
    assert states == {
        "pages/index.md.jinja": "same",
        "pages/bias.md.jinja": "changed",
        "pages/overveiw.md.jinja": "own",
    }


def test_show_prints_the_text(tmp_path: Path) -> None:
    """What is printed is the file, byte for byte."""
    name = "parts/figure.html.jinja"
    assert labelcards("templates", "show", name, cwd=tmp_path).stdout == (template_folder() / name).read_text()


def test_an_unknown_name_suggests_the_nearest(tmp_path: Path) -> None:
    """A short or misspelt name ends with exit code 2 and the name that was meant."""
    for given in ("index", "pages/indx.md.jinja"):
        done = labelcards("templates", "show", given, cwd=tmp_path)
        assert done.returncode == 2
        assert "pages/index.md.jinja" in done.stderr


def test_copy_does_not_overwrite(tmp_path: Path) -> None:
    """A file that is there stays, nothing else is written, and --force overwrites."""
    (tmp_path / "mine/pages").mkdir(parents=True)
    (tmp_path / "mine/pages/index.md.jinja").write_text("mine")
    done = labelcards("templates", "copy", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert "file-exists" in done.stderr
    assert [path.name for path in (tmp_path / "mine").rglob("*.jinja")] == ["index.md.jinja"]
    assert labelcards("templates", "copy", "--force", "mine", cwd=tmp_path).returncode == 0
    copied = {path.relative_to(tmp_path / "mine").as_posix() for path in (tmp_path / "mine").rglob("*.jinja")}
    assert copied == {path.relative_to(template_folder()).as_posix() for path in template_folder().rglob("*.jinja")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A data set without a single document, which is enough for pages."""
    shutil.copytree(ROOT / "tests/broken/sound", tmp_path / "tickets")
    return tmp_path


def test_a_users_template_changes_the_page(project: Path) -> None:
    """The folder given with --templates wins for the names it holds and for no other."""
    labelcards("templates", "copy", "pages/guidelines.md.jinja", "mine", cwd=project)
    page = project / "mine/pages/guidelines.md.jinja"
    page.write_text(page.read_text() + "\n\nAsk {{ card.manifest.owners[0].name }}.\n")
    done = labelcards("cards", "tickets", "1.0.0", "--templates", "mine", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "Ask Data lead." in (project / "docs/cards/tickets/1.0.0/guidelines.md").read_text()
    assert "Ask Data lead." not in (project / "docs/cards/tickets/1.0.0/index.md").read_text()


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        ("# x\n\n{{ card.nothing }}\n", 3, "has no attribute 'nothing'"),
        ("# x\n{% for %}\n", 2, "Expected an expression"),
        ("{{ card.summary.write('stolen.json') }}\n", 1, "may not use"),
        ("{% include '../../tickets/dataset.yaml' %}\n", 1, "dataset.yaml"),
        ("{{ [].append.__self__.__class__ }}\n", 1, "may not use"),
    ],
)
def test_a_broken_template_is_named_with_file_and_line(project: Path, text: str, row: int, message: str) -> None:
    """Exit code 2, the user's file and line, what is wrong, what to do; no traceback, and no page is written."""
    (project / "mine/pages").mkdir(parents=True)
    (project / "mine/pages/bias.md.jinja").write_text(text)
    done = labelcards("cards", "tickets", "1.0.0", "--templates", "mine", cwd=project)
    assert done.returncode == 2
    assert f"mine/pages/bias.md.jinja:{row}: " in done.stderr
    assert message in done.stderr
    assert "labelcards templates show pages/bias.md.jinja" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "docs/cards/tickets/1.0.0").exists()
    assert not (project / "stolen.json").exists()
