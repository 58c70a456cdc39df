"""What a new kind of label takes: it is entered in the registry, and everything that measures labels can use it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from labelcards.actions.one_file.agreement import agreement
from labelcards.assess.bias.version import bias_figures
from labelcards.assess.model.version import model_figures
from labelcards.assess.quality.version import QualityAssessment, assess_quality
from labelcards.cards.environment import environment
from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_sides
from labelcards.compare.sides.side import Side
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.difference import DifferenceDocument, SideName
from labelcards.documents.figures import Figure, FigureTree, leaves
from labelcards.errors import InputError
from labelcards.exchange.labeling_task import LabelingTask
from labelcards.exchange.tools import WRITERS, read_export
from labelcards.labels.kind import LabelKind
from labelcards.labels.ordinal import Ordinal
from labelcards.labels.registry import KINDS
from labelcards.metrics.agreement.distances import Distance, MatrixDistance
from labelcards.metrics.ratings import Codes
from tests.dataset.folder import make_folder


class Colour(LabelKind):
    """Colours by their hexadecimal code, in any case; ``#abc`` is short for ``#aabbcc``. A manifest lists none."""

    name: ClassVar[str] = "colour"
    coefficients: ClassVar[tuple[str, ...]] = ("percent", "alpha")
    compared: ClassVar[tuple[str, ...]] = ("percent", "alpha")

    def parse(self, text: str) -> str:
        """Six lower-case digits."""
        digits = text.strip().lower().removeprefix("#")
        digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
        if len(digits) != 6 or set(digits) - set("0123456789abcdef"):
            raise ValueError("the answer is not a colour")
        return f"#{digits}"

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """By code."""
        return tuple(sorted(set(labels)))

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """Squared distance in the colour cube."""
        channels = np.array([[int(label[at : at + 2], 16) for at in (1, 3, 5)] for label in labels]).reshape(-1, 3)
        apart = channels[:, None] - channels[None, :]
        return MatrixDistance((apart**2).sum(axis=2) / (3 * 255**2), "colour")


class Stars(Ordinal):
    """One to five stars, however a tool writes them: ``★★★``, ``***`` or ``3``."""

    name: ClassVar[str] = "stars"

    def parse(self, text: str) -> str:
        """The stars."""
        text = super().parse(text)
        count = int(text) if text.isdecimal() else len(text) * (not set(text) - set("★*"))
        if not 1 <= count <= 5:
            raise ValueError("the answer is not a number of stars")
        return "★" * count


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (Colour(), Stars()):
        monkeypatch.setitem(KINDS, kind.name, kind)


QUESTIONS = {
    "shade": {"title": "Which colour?", "kind": "colour"},
    "rating": {"title": "How good?", "kind": "stars", "labels": ["★", "★★", "★★★", "★★★★", "★★★★★"]},
}
SHADES = ("#F00", "#00ff00", "#0000FF")
SPELLINGS = (("★", "*", "1"), ("★★", "**", "2"), ("★★★", "***", "3"), ("★★★★", "****", "4"), ("★★★★★", "*****", "5"))


def _version(folder: Path, *, right: float, number: str = "1.0.0") -> LabelVersion:
    """Sixty items, four annotators who are right with probability ``right``, gold for all; spellings vary."""
    rng = np.random.default_rng(7)
    rows, gold = [], []
    for item in range(60):
        shade, stars = int(rng.integers(3)), int(rng.integers(5))
        gold += [f"t{item},shade,{SHADES[shade]}", f"t{item},rating,{SPELLINGS[stars][0]}"]
        for annotator in range(4):
            said = SHADES[shade if rng.random() < right else int(rng.integers(3))]
            given = SPELLINGS[stars if rng.random() < right else int(rng.integers(5))][int(rng.integers(3))]
            said = said.upper() if annotator % 2 else said.lower()
            rows += [f"t{item},a{annotator},shade,{said}", f"t{item},a{annotator},rating,{given}"]
    files = {
        "annotations.csv": "\n".join(["item_id,annotator_id,question,label", *rows, ""]),
        "gold.csv": "\n".join(["item_id,question,label", *gold, ""]),
        "items.csv": "\n".join(["item_id,text,side", *(f"t{n},text {n},{'ab'[n % 2]}" for n in range(60)), ""]),
        "annotators.csv": "annotator_id,team\na0,x\na1,x\na2,y\na3,y\n",
    }
    tables = {name: {"file": f"raw/{name}.csv"} for name in ("gold", "annotators")}
    columns = {"text": {"action": "clean"}, "side": {"action": "keep", "group": True}}
    who = {"columns": {"team": {"action": "keep", "group": True}}}
    made = make_folder(folder / number, files, tables, questions=QUESTIONS, items={"columns": columns}, annotators=who)
    return read_raw_version(made, "1.0.0")[0]


