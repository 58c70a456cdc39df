"""Röttger et al. 2022: the same 200 tweets under a descriptive and a prescriptive guideline, as two versions."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from labelcards.actions.review.diff import diff
from labelcards.cards.difference.audience import for_public
from labelcards.cards.difference.page import page
from labelcards.compare.verdicts.judged import difference_key
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figure_path import written
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.metric_difference import MetricDifference
from labelcards.stages import bias, changes, compare, quality
from tests.real.build import SOURCES, build_dataset

pytestmark = pytest.mark.xdist_group("paradigms")


@pytest.fixture(scope="module")
def dataset(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both versions with tables, consensus and documents."""
    folder = build_dataset("annotation-paradigms", shared_data, tmp_path_factory.mktemp("paradigms"))
    params = folder / "params.yaml"
    params.write_text("quality: {replicates: 200}\nbias: {permutations: 100}\n", encoding="utf-8")
    for version in ("1.0.0", "2.0.0"):
        write_tables(read_raw_version(folder, version)[0], DatasetPaths(folder).version(version).tables)
        quality.run(folder, version, params)
        bias.run(folder, version, params)
    return folder


@pytest.fixture(scope="module")
def found(dataset: Path) -> DifferenceDocument:
    """Prescriptive compared with descriptive."""
    return diff("1.0.0", "2.0.0", dataset=dataset)


def _metric(found: DifferenceDocument, path: str) -> MetricDifference:
    return next(one for one in found.metrics if written(one.path) == path)


def test_the_guideline_is_called_better(found: DifferenceDocument) -> None:
    """Fleiss' kappa .1976 → .7781, +.5805, over the 200 shared tweets and twice 20 others who answered: better."""
    fleiss = _metric(found, "quality.questions.hateful.agreement.overall.fleiss_kappa")
    assert fleiss.judged.old is not None
    assert fleiss.judged.new is not None
    assert (fleiss.judged.old.value, fleiss.judged.new.value) == (pytest.approx(0.197626), pytest.approx(0.778087))
    assert fleiss.judged.difference.value == pytest.approx(0.5805, abs=5e-5)
    assert (fleiss.verdict, fleiss.judged.paired, fleiss.judged.difference.n) == ("better", True, 200)
    assert fleiss.judged.difference.low is not None
    assert 0.4 < fleiss.judged.difference.low < 0.5  # over items alone it is above .5
    assert fleiss.judged.difference.method == "jackknife over items and 20 and 20 annotators, 95%"
    assert (fleiss.family, fleiss.aspect) == ("alongside", "agreement")
    assert found.verdicts == {"better": 1, "not comparable": 1}
    (flags,) = (one for one in found.metrics if one.family == "headline" and one.verdict == "not comparable")
    assert flags.metric == "flagged_share"
    assert flags.judged.difference.why == "others annotated, and the interval takes annotators as given"


def test_the_flow_is_that_of_the_pluralities(dataset: Path, shared_data: Path) -> None:
    """From → to between the groups' plurality labels, counted again from the raw files in plain Python."""
    for version in ("1.0.0", "2.0.0"):
        DatasetPaths(dataset).version(version).consensus.rename(dataset / f"{version}.aside")
    try:
        (topic,) = diff("1.0.0", "2.0.0", dataset=dataset).questions
    finally:
        for version in ("1.0.0", "2.0.0"):
            (dataset / f"{version}.aside").rename(DatasetPaths(dataset).version(version).consensus)
    winners: list[dict[str, str]] = []
    for file in ("g1", "g2"):
        with (shared_data / SOURCES["annotation-paradigms"] / f"annotations_{file}.csv").open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        votes = {row["id"]: [value for name, value in row.items() if name.startswith("label_")] for row in rows}
        winners.append(
            {
                item: "hateful" if 2 * labels.count("Hateful") >= len(labels) else "non-hateful"
                for item, labels in votes.items()
            }
        )
    counted = Counter((winners[0][item], winners[1][item]) for item in winners[0])
    flow = {(one.old, one.new): one.items for one in topic.flow}
    assert flow == {pair: count for pair, count in counted.items() if pair[0] != pair[1]}
    assert topic.compared == 200
    assert topic.finals == "plurality"


def test_the_gap_between_genders_changed(found: DifferenceDocument) -> None:
    """Women's and men's own agreement each rose; other people answered, so that neither is called better."""
    women, men = (_metric(found, f"bias.questions.hateful.cohesion.gender.{who}.in_group_alpha") for who in "FM")
    for group in (women, men):
        assert (group.verdict, group.judged.paired, group.family) == ("not comparable", False, "detail")
        assert group.judged.why == "others annotated, and the interval takes the annotators as given"
    assert women.judged.difference.value is not None
    assert men.judged.difference.value is not None
    gap = women.judged.difference.value - men.judged.difference.value
    before, after = (
        (getattr(women.judged, side).value or 0.0) - (getattr(men.judged, side).value or 0.0) for side in ("old", "new")
    )
    assert gap == pytest.approx(after - before, abs=3e-6)
    assert before < 0 < after


