"""A change is reviewed version by version against its target, and none of these ways around the bars works."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml
from pyarrow import parquet

from labelcards.actions.review.change import ChangeReview
from labelcards.actions.review.target import ReviewTarget
from labelcards.cards.review import review_comment
from labelcards.documents.review import ReviewDocument
from tests.actions.repository import LABELS, Repository, first_labels

pytestmark = pytest.mark.xdist_group("review")

TODAY = date(2026, 3, 1)
ALPHA = "quality.questions.topic.agreement.overall.alpha"
GATE = {"name": "agreement", "metric": ALPHA, "min": 0.78, "reason": "Topics must be reliable."}
CHANGED = 120


def _worse_labels() -> pd.Series[str]:
    """120 of Cho's answers moved to another label."""
    labels = first_labels()
    rows = list(range(2, 3 * CHANGED, 3))
    labels.iloc[rows] = [LABELS[(LABELS.index(label) + 1) % 4] for label in labels.iloc[rows]]
    return labels


def _write_gates(repository: Repository, *gates: dict[str, object], **rest: object) -> None:
    text = yaml.safe_dump({"gates": list(gates) or [GATE], **rest}, sort_keys=False)
    (repository.dataset / "gates.yaml").write_text(text, encoding="utf-8")


def _manifest(repository: Repository, version: str, **changes: object) -> None:
    first = yaml.safe_load((repository.dataset / "versions/1.0.0.yaml").read_text(encoding="utf-8"))
    content = {**first, "version": version, **changes}
    (repository.dataset / f"versions/{version}.yaml").write_text(yaml.safe_dump(content, sort_keys=False))


def _add_version(repository: Repository, version: str, labels: pd.Series[str], parent: str | None = "1.0.0") -> None:
    _manifest(repository, version, **({"parent": parent} if parent else {}))
    repository.measure(labels, version)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Branch ``main`` with one version and one gate, all in Git."""
    folder = tmp_path_factory.mktemp("change") / "project"
    folder.mkdir()
    repository = Repository(folder)
    repository.must("git", "init", "--quiet", "--initial-branch=main")
    repository.write(last=LABELS[-1], billing="Money is asked for.")
    repository.measure(first_labels())
    _write_gates(repository)
    _commit(repository)
    return repository


def _commit(repository: Repository) -> None:
    repository.must("git", "add", "--all")
    repository.must("git", "commit", "--quiet", "-m", "state")


@pytest.fixture
def project(base: Repository, tmp_path: Path) -> Repository:
    """The same, on a branch of its own."""
    shutil.copytree(base.folder, tmp_path / "project", symlinks=True)
    copied = Repository(tmp_path / "project")
    copied.must("git", "checkout", "--quiet", "-b", "branch")
    return copied


def _reviews(repository: Repository, target: str | None = "main") -> tuple[ReviewDocument, ...]:
    with contextlib.chdir(repository.folder):
        named = ReviewTarget.named(target) if target is not None else None
        return ChangeReview(named, TODAY).documents


def _review(repository: Repository, target: str | None = "main") -> ReviewDocument:
    (found,) = _reviews(repository, target)
    return found


def _first_line(review: ReviewDocument) -> str:
    return review_comment(review).splitlines()[1]


def test_nothing_differs(project: Repository) -> None:
    """Without a change there is nothing to tell, and the newest version still meets its gates."""
    found = _review(project)
    assert (found.changed, found.failed) == (False, ())
    assert [(one.version, one.kind, one.counted) for one in found.versions] == [("1.0.0", "same", "1 passed")]


def test_an_older_version_edited_in_place(project: Repository) -> None:
    """Beneath a newest version that is untouched, edited answers are on top, compared, gated, and fail."""
    _add_version(project, "1.1.0", first_labels())
    _commit(project)
    project.must("git", "branch", "--force", "main")
    project.measure(_worse_labels(), "1.0.0")
    found = _review(project)
    edited, newest = found.versions
    assert (edited.version, edited.kind, edited.edits) == ("1.0.0", "edited", ("its tables",))
    assert [(one.old.given, one.new.given) for one in edited.comparisons] == [("main:1.0.0", "1.0.0")]
    assert edited.comparisons[0].annotations is not None
    assert edited.comparisons[0].annotations.changed == CHANGED
    assert ("agreement", "failed") in [(one.gate, one.status) for one in edited.outcomes]
    assert newest.kind == "same"
    assert found.failed == ("version 1.0.0 was edited in place: its tables", "1.0.0: agreement")
    assert "**tickets 1.0.0 was edited in place:** its tables differ from main" in _first_line(found)


def _amend(repository: Repository, **line: str) -> None:
    _manifest(repository, "1.0.0", amended={"by": "Team", "reason": "A wrong file was imported.", **line})


def test_an_owner_allows_one_edit(project: Repository) -> None:
    """The line holds for the content it names; not for a further edit, not from a stranger, not twice."""
    _write_gates(project, {**GATE, "min": 0.1})
    _commit(project)
    project.must("git", "branch", "--force", "main")
    project.measure(_worse_labels())
    content = _review(project).versions[0].content
    _amend(project, by="Eve", content=content)
    assert _review(project).versions[0].refused == "Eve is no owner in the target's dataset.yaml"
    _amend(project, content="0" * 16)
    assert _review(project).versions[0].refused == "the line is about other content"
    _amend(project, content=content)
    found = _review(project)
    assert (found.failed, found.versions[0].allowed) == ((), "Team: A wrong file was imported.")
    assert "was edited in place**, which Team: A wrong file was imported." in _first_line(found)
    _commit(project)
    project.must("git", "branch", "--force", "main")
    project.measure(first_labels())
    again = _review(project)
    assert again.versions[0].refused == "the line was there before; it was for another edit"
    assert again.failed == ("version 1.0.0 was edited in place: its tables",)


def test_the_branch_cannot_name_its_own_owner(project: Repository) -> None:
    """Owners are the target's: one that the change adds to dataset.yaml allows nothing yet, and is mentioned."""
    path = project.dataset / "dataset.yaml"
    path.write_text(path.read_text().replace("owners: [{name: Team}]", "owners: [{name: Team}, {name: Eve}]"))
    line = {"bar": "gates.agreement.min", "was": "0.78", "becomes": "0.1", "owner": "Eve", "reason": "Because."}
    _write_gates(project, {**GATE, "min": 0.1}, loosened=[{**line, "until": "2026-12-31"}])
    found = _review(project)
    assert found.failed == ("gates.agreement.min is loosened",)
    assert found.bars[0].refused == "Eve is no owner in the target's dataset.yaml"
    assert ("dataset.owners", "changed") in [(one.bar, one.kind) for one in found.bars]