@pytest.fixture
def version(tmp_path: Path) -> LabelVersion:
    """The version of good annotators."""
    return _version(tmp_path, right=0.8)


def _branch(tree: FigureTree | Figure, *path: str) -> FigureTree:
    for step in path:
        assert isinstance(tree, dict), path
        tree = tree[step]
    assert isinstance(tree, dict), path
    return tree


def _at(tree: FigureTree, *path: str) -> Figure:
    found = _branch(tree, *path[:-1])[path[-1]]
    assert isinstance(found, Figure), path
    return found


def test_tables_are_read(version: LabelVersion) -> None:
    """Every spelling becomes the one canonical answer of its kind."""
    given = version.annotations.groupby("question")["label"].unique()
    assert set(given["shade"]) == {"#ff0000", "#00ff00", "#0000ff"}
    assert set(given["rating"]) == {stars[0] for stars in SPELLINGS}


def test_wrong_answers_are_located(tmp_path: Path) -> None:
    """An answer that the kind cannot read is a problem with its row, and is not quoted."""
    rows = "item_id,annotator_id,shade,rating\nt1,ann,#ff0000,3\nt2,ann,crimson,6\n"
    spec = {"file": "raw/annotations.csv", "columns": {"shade": "shade", "rating": "rating"}}
    folder = make_folder(tmp_path, {"annotations.csv": rows}, {"annotations": spec}, questions=QUESTIONS)
    with pytest.raises(InputError) as caught:
        read_raw_version(folder, "1.0.0")
    assert [(problem.row, problem.column, problem.code) for problem in caught.value.problems] == [
        (3, "rating", "unknown-label"),
        (3, "shade", "bad-answer"),
    ]
    assert "crimson" not in str(caught.value)


@pytest.fixture
def assessed(version: LabelVersion) -> QualityAssessment:
    """What the stage ``quality`` says."""
    return assess_quality(version)


def test_agreement(assessed: QualityAssessment) -> None:
    """The coefficients that the kinds name are measured, alpha by the kind's own distance, and no others."""
    shade, rating = (_branch(assessed.figures, "questions", name, "agreement", "overall") for name in QUESTIONS)
    assert set(shade) == {"alpha", "percent"}
    assert {"alpha", "fleiss_kappa", "gwet_ac2"} <= set(rating)
    alpha = _at(shade, "alpha").value
    assert alpha is not None
    assert 0.4 < alpha < 0.9


def test_consensus_and_gold(version: LabelVersion, assessed: QualityAssessment) -> None:
    """Items get final answers by the kind's method, which are scored against gold."""
    shade = assessed.consensus.query("question == 'shade'").set_index("item_id")
    right = (shade["final"] == version.gold[version.gold["question"] == "shade"].set_index("item_id")["label"]).mean()
    figure = _at(assessed.figures, "questions", "shade", "gold", "final", "accuracy")
    assert figure.value == pytest.approx(right)
    assert right > 0.8
    assert shade["majority"].equals(shade["final"])
    assert _at(assessed.figures, "questions", "rating", "gold", "dawid_skene", "accuracy").value is not None


def test_figures_per_label_only_where_labels_are_listed(assessed: QualityAssessment) -> None:
    """A kind without listed labels has no label rates; one with them has all."""
    shade, rating = (_branch(assessed.figures, "questions", name) for name in QUESTIONS)
    assert not {"labels", "imbalance"} & set(shade)
    assert set(_branch(rating, "labels")) == {stars[0] for stars in SPELLINGS}