def _gap(file: Path) -> float:
    """Share of "Hateful" among women's answers minus that among men's, counted in the raw file."""
    with file.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    shares = []
    for gender in "FM":
        answers = [value for row in rows for name, value in row.items() if gender in name.split("_")[1:]]
        shares.append(answers.count("Hateful") / len(answers))
    return shares[0] - shares[1]


def test_the_gap_in_how_often_women_and_men_say_hateful(found: DifferenceDocument, shared_data: Path) -> None:
    """Each annotator answered every tweet, so the gap is counted in the raw files; its change has a paired interval."""
    folder = shared_data / SOURCES["annotation-paradigms"]
    before, after = (_gap(folder / f"annotations_{group}.csv") for group in ("g1", "g2"))
    women, men = (
        _metric(found, f"bias.questions.hateful.annotator_rate.gender.{who}.hateful.difference") for who in "FM"
    )
    assert women.judged.old is not None
    assert women.judged.new is not None
    assert (women.judged.old.value, women.judged.new.value) == (
        pytest.approx(before, abs=1e-6),
        pytest.approx(after, abs=1e-6),
    )
    assert women.judged.difference.value == pytest.approx(after - before, abs=1e-6)
    assert men.judged.difference.value == pytest.approx(before - after, abs=1e-6)
    assert women.judged.paired
    assert women.judged.difference.low is not None
    assert women.judged.difference.high is not None
    assert women.judged.difference.low < after - before < women.judged.difference.high
    assert (women.family, women.verdict) == ("detail", "not enough data")


def test_the_changes_document_says_the_same(dataset: Path, found: DifferenceDocument) -> None:
    """Differences of headlines and alongside them stand in changes.json with their p-values and verdicts."""
    changes.run(dataset, "2.0.0", "1.0.0", dataset / "params.yaml")
    document = MetricsDocument.read(DatasetPaths(dataset).version("2.0.0").document("changes"))
    compared = 0
    for one in found.metrics:
        key = difference_key(one.path)
        if one.family != "detail" and key:
            held = document.find("questions", key[0], "difference", key[1])
            assert held is not None, one.path
            assert (held.value, held.low, held.p, held.p_adjusted, held.verdict) == (
                one.judged.difference.value,
                one.judged.difference.low,
                one.judged.p,
                one.judged.p_adjusted,
                one.verdict,
            )
            compared += 1
    assert compared >= 5
    gap = document.find("questions", "hateful", "gaps", "annotator_rate", "gender", "F", "hateful")
    assert gap is not None
    assert gap.verdict == "not enough data"


def test_the_compare_pages(dataset: Path, tmp_path: Path) -> None:
    """One page per pair, the same as `labelcards diff --format html` but for links, and a page to choose from."""
    params = tmp_path / "params.yaml"
    versions = {
        name: {"dataset": dataset.name, "version": version} for name, version in (("a", "1.0.0"), ("b", "2.0.0"))
    }
    params.write_text(json.dumps({"versions": versions}), encoding="utf-8")
    (written,) = compare.run(dataset, tmp_path / "site", params)
    files = sorted(path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file())
    assert files == ["1.0.0..2.0.0/index.html", "index.html"]
    made = (written / files[0]).read_text(encoding="utf-8")
    links = re.compile(r'<p class="quiet"><a href="../../">.*</p>\n')
    assert links.search(made)
    assert links.sub("", made) == page(for_public(diff("1.0.0", "2.0.0", dataset=dataset)))
    assert "not paired" not in made
    assert "others annotated" in made
    assert re.findall(r'href="([^"]+)"', (written / "index.html").read_text(encoding="utf-8")) == [
        "../",
        "1.0.0..2.0.0/",
    ]
    first = written.parent.parent.parent / "again"
    compare.run(dataset, first, params)
    assert (first / dataset.name / "compare" / files[0]).read_text(encoding="utf-8") == made


def test_all_annotators_were_replaced(found: DifferenceDocument) -> None:
    """No item changed; 4,000 annotations by other people took the place of 4,000: a major version, as declared."""
    assert found.items is not None
    assert found.annotations is not None
    assert (found.items.same, found.annotations.added, found.annotations.removed) == (200, 4000, 4000)
    assert (found.advice.level, found.advice.fit) == ("major", "fits")
    assert set(found.questions[0].reasons) == {"new annotators"}