def test_a_lowered_bar(project: Repository) -> None:
    """With labels that miss it, the target's bar counts, and the lowered bar is the first line of the comment."""
    _add_version(project, "1.1.0", _worse_labels())
    _write_gates(project, {**GATE, "min": 0.1})
    found = _review(project)
    assert found.failed == ("gates.agreement.min is loosened", "1.1.0: agreement")
    outcome = next(one for one in found.versions[0].outcomes if one.gate == "agreement")
    assert "below the minimum 0.78 (by the bars of main)" in outcome.lines[0]
    assert "loosened: gates.agreement.min** from 0.78 to 0.1" in _first_line(found)
    assert "{bar: " in review_comment(found).replace("&#123;", "{")


def test_an_owner_lets_a_bar_be_lowered(project: Repository) -> None:
    """With the target's owner's line the new bar counts alone; the comment still says that it was loosened."""
    line = {"bar": "gates.agreement.min", "was": 0.78, "becomes": 0.1, "owner": "Team", "reason": "Harder texts."}
    _add_version(project, "1.1.0", _worse_labels())
    _write_gates(project, {**GATE, "min": 0.1}, loosened=[{**line, "until": "2026-03-01"}])
    found = _review(project)
    assert found.failed == ()
    assert "loosened: gates.agreement.min** from 0.78 to 0.1; Team: Harder texts." in _first_line(found)


def test_deleted_gates(project: Repository) -> None:
    """The target's gates still count, and that the file is gone fails by itself."""
    (project.dataset / "gates.yaml").unlink()
    found = _review(project)
    assert found.failed == ("gates is loosened",)
    assert [one.status for one in found.versions[0].outcomes] == ["passed"]


def test_a_data_set_without_gates(project: Repository) -> None:
    """On neither side: it fails, with the command that writes gates; also without a target."""
    (project.dataset / "gates.yaml").unlink()
    _commit(project)
    project.must("git", "branch", "--force", "main")
    for target in ("main", None):
        assert _review(project, target).failed == ("it has no gates.yaml, so nothing holds it to anything",)


def test_a_new_version_against_parent_and_newest(project: Repository) -> None:
    """A parent that is easy to beat does not help: the target's newest version is compared with as well."""
    kept = {"name": "kept", "metric": ALPHA, "max_regression": 0.02, "reason": "No step back."}
    _write_gates(project, kept)
    project.measure(_worse_labels(), "1.0.0")
    _add_version(project, "1.1.0", first_labels())
    _commit(project)
    project.must("git", "branch", "--force", "main")
    _add_version(project, "1.2.0", _worse_labels(), parent="1.0.0")
    found = _review(project)
    assert [(one.version, one.kind) for one in found.versions] == [("1.2.0", "new")]
    assert [one.old.given for one in found.versions[0].comparisons] == ["main:1.0.0", "main:1.1.0"]
    assert found.failed == ("1.2.0: kept",)
    outcome = next(one for one in found.versions[0].outcomes if one.gate == "kept")
    assert outcome.lines[0].endswith("more than 0.02 (against main:1.1.0)")


