"""What the quality, labels and annotators pages say beyond tables: cautions, other annotators, calibration, flags."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from labelcards.cards.context import card_context
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.cautions import cautions
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.calibration import calibration
from labelcards.cards.pages.deciding import deciding_method
from labelcards.cards.write import write_cards
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.earlier_metrics import SENTENCE
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.warning_record import WarningRecord
from tests.cards import sample
from tests.cards.sample import ANNOTATORS


def _at(metric: str, value: float, low: float, high: float, n: int = 200) -> Figure:
    return Figure(metric=metric, value=value, low=low, high=high, n=n, method="by hand, 95%")


def _bins(*rows: tuple[float, float, float, float]) -> dict[str, Any]:
    return {
        f"bin_{i:02d}": {
            "confidence": _at("mean_confidence", sure, sure, sure),
            "accuracy": _at("accuracy", right, low, high),
        }
        for i, (sure, right, low, high) in enumerate(rows, start=1)
    }


def _document(gap: tuple[float, float, float] = (0.08, 0.03, 0.13)) -> MetricsDocument:
    """The sample's quality document with the branches that these tests are about."""
    held = sample.quality("1.1.0")
    figures = copy.deepcopy(held.figures)
    topic, urgency = figures["questions"]["topic"], figures["questions"]["urgency"]
    topic["agreement"]["two_way"] = {"alpha": _at("alpha", 0.7, 0.411, 0.877)}
    urgency["agreement"]["two_way"] = {
        "alpha": Figure(metric="alpha", value=0.6, n=9, why="fewer than three annotators")
    }
    urgency["agreement"]["balance"] = {
        "bias_index": Figure(metric="bias_index", value=0.041, n=120, why="it describes these annotations"),
        "design_effect": Figure(metric="design_effect", value=4.2, n=120, why="a ratio of two variances"),
        "prevalence_index": Figure(metric="prevalence_index", n=120, why="it is defined for two labels"),
    }
    urgency["agreement"]["weighted"] = {
        "quadratic": {"weighted_fleiss_kappa": _at("weighted_fleiss_kappa", 0.812, 0.75, 0.86)}
    }
    method = topic["consensus"]["dawid_skene"]
    method["overconfidence"] = _at("overconfidence", *gap)
    method["reliability"] = _bins((0.6, 0.55, 0.4, 0.7), (0.98, 0.85, 0.78, 0.9))
    person = topic["annotators"][ANNOTATORS[0]]
    person["over_used"] = {"billing": {"difference": _at("label_excess", 0.12, 0.07, 0.17)}}
    topic["agreement"]["per_annotator"][ANNOTATORS[0]] = {
        "percent": _at("percent", 0.71, 0.6, 0.8),
        "alpha_change": _at("alpha_change", -0.05, -0.08, -0.02),
    }
    person["retest"] = Figure(metric="retest", value=0.5, n=2, why="few")
    person["spammer_score"] = Figure(metric="spammer_score", value=0.43, n=200, why="a function")
    warned = WarningRecord(
        code="annotator-too-fast",
        about=("questions", "topic", "annotators", ANNOTATORS[0]),
        facts={SENTENCE: "Six seconds."},
    )
    return held.model_copy(
        update={"figures": figures, "catalog": catalog_for(figures), "warnings": [*held.warnings, warned, warned]}
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The three pages."""
    folder = tmp_path_factory.mktemp("quality")
    (folder / "guidelines").mkdir()
    sources = sample.sources("1.1.0", folder / "guidelines")
    sources = replace(sources, documents={**sources.documents, "quality": _document()})
    write_cards(card_context(sources), folder / "cards")
    names = ("quality", "labels", "annotators")
    found = {name: (folder / "cards" / f"{name}.md").read_text(encoding="utf-8") for name in names}
    return {**found, "chart": (folder / "cards" / "charts" / "calibration-topic.svg").read_text(encoding="utf-8")}


def test_other_annotators_have_their_own_interval(pages: dict[str, str]) -> None:
    """The wider interval is in a sentence and beside the first one; without one the reason is said."""
    text = pages["quality"]
    assert text.count("Would other annotators have agreed as much?") == 2
    assert "alpha could have been anywhere in [0.41, 0.88]" in text
    assert "That cannot be said: fewer than three annotators." in text


def test_what_kappa_must_be_read_with(pages: dict[str, str]) -> None:
    """The indices stand in a fold that is open under the paradox, what is undefined with its reason."""
    assert pages["quality"].count("What to read kappa with") == 1
    part = pages["quality"].split("<summary>What to read kappa with")
    assert part[0].endswith('<details class="lc-details" open>')
    shown = part[1].split("</details>")[0]
    assert "Bias index" in shown
    assert "4.20" in shown
    assert "<dt>Prevalence index</dt><dd>it is defined for two labels</dd>" in shown


def test_the_bound_that_decides_is_shown_exactly(pages: dict[str, str]) -> None:
    """A verdict by 0.797 is not explained with 0.80: the lower end has three decimals, and what to do is said."""
    assert "The lower end of its interval, 0." in pages["quality"]
    assert "<em>What to do:</em> see on the" in pages["quality"]


def test_cautions_stand_with_their_question_once_and_with_a_remedy(pages: dict[str, str]) -> None:
    """The paradox is told on the quality page with what to do; the fast annotator on the annotators page, once."""
    assert pages["quality"].count("Annotators agree on 87% of pairs") == 1
    assert "Look at the agreement of the rare labels" in pages["quality"]
    assert pages["annotators"].count("Six seconds.") == 1
    assert "Watch one session" in pages["annotators"]
    assert "Six seconds." not in pages["quality"]


def test_overconfidence_is_said_and_drawn(pages: dict[str, str]) -> None:
    """Too sure by eight points; the bin whose interval leaves the promise out is marked, the other is not."""
    text = pages["quality"].split("### Can the confidence be believed?")[1].split("###")[0]
    assert "**too sure**" in text
    assert "+8.0" in text
    rows = [line for line in text.splitlines() if 'scope="row"' in line]
    assert ["differs" in row for row in rows] == [False, True]
    assert "<svg" in text
    assert "1 of 2 groups of items lie clearly below it" in pages["chart"]


@pytest.mark.parametrize(
    ("gap", "trust"),
    [
        ((0.08, 0.03, 0.13), "too sure"),
        ((-0.08, -0.13, -0.03), "too modest"),
        ((0.01, -0.02, 0.04), "fair"),
    ],
)
def test_trust_goes_by_the_interval(gap: tuple[float, float, float], trust: str) -> None:
    """Only a gap whose interval excludes zero is called one."""
    assert calibration(Book({"quality": _document(gap)}), "topic", "Topic").trust == trust
    assert calibration(Book({"quality": _document(gap)}), "urgency", "Urgency").trust == "unknown"
    assert calibration(Book({"quality": _document(gap)}), "urgency", "Urgency").table is None


def test_weights_are_named(pages: dict[str, str]) -> None:
    """Coefficients with partial credit stand under the name of their weights."""
    assert "With partial credit for near misses" in pages["quality"]
    assert "0.812" in pages["quality"]
    assert "quadratic</th>" in pages["quality"]


def test_annotators_are_judged_by_enough(pages: dict[str, str]) -> None:
    """Over-used labels and a clear effect on alpha are shown; a test–retest of two pairs is not."""
    text = pages["annotators"]
    assert "Labels that someone over-uses" in text
    assert "+12.0" in text
    assert "lc-row--worse" in text
    care = text.split("### Agreement and care")[1].split("###")[0]
    assert "43.0%" in care
    assert "50.0%" not in care


def test_cautions_of_another_question_or_branch_are_not_taken() -> None:
    """Only the question's own branches count, and a code can be left out."""
    book = Book({"quality": _document()})
    assert [c.code for c in cautions(book, "topic", ("annotators",))] == ["annotator-too-fast"]
    assert cautions(book, "urgency", ("annotators",)) == ()
    assert cautions(book, "topic", ("annotators",), but=("annotator-too-fast",)) == ()


def _with_gains(*gains: tuple[str, float, float], method: str = "dawid_skene", chosen: str = "default") -> Book:
    """The sample with what gold says of methods: (name, gain, corrected p); intervals as the p-value has them."""
    held = sample.quality("1.1.0")
    figures = copy.deepcopy(held.figures)
    consensus = figures["questions"]["topic"]["consensus"]
    for name, gain, p in gains:
        branch = consensus.setdefault(name, {})
        half = abs(gain) / 2 if p < 0.05 else abs(gain) * 2
        branch["gain_on_gold"] = _at("gain_on_gold", gain, gain - half, gain + half)
        branch["gain_p"] = Figure(metric="gain_p", value=p, n=200, why="a p-value")
    told = {**held.parameters, "consensus.topic.method": method, "consensus.topic.chosen": chosen}
    return Book({"quality": held.model_copy(update={"figures": figures, "parameters": told})})


@pytest.mark.parametrize(
    ("gains", "opinion", "best"),
    [
        ((("majority", 0.04, 0.01), ("weighted", 0.06, 0.3)), "another is better", "majority"),
        ((("majority", 0.04, 0.2), ("weighted", -0.06, 0.001)), "none is better", "majority"),
        ((), "cannot tell", ""),
    ],
)
def test_what_gold_says_of_the_method_that_decides(
    gains: tuple[tuple[str, float, float], ...], opinion: str, best: str
) -> None:
    """A clear gain wins over a larger unclear one; a clear loss is no reason to change."""
    names = Names(sample.manifest())
    found = deciding_method(_with_gains(*gains), names, "topic")
    assert (found.opinion, found.best, found.method, found.chosen) == (opinion, best, "dawid_skene", False)
    chosen = deciding_method(_with_gains(*gains, method="majority", chosen="manifest"), names, "topic")
    assert (chosen.method, chosen.chosen) == ("majority", True)


def test_the_page_says_who_decides_and_what_reviewers_overturned(pages: dict[str, str]) -> None:
    """The method, that nobody chose it, and numerator and denominator of the overturn rate as counts."""
    text = " ".join(pages["quality"].split())
    assert "the final label is that of **Dawid–Skene**: the default for this kind of label, which nobody chose" in text
    assert "disputed ones they overturned" in text


def test_the_confidence_is_that_of_the_method_that_decides() -> None:
    """Where the manifest chose the majority, its overconfidence is told, not that of Dawid–Skene."""
    held = _document()
    figures = copy.deepcopy(held.figures)
    figures["questions"]["topic"]["consensus"]["majority"]["overconfidence"] = _at("overconfidence", -0.1, -0.2, -0.05)
    told = {**held.parameters, "consensus.topic.method": "majority"}
    found = calibration(
        Book({"quality": held.model_copy(update={"figures": figures, "parameters": told})}), "topic", "T"
    )
    assert (found.method, found.trust) == ("majority", "too modest")
    assert calibration(Book({"quality": held}), "topic", "T").method == "dawid_skene"
