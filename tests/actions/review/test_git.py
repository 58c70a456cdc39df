"""A branch of a real Git repository is compared with the branch it goes into."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from pathlib import Path

import pytest

from labelcards.actions.review.diff import diff
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figure_path import written
from labelcards.documents.table_changes import RowCounts
from tests.actions.repository import CHANGED, DATASET, Repository, main_and_branch

pytestmark = pytest.mark.xdist_group("review")


def _diff(repository: Repository, *sides: str) -> DifferenceDocument:
    with contextlib.chdir(repository.folder):
        return diff(sides[0], sides[1])


def test_a_branch_is_named_exactly(repository: Repository) -> None:
    """37 changed labels, one renamed label, one edited guideline: that, and nothing else, is what differs."""
    found = _diff(repository, "main", "HEAD")
    unchanged = RowCounts(added=0, removed=0, changed=0, same=200)
    assert (found.items, found.annotations) == (
        unchanged,
        RowCounts(added=0, removed=0, changed=CHANGED, same=600 - CHANGED),
    )
    assert [(one.kind, one.old, one.new) for one in found.schema_changes] == [
        ("label renamed", "returns", "goods_back")
    ]
    assert [(one.question, one.label, one.part) for one in found.guidelines] == [("topic", "billing", "definition")]
    assert found.guidelines[0].removed == ("Money is asked for.",)
    assert found.guidelines[0].added == ("Money is asked for or owed.",)
    assert found.policy == ()
    assert found.notes == ()
    assert found.old.revision is not None
    assert found.old.revision != (found.new.revision or "")


def test_the_flow_is_by_who_and_why(repository: Repository) -> None:
    """Only Cho changed answers; final labels moved with them, or because Cho now counts for less.

    Teams of one and two people are not told: bias.json, which is held to the same bar, has no figures on them either.
    """
    (topic,) = _diff(repository, "main", "HEAD").questions
    moved = {(one.column, one.value): one.changed for one in topic.groups if one.of == "annotators"}
    assert moved == {("annotator_id", "cho"): CHANGED}
    assert set(topic.reasons) == {"relabelled", "decided anew"}
    assert sum(topic.reasons.values()) == topic.changed
    assert sum(flow.items for flow in topic.flow) == topic.changed > 0
    assert all("returns" not in (flow.old, flow.new) for flow in topic.flow)


def test_worse_agreement_is_called_worse(repository: Repository) -> None:
    """37 answers moved off the consensus: agreement fell beyond noise, measured on the shared items."""
    found = {written(one.path): one for one in _diff(repository, "main", "HEAD").metrics}
    alpha = found["quality.questions.topic.agreement.overall.alpha"]
    judged = alpha.judged
    assert (judged.verdict, judged.paired, judged.difference.n) == ("worse", True, 200)
    assert judged.old is not None
    assert judged.new is not None
    assert judged.old.value is not None
    assert judged.difference.value == pytest.approx((judged.new.value or 0) - judged.old.value, abs=2e-6)


def test_the_version_number_is_too_small(repository: Repository) -> None:
    """Labels were edited and renamed under the same number: a finding that proposes 2.0.0, and an erratum."""
    found = _diff(repository, "main", "HEAD")
    assert (found.advice.level, found.advice.proposed, found.advice.fit) == ("major", "2.0.0", "too small")
    assert "37 annotations changed" in found.advice.reasons
    assert "- 37 annotations changed\n" in found.erratum
    assert "- Krippendorff's alpha, topic: −" in found.erratum
    assert "&#" not in found.erratum


@pytest.mark.parametrize("new", ["1.0.0", "HEAD:1.0.0", "datasets/tickets/versions/1.0.0"])
def test_the_workspace_equals_its_own_commit(repository: Repository, new: str) -> None:
    """The checked-out version, however it is named, differs from HEAD in nothing and from main in 37 labels."""
    assert _diff(repository, "HEAD", new).empty
    found = _diff(repository, "main:1.0.0", new).annotations
    assert found is not None
    assert found.changed == CHANGED


def test_a_folder_of_clean_tables(repository: Repository, tmp_path: Path) -> None:
    """Tables copied elsewhere compare as equal to the version they came from."""
    shutil.copytree(repository.dataset / "versions/1.0.0/tables", tmp_path / "copied")
    found = _diff(repository, str(tmp_path / "copied"), "1.0.0")
    assert found.annotations == RowCounts(added=0, removed=0, changed=0, same=600)
    assert any("plurality" in note for note in found.notes)


def test_nothing_is_left_in_the_workspace(repository: Repository) -> None:
    """Diff and check read only: Git sees no change and no new file."""
    _diff(repository, "main", "HEAD")
    assert repository.must("git", "status", "--porcelain") == ""


def test_without_the_cache_documents_are_compared(repository: Repository, tmp_path: Path) -> None:
    """When DVC's cache lacks the tables, the output says so, names the remedy and compares documents, unpaired."""
    shutil.copytree(repository.folder, tmp_path / "project", symlinks=True)
    elsewhere = Repository(tmp_path / "project")
    shutil.rmtree(elsewhere.folder / ".dvc/cache")
    found = _diff(elsewhere, "main", "1.0.0")
    assert found.items is None
    assert found.questions == ()
    assert any("dvc fetch" in note for note in found.notes)
    alpha = next(one for one in found.metrics if one.path[3:] == ("agreement", "overall", "alpha"))
    assert not alpha.judged.paired
    assert alpha.judged.difference.method == "unpaired, from both intervals, 95%"
    assert [one.kind for one in found.schema_changes] == ["label renamed"]