def test_a_parent_edited_to_look_worse(project: Repository) -> None:
    """A new version is measured against its parent as the target has it."""
    kept = {"name": "kept", "metric": ALPHA, "max_regression": 0.02, "reason": "No step back."}
    _write_gates(project, kept)
    _commit(project)
    project.must("git", "branch", "--force", "main")
    project.measure(_worse_labels(), "1.0.0")
    _add_version(project, "1.1.0", _worse_labels())
    found = _review(project)
    assert "1.1.0: kept" in found.failed


def test_a_branch_that_lacks_a_version(project: Repository) -> None:
    """It is named and fails, although what is left is as the target has it; an owner may let it go."""
    project.must("git", "checkout", "--quiet", "main")
    _add_version(project, "1.1.0", first_labels())
    _commit(project)
    project.must("git", "checkout", "--quiet", "branch")
    found = _review(project)
    assert (found.failed, found.changed) == (("versions.1.1.0 is missing; main has it",), True)
    assert "tickets lacks versions.1.1.0**, which main has." in _first_line(found)
    line = {"bar": "versions.1.1.0", "was": found.removed[0].was, "owner": "Team", "reason": "Never published."}
    _write_gates(project, loosened=[{**line, "until": "2026-03-01"}])
    assert _review(project).failed == ()


def test_a_missing_data_set(project: Repository) -> None:
    """A data set that the branch deletes is named, and fails."""
    shutil.rmtree(project.dataset)
    found = _review(project)
    assert (found.state, found.failed) == ("missing", ("the data set is missing; main has it",))
    assert "**tickets is missing.**" in _first_line(found)


def _edit_figure(repository: Repository) -> None:
    path = repository.dataset / "versions/1.0.0/documents/quality.json"
    content = json.loads(path.read_text())
    content["figures"]["questions"]["topic"]["agreement"]["overall"]["alpha"]["value"] = 0.99
    path.write_text(json.dumps(content))


def test_a_figure_edited_by_hand(project: Repository) -> None:
    """Other figures from the same tables, parameters and packages are not believed."""
    _edit_figure(project)
    found = _review(project)
    assert found.versions[0].kind == "measured anew"
    assert found.failed == ("version 1.0.0 has other figures, and nothing explains them: quality",)
    (project.folder / "params.yaml").write_text("quality: {replicates: 300}\n")
    explained = _review(project)
    assert (explained.failed, explained.versions[0].causes) == ((), ("params.quality.replicates",))


def test_a_withdrawal_is_no_edit(project: Repository) -> None:
    """Saying that nobody should use a version any more is what withdrawals are for; taking one back is an edit."""
    _manifest(project, "1.0.0", withdrawn={"date": "2026-02-01", "reason": "Shifted by a row."})
    assert _review(project).failed == ()
    _commit(project)
    project.must("git", "branch", "--force", "main")
    _manifest(project, "1.0.0", withdrawn=None)
    assert _review(project).failed == ("version 1.0.0 was edited in place: its withdrawal",)


def test_tables_in_other_bytes_are_no_edit(project: Repository) -> None:
    """Another compression of the same rows is not an edit of labels."""
    path = project.dataset / "versions/1.0.0/tables/annotations.parquet"
    before = path.read_bytes()
    parquet.write_table(parquet.read_table(path), path, compression="gzip")
    assert path.read_bytes() != before
    found = _review(project)
    assert (found.failed, [one.kind for one in found.versions]) == ((), ["same"])


def test_a_folder_named_like_the_version_is_no_version(project: Repository) -> None:
    """Good tables in a folder ``1.0.0`` beside dvc.yaml are not taken for the version."""
    project.measure(_worse_labels())
    shutil.copytree(project.dataset / "versions/1.0.0/tables", project.folder / "1.0.0")
    assert "1.0.0: agreement" in _review(project).failed


def _bad_gates(repository: Repository) -> None:
    (repository.dataset / "gates.yaml").write_text("gates: []\n")


def _bad_manifest(repository: Repository) -> None:
    (repository.dataset / "versions/1.0.0.yaml").write_text("version: 1\n")


@pytest.mark.parametrize("damage", [_bad_gates, _bad_manifest])
def test_what_cannot_be_read_fails(project: Repository, damage: Callable[[Repository], None]) -> None:
    """A damaged file is a problem with a remedy, in the comment, too; it does not let the data set pass."""
    damage(project)
    found = _review(project)
    assert found.problems
    assert found.failed == found.problems
    assert "could not be reviewed" in _first_line(found)
