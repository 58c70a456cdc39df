"""The bias page and the model card made from measured documents: findings as sentences, with everything escaped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.bias.represented import Population
from labelcards.assess.bias.version import bias_figures
from labelcards.assess.model.consensus import consensus_agreement
from labelcards.assess.model.version import model_figures
from labelcards.cards.audience import for_the_public
from labelcards.cards.context import card_context
from labelcards.cards.sources import CardSources
from labelcards.cards.write import write_cards
from labelcards.catalog.metrics import catalog_for
from labelcards.catalog.places import match
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, MetricsDocument, leaves
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import BiasParams, ModelParams, PublishParams
from labelcards.documents.warning_record import WarningRecord
from tests.assess.bias_data import Effects, finals_of, simulated
from tests.cards import sample

HOSTILE = "learner.<script>alert(1)</script> {{ 7*7 }} | *x* × y"


def hostile(version: LabelVersion) -> LabelVersion:
    """The same version with a group value that tries everything."""
    items = version.items.assign(english=version.items["english"].replace("learner", HOSTILE))
    return replace(version, items=items)


def predicted(version: LabelVersion, worse: float) -> pd.DataFrame:
    """Gold with errors, more of them in the hostile group."""
    rng = np.random.default_rng(1)
    table = version.gold.merge(version.items, on="item_id")
    wrong = rng.random(len(table)) < 0.1 + worse * (table["english"] == HOSTILE)
    label = table["label"].where(~wrong, "billing")
    return pd.DataFrame({"question": "topic", "item_id": table["item_id"], "label": label, "confidence": 0.9})


def document(name: str, figures: FigureTree, warnings: list[WarningRecord]) -> MetricsDocument:
    """A document as the stages write it."""
    return MetricsDocument(
        document=name,
        dataset="made-up",
        version="1.1.0",
        catalog=catalog_for(figures),
        figures=figures,
        warnings=warnings,
        parameters={"predictions": "file mine.csv"},
    )


@pytest.fixture(scope="module")
def version() -> LabelVersion:
    """A version with a blind spot and a hostile group value, its question ordinal so that levels are compared, too."""
    made = hostile(simulated(Effects(blind=0.4), seed=3))
    content: dict[str, Any] = made.manifest.model_dump(exclude_none=True)
    content["questions"]["topic"]["kind"] = "ordinal"
    return replace(made, manifest=DatasetManifest.model_validate(content))


@pytest.fixture(scope="module")
def documents(version: LabelVersion) -> dict[str, MetricsDocument]:
    """The version's documents: a blind spot, a missing group, and a model of one's own that is worse for one group."""
    shares = {"North": 0.25, "South": 0.25, "East": 0.25, "West": 0.25}
    populations = {"items": {"place": Population("everybody", shares)}}
    params = BiasParams(permutations=200)
    figures, notes, found = bias_figures(version, finals_of(version), params, populations=populations)
    tree: FigureTree = {}
    told: list[WarningRecord] = []
    for branch, worse in (("questions", 0.0), ("predictions", 0.5)):
        table = predicted(version, worse)
        more, _, findings = model_figures(version, table, branch=branch)
        held = more[branch]["topic"]  # type: ignore[index,call-overload]
        held["consensus"] = consensus_agreement(version, "topic", table, finals_of(version), ModelParams())
        tree |= more
        told += findings
    return {"bias": document("bias", figures, [*found, *notes]), "model": document("model", tree, told)}


@pytest.fixture(scope="module")
def sources(
    version: LabelVersion, documents: dict[str, MetricsDocument], tmp_path_factory: pytest.TempPathFactory
) -> CardSources:
    """What the card is made from."""
    made = sample.sources("1.1.0", tmp_path_factory.mktemp("guidelines"))
    return replace(made, manifest=version.manifest, documents=documents, digests={})


@pytest.fixture(scope="module")
def pages(sources: CardSources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the version."""
    folder = tmp_path_factory.mktemp("cards")
    write_cards(card_context(sources), folder / "cards")
    return folder / "cards"


def test_findings_are_sentences_with_advice(pages: Path) -> None:
    """The blind spot and the missing group are told by kind, with size, interval, what it does not mean, what to do."""
    page = (pages / "bias.md").read_text(encoding="utf-8")
    stands_out, _, rest = page.partition("## Representation")
    assert "Blind spots of annotators { #found-blind-spot }" in stands_out
    assert "Groups that are under-represented { #found-missing }" in stands_out
    assert "annotators with <strong>Home: North</strong>, on items with <strong>Place: South</strong>" in stands_out
    assert stands_out.count("What it does not mean") == stands_out.count("What to do") >= 2
    assert "Shift" not in stands_out
    assert "Coin" not in stands_out
    assert "Who labelled what" in rest
    assert "### Errors by annotator group" in rest


def test_the_model_card_has_both_models(pages: Path) -> None:
    """One's own model stands before the baseline, with groups, intersections and the annotators' views."""
    page = (pages / "model-card.md").read_text(encoding="utf-8")
    own, _, baseline = page.partition("## Results of the baseline")
    assert "## Results of your own model" in own
    assert "Groups for which the model errs more often" in own
    for part in (own, baseline):
        assert "By intersection of groups" in part
        assert "Against the annotators’ views" in part
        assert "Demographic parity and equalized odds, by label" in part


def test_names_stay_names(pages: Path) -> None:
    """A group value is shown as it is written and neither runs, nor formats, nor breaks the table."""
    for name in ("bias.md", "model-card.md"):
        page = (pages / name).read_text(encoding="utf-8")
        assert "<script>" not in page
        assert "{{" not in page
        assert "7&#42;7" in page
        assert "&#60;script&#62;" in page


def test_every_branch_has_a_rule_for_the_public(documents: dict[str, MetricsDocument]) -> None:
    """No figure of the bias and model stages is left out of public cards only because no rule names its branch."""
    missing = {
        (name, *path[:4])
        for name, held in documents.items()
        for path, _ in leaves(held.figures)
        if match(name, path) is None
    }
    assert missing == set()


def test_a_public_card_tells_no_hidden_figure(sources: CardSources) -> None:
    """A public card is made from reduced documents, and a finding whose figures are hidden is not told in words."""
    public = for_the_public(sources, PublishParams(smallest_group=1000))
    card = card_context(public)
    told = [named for kind in (*card.bias.findings, *card.model.findings) for named in kind.findings]
    assert not [named for named in told if named.gap.raw is not None]