def test_every_document_names_known_figures(version: LabelVersion, assessed: QualityAssessment) -> None:
    """Quality, bias and model figures of a new kind need no new rows in the catalog."""
    finals = assessed.consensus
    bias = bias_figures(version, finals)[0]
    own = version.gold.assign(probability=None)[["question", "item_id", "label"]]
    model = model_figures(version, own)[0]
    for tree in (assessed.figures, bias, model):
        assert {leaf.metric for _, leaf in leaves(tree)} <= set(CATALOG)
    shade = _branch(bias, "questions", "shade")
    assert {"cohesion", "disagreement"} <= set(shade)
    assert "label_rate" not in shade
    assert _at(model, "questions", "shade", "overall", "accuracy").value == 1
    assert _at(model, "questions", "rating", "overall", "mean_absolute_error").value == 0


def _difference(tmp_path: Path) -> DifferenceDocument:
    sides = []
    for number, right in (("1.0.0", 0.5), ("2.0.0", 0.95)):
        labels = _version(tmp_path, right=right, number=number)
        sides.append(Side(SideName(given=number, version=number), labels.manifest, labels.version, labels))
    return compare_sides(sides[0], sides[1], CATALOG)


def test_versions_are_compared(tmp_path: Path) -> None:
    """Coefficients, gold and final answers of two versions differ with verdicts."""
    found = _difference(tmp_path)
    verdicts = {
        name: [each.verdict for each in found.metrics if each.path[-2:] == ("overall", "alpha") and name in each.path]
        for name in QUESTIONS
    }
    assert verdicts == {name: ["better"] for name in QUESTIONS}
    assert {change.question for change in found.questions if change.compared == 60} == set(QUESTIONS)


def test_a_plain_table_can_hold_it() -> None:
    """`labelcards agreement --level colour`: spellings are read, other words refused without being quoted."""
    rows = [("a", "#F00", "#ff0000"), ("b", "#00f", "#0000FF"), ("c", "#fff", "#000"), ("d", "#123456", "#123456")]
    table = pd.DataFrame(rows, columns=["item", "label_1", "label_2"])
    found = agreement(table, level="colour", label="label_*")
    assert found["percent"].value == 0.75
    assert set(found.metrics) == {"alpha", "percent"}
    with pytest.raises(InputError, match="bad-answer") as caught:
        agreement(table.replace("#fff", "secret"), level="colour", label="label_*")
    assert "secret" not in str(caught.value)


def test_pages_call_it_by_its_name(version: LabelVersion) -> None:
    """Templates without words for a kind show its name."""
    card = SimpleNamespace(manifest=version.manifest)
    page = '{% import "parts/words.html.jinja" as words %}{% include "datasheet/computed/composition-5.html.jinja" %}'
    text = environment().from_string(page).render(card=card, root="")
    assert "“Which colour?” (colour)" in text
    assert "“How good?” (stars: ★, ★★" in text


def test_tools_take_suggestions_and_give_answers_back(version: LabelVersion, tmp_path: Path) -> None:
    """Every tool that takes tasks takes listed labels of a new kind; what comes back is the answer that went out.

    Colours, of which no labels can be listed, are no question with nothing to choose from.
    """
    questions = version.manifest.questions
    tasks = [LabelingTask("t1", {"text": "one"}, {"rating": "★★★", "shade": "#ff0000"})]
    for tool, write in WRITERS.items():
        assert any("★★★" in content for content in write(tasks, questions).values()), tool
    assert "shade" not in "".join(WRITERS["label-studio"](tasks, questions).values())
    sent = WRITERS["prodigy"](tasks, questions)["rating.jsonl"]
    accepted = tmp_path / "ann.jsonl"
    accepted.write_text(json.dumps({**json.loads(sent), "_input_hash": 1, "answer": "accept"}), encoding="utf-8")
    assert [row["label"] for row in read_export([accepted], "prodigy").annotations] == ["★★★"]
