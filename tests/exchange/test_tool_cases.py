"""The small exports whose right reading is known, from the file to the figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import labelcards
from labelcards.assess.quality.version import QualityAssessment
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.reading import read_raw_version
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "reading"

SIZES = {
    "ls_nested_choices.json": (2, 4, {"cat": "nominal"}),
    "ls_per_region.json": (1, 2, {"span": "multilabel"}),
    "ls_multiselect.csv": (3, 8, {"sentiment": "nominal", "topics": "multilabel"}),
    "ls_min_multiselect.json": (2, 8, {"sentiment": "nominal", "topics": "multilabel"}),
    "ls_no_id.json": (4, 8, {"cat": "nominal"}),
    "ls_project_a.json ls_project_b.json": (6, 6, {"cat": "nominal"}),
    "doccano_unknown": (3, 4, {"spans": "multilabel"}),
    "doccano_unknown/m1.jsonl doccano_unknown/m2.jsonl doccano_unknown/unknown.jsonl": (3, 4, {"spans": "multilabel"}),
    "prodigy_nothing_selected.jsonl": (6, 18, {"choice": "multilabel"}),
    "prodigy_review.jsonl": (3, 6, {"choice": "nominal"}),
    "zoo_argilla1_text.jsonl": (60, 60, {"answer": "nominal"}),
}


def _imported(names: str, folder: Path) -> tuple[LabelVersion, tuple[str, ...]]:
    if not CASES.is_dir():
        pytest.skip(f"the cases with known readings are not at {CASES}")
    paths = [CASES / name for name in names.split()]
    proposal = propose(paths, NewVersion("new", "1.0.0", "2026-01-31"))
    write_proposal(proposal, folder / "new")
    version, _ = read_raw_version(folder / "new", "1.0.0")
    return version, proposal.notes


def _value(found: QualityAssessment, question: str, metric: str) -> float | None:
    value: float | None = found.find("questions", question, "agreement", "overall", metric).value
    return value


@pytest.mark.parametrize("names", SIZES)
def test_nothing_is_lost_or_made_up(names: str, tmp_path: Path) -> None:
    """Items, annotations and kinds of question are those that the export means, without an edit of the manifests."""
    version, _ = _imported(names, tmp_path)
    items, annotations, kinds = SIZES[names]
    assert (len(version.items), len(version.annotations)) == (items, annotations)
    assert {name: question.kind for name, question in version.manifest.questions.items()} == kinds


def test_choosing_nothing_is_an_answer(tmp_path: Path) -> None:
    """Alpha of sets among which some are empty, by hand and by the krippendorff package."""
    version, notes = _imported("prodigy_nothing_selected.jsonl", tmp_path)
    assert _value(labelcards.quality(version), "choice", "alpha_jaccard") == pytest.approx(0.7548, abs=5e-5)
    assert Counter(version.annotations["label"])["[]"] == 8
    assert any("8 answers to 'choice' chose nothing" in note for note in notes)


def test_nobody_is_no_annotator(tmp_path: Path) -> None:
    """The two members agree; doccano's third file is nobody's."""
    version, _ = _imported("doccano_unknown", tmp_path)
    assert list(version.annotators["annotator_id"]) == ["m1", "m2"]
    assert _value(labelcards.quality(version), "spans", "alpha") == 1.0


def test_a_review_is_annotations_and_decisions(tmp_path: Path) -> None:
    """Each session keeps its own answer; the reviewer's is the adjudication."""
    version, _ = _imported("prodigy_review.jsonl", tmp_path)
    given = version.annotations.groupby("annotator_id")["label"].agg(set)
    assert dict(given) == {"ds-u0": {"A"}, "ds-u1": {"B"}}
    assert version.adjudications[["label", "by"]].drop_duplicates().to_numpy().tolist() == [["A", "reviewed-r"]]


def test_nested_choices_are_paths(tmp_path: Path) -> None:
    """A label says where it stands in the tree."""
    version, _ = _imported("ls_nested_choices.json", tmp_path)
    assert version.manifest.questions["cat"].label_ids == ("News", "Sports > Football", "Sports > Tennis")


def test_answers_about_regions_are_not_flattened(tmp_path: Path) -> None:
    """Two annotators who say the opposite of each region do not agree about the item."""
    version, notes = _imported("ls_per_region.json", tmp_path)
    assert "polarity" not in version.manifest.questions
    assert "Not kept: 4 answers about single regions." in notes


def test_two_projects_share_no_item(tmp_path: Path) -> None:
    """Ids that start at 0 in both are told apart, and it is said."""
    version, notes = _imported("ls_project_a.json ls_project_b.json", tmp_path)
    assert set(version.items["item_id"]) == {f"project-{p}/{n}" for p in (1, 2) for n in range(3)}
    assert any(note.startswith("3 ids stand for different content") for note in notes)
