"""Manifests are found, listed and checked against their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.dataset.version.manifests import list_versions, read_manifest, read_manifests, read_version_manifest
from labelcards.errors import InputError
from tests.dataset.folder import make_folder

FILES = {"annotations.csv": "item_id,annotator_id,label\nt1,ann,other\n"}


def test_both_manifests(tmp_path: Path) -> None:
    """The three readers agree."""
    folder = make_folder(tmp_path, FILES)
    assert read_manifests(folder, "1.0.0") == (read_manifest(folder), read_version_manifest(folder, "1.0.0"))
    assert read_manifest(folder).headline == "topic"


def test_versions_are_listed_by_number(tmp_path: Path) -> None:
    """Ten comes after nine, and a pre-release before its release; folders of generated files are not versions."""
    folder = make_folder(tmp_path, FILES)
    for name in ("1.10.0", "1.9.0", "1.10.0-rc.1", "0.1.0"):
        (folder / f"versions/{name}.yaml").write_text("")
    (folder / "versions/1.0.0").mkdir()
    assert list_versions(folder) == ("0.1.0", "1.0.0", "1.9.0", "1.10.0-rc.1", "1.10.0")
    assert list_versions(tmp_path / "none") == ()


def test_missing_version_names_those_that_exist(tmp_path: Path) -> None:
    """A slip in the version number is answered with the choices."""
    with pytest.raises(InputError, match=r"choose one of: 1\.0\.0\."):
        read_version_manifest(make_folder(tmp_path, FILES), "1.0.1")


def test_missing_data_set(tmp_path: Path) -> None:
    """A folder without manifests gives a problem for each."""
    with pytest.raises(InputError) as caught:
        read_manifests(tmp_path / "none", "1.0.0")
    assert [Path(problem.file).name for problem in caught.value.problems] == ["dataset.yaml", "1.0.0.yaml"]


def test_parent_of_the_same_day(tmp_path: Path) -> None:
    """Two versions can be finished on one day."""
    folder = make_folder(tmp_path, FILES)
    path = folder / "versions/1.0.0.yaml"
    parent = path.read_text().replace("1.0.0", "0.9.0")
    (folder / "versions/0.9.0.yaml").write_text(parent)
    path.write_text(f"{path.read_text()}parent: 0.9.0\n")
    assert read_version_manifest(folder, "1.0.0").parent == "0.9.0"


def test_ancestors_with_problems_of_their_own_are_left_alone(tmp_path: Path) -> None:
    """A broken grandparent is reported when that version is read, not now."""
    folder = make_folder(tmp_path, FILES)
    path = folder / "versions/1.0.0.yaml"
    text = path.read_text()
    path.write_text(f"{text}parent: 0.9.0\n")
    (folder / "versions/0.9.0.yaml").write_text("not: complete\n")
    assert read_version_manifest(folder, "1.0.0").parent == "0.9.0"


def _own_labels(folder: Path, lines: str) -> None:
    path = folder / "versions/1.0.0.yaml"
    path.write_text(f"{path.read_text()}labels:\n{lines}")


def test_a_version_lists_its_own_labels(tmp_path: Path) -> None:
    """What could be chosen in the version, in its order; what dataset.yaml says of a label need not be said again."""
    folder = make_folder(tmp_path, FILES)
    _own_labels(folder, "  topic: {refund: Refunds, other: {title: Rest}, billing: {}}\n")
    manifest, _ = read_manifests(folder, "1.0.0")
    topic = manifest.questions["topic"]
    assert topic.label_ids == ("refund", "other", "billing")
    assert [label.title for label in topic.labels] == ["Refunds", "Rest", None]
    assert topic.labels[2].aliases == ("invoice",)
    assert manifest.questions["urgency"].label_ids == ("low", "high")
    assert read_manifest(folder).questions["topic"].label_ids == ("billing", "delivery", "other")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("  topik: [a, b]\n", "Did you mean 'topic'"),
        ("  topic: [a]\n", "at least two labels"),
        ("  effort: [a, b]\n", "no labels"),
        ("  topic: [billing, invoice]\n", "must be unique"),
        ("  tags: ['a|b', c]\n", r"must not contain '\|'"),
    ],
)
def test_own_labels_that_do_not_suit(tmp_path: Path, lines: str, message: str) -> None:
    """An unknown question, too few, labels for a number, a name twice, a separator: exit code 2 with the place."""
    folder = make_folder(tmp_path, FILES)
    _own_labels(folder, lines)
    with pytest.raises(InputError, match=message) as caught:
        read_manifests(folder, "1.0.0")
    assert {(problem.column or "").split(".")[0] for problem in caught.value.problems} == {"labels"}


def test_mapping_from_labels_that_only_the_parent_had(tmp_path: Path) -> None:
    """A label of the parent's own list can be mapped to one of this version's; a label of neither cannot."""
    folder = make_folder(tmp_path, FILES)
    path = folder / "versions/1.0.0.yaml"
    text = path.read_text()
    parent = text.replace("1.0.0", "0.9.0") + "labels:\n  topic: [money, delivery, other]\n"
    (folder / "versions/0.9.0.yaml").write_text(parent)
    path.write_text(f"{text}parent: 0.9.0\nmapping:\n  topic: {{money: billing}}\n")
    assert read_version_manifest(folder, "1.0.0").mapping["topic"] == {"money": ("billing",)}
    path.write_text(f"{text}parent: 0.9.0\nmapping:\n  topic: {{monee: money}}\n")
    with pytest.raises(InputError) as caught:
        read_manifests(folder, "1.0.0")
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("mapping", "refused"),
    [
        ("{other: delivery}", True),
        ("{other: delivery, delivery: delivery}", True),
        ("{other: delivery, delivery: other}", False),
        ("{other: [other, delivery]}", False),
    ],
)
def test_a_label_that_went_elsewhere_is_no_label_of_the_version(tmp_path: Path, mapping: str, *, refused: bool) -> None:
    """Else gold may tell apart what answers no longer do, and every answer that was overwritten would be unchanged."""
    folder = make_folder(tmp_path, FILES)
    path = folder / "versions/1.0.0.yaml"
    text = path.read_text()
    (folder / "versions/0.9.0.yaml").write_text(text.replace("1.0.0", "0.9.0"))
    path.write_text(f"{text}parent: 0.9.0\nmapping:\n  topic: {mapping}\n")
    if not refused:
        assert read_version_manifest(folder, "1.0.0").mapping["topic"]
        return
    with pytest.raises(InputError, match="'other' becomes another label here"):
        read_manifests(folder, "1.0.0")