def test_tables_in_git_need_no_dvc(tmp_path: Path) -> None:
    """A repository without DVC whose tables are committed is compared in full."""
    found = _diff(main_and_branch(tmp_path / "plain", tables_in_git=True), "main", "HEAD")
    assert found.annotations is not None
    assert found.annotations.changed == CHANGED


@pytest.mark.parametrize(
    ("sides", "told"),
    [
        (("1.0.0", "1.0.9"), "Did you mean '1.0.0'?"),
        (("no-such-branch", "1.0.0"), "no version, Git revision or folder"),
        (("main:9.9.9", "1.0.0"), "It has: 1.0.0."),
        (("--output=/tmp/x", "1.0.0"), ""),
    ],
)
def test_what_names_nothing_is_refused(repository: Repository, sides: tuple[str, str], told: str) -> None:
    """An unknown side is an input error that says what there is; an option is no revision."""
    done = repository.labelcards("diff", *sides)
    assert done.returncode == 2
    assert told in done.stderr


def test_the_terminal_fits_and_needs_no_color(repository: Repository) -> None:
    """No line is wider than 100 columns, there is no escape code in a pipe, and verdicts stand in words."""
    done = repository.run("env", "COLUMNS=200", *_command("diff", "main", "HEAD", "--all"))
    assert done.returncode == 0, done.stderr
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 100
    assert "\x1b" not in done.stdout
    assert "▼ worse" in done.stdout
    assert "label renamed: returns → goods_back (topic)" in done.stdout
    assert DATASET not in done.stderr


def _command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "labelcards", *arguments)


def test_the_output_is_deterministic(repository: Repository) -> None:
    """Two runs under different hash seeds give the same bytes, and the JSON is the document."""
    for layout in ("markdown", "json"):
        outputs = {
            repository.run(*_command("diff", "main", "HEAD", "--format", layout), env={"PYTHONHASHSEED": seed}).stdout
            for seed in ("1", "2")
        }
        assert len(outputs) == 1
    assert DifferenceDocument.model_validate(json.loads(outputs.pop())) == _diff(repository, "main", "HEAD")


def test_a_link_out_of_the_data_set_is_refused(tmp_path: Path) -> None:
    """A commit with a link to elsewhere is an input error; nothing outside is read or written."""
    repository = main_and_branch(tmp_path / "plain", tables_in_git=True)
    (repository.dataset / "guidelines" / "elsewhere.md").symlink_to("/etc/hostname")
    repository.must("git", "add", "--all")
    repository.must("git", "commit", "--quiet", "-m", "link")
    done = repository.labelcards("diff", "HEAD", "1.0.0")
    assert done.returncode == 2
    assert "holds a link" in done.stderr
