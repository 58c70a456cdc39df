"""Nothing on a group below a bar of ``params.yaml`` is in any output: documents, comparisons, pages, public cards."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from labelcards.actions.review.diff import diff
from labelcards.cards.audience import for_the_public
from labelcards.cards.difference.page import comment, page
from labelcards.cards.difference.view import difference_view
from labelcards.catalog.places import looked_at, match
from labelcards.cli.diff_view import render_difference
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.reading import read_raw_version
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figure_path import names_of
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.stages import bias, changes, compare, model, quality
from labelcards.stages.cards import read_card_sources
from labelcards.stages.inputs import read_params

pytestmark = pytest.mark.xdist_group("policy")

REGIONS = {"Hamletford": 8, "Townbury": 30, "Cityham": 102}
"""Group of items → its items."""

HOMES = {"Pairton": 2, "Trioville": 3, "Sevenby": 7}
"""Group of annotators → its annotators."""

LABELS = ("billing", "delivery", "returns")
VERSIONS = ("1.0.0", "2.0.0")


def _tables(folder: Path, version: str, seed: int) -> None:
    """Every annotator labels every third item and more; the second version answers some anew."""
    rng, raw = np.random.default_rng(5), folder / "raw" / version
    raw.mkdir(parents=True)
    region = [name for name, size in REGIONS.items() for _ in range(size)]
    items = [f"t{n:03d}" for n in range(len(region))]
    truth = rng.choice(LABELS, len(items))
    who = [f"a{n:02d}" for n in range(sum(HOMES.values()))]
    home = [name for name, size in HOMES.items() for _ in range(size)]
    text = [f"{label} {n} about {label}" for n, label in enumerate(truth)]
    pd.DataFrame({"item_id": items, "text": text, "region": region}).to_csv(raw / "items.csv", index=False)
    pd.DataFrame({"annotator_id": who, "home": home}).to_csv(raw / "annotators.csv", index=False)
    again = np.random.default_rng(seed)
    rows = [
        (item, annotator, label if again.random() < 0.8 else again.choice(LABELS))
        for item, label in zip(items, truth, strict=True)
        for annotator in rng.permutation(who)[:6]
    ]
    pd.DataFrame(rows, columns=["item_id", "annotator_id", "topic"]).to_csv(raw / "annotations.csv", index=False)
    pd.DataFrame({"item_id": items, "topic": truth}).to_csv(raw / "gold.csv", index=False)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions with tables, consensus and ``quality.json``."""
    folder = tmp_path_factory.mktemp("policy") / "tickets"
    (folder / "versions").mkdir(parents=True)
    manifest = {
        "name": "tickets", "title": "Tickets", "description": "Made up.", "license": "CC0-1.0",
        "creators": [{"name": "Tests"}], "owners": [{"name": "Tests"}],
        "questions": {"topic": {"title": "Topic", "labels": list(LABELS), "positive": "billing"}},
        "items": {"columns": {"text": {"action": "clean"}, "region": {"group": True}}},
        "annotators": {"columns": {"home": {"group": True}}},
    }  # fmt: skip
    (folder / "dataset.yaml").write_text(yaml.safe_dump(manifest))
    for seed, version in enumerate(VERSIONS):
        _tables(folder, version, seed)
        tables = {
            name: {"file": f"raw/{version}/{name}.csv"} for name in ("items", "annotations", "annotators", "gold")
        }
        declared: dict[str, Any] = {"version": version, "date": f"2026-01-0{seed + 1}", "note": "x", "tables": tables}
        if seed:
            declared["parent"] = VERSIONS[0]
        (folder / "versions" / f"{version}.yaml").write_text(yaml.safe_dump(declared))
        write_tables(read_raw_version(folder, version)[0], DatasetPaths(folder).version(version).tables)
        quality.run(folder, version, folder / "none.yaml")
    return folder


@dataclass(frozen=True)
class Outputs:
    """Everything that was written or printed under one ``params.yaml``."""

    folder: Path
    params: Path
    difference: DifferenceDocument
    texts: Mapping[str, str]

    def documents(self, version: str) -> dict[str, MetricsDocument]:
        """The documents of a version."""
        paths = DatasetPaths(self.folder).version(version).documents.glob("*.json")
        return {path.stem: MetricsDocument.read(path) for path in paths}

    def figures(self) -> Iterator[tuple[str, tuple[str, ...], Figure]]:
        """Every figure on a group outside ``quality``, whose figures on groups no policy withholds."""
        for version in VERSIONS:
            for name, document in self.documents(version).items():
                for path, leaf in leaves(document.figures):
                    if name != "quality" and leaf.value is not None:
                        yield name, path, leaf


def made(measured: Path, folder: Path, settings: Mapping[str, Any], old: Mapping[str, Any] | None = None) -> Outputs:
    """Run the stages after ``quality`` and the comparison; ``old`` are the settings of the first version."""
    shutil.copytree(measured, folder / "tickets")
    data, params = folder / "tickets", folder / "params.yaml"
    versions = {version: {"dataset": "tickets", "version": version} for version in VERSIONS}
    for version, chosen in zip(VERSIONS, (settings if old is None else old, settings), strict=True):
        held = {**chosen, "bias": {"permutations": 100, **chosen.get("bias", {})}, "versions": versions}
        held["changes"] = {"replicates": 200, "seeds": 0}
        params.write_text(yaml.safe_dump(held))
        bias.run(data, version, params)
        model.run(data, version, params)
    changes.run(data, VERSIONS[1], VERSIONS[0], params)
    compare.run(data, folder / "site", params)
    found = diff(*VERSIONS, dataset=data)
    terminal = io.StringIO()
    with redirect_stdout(terminal):
        render_difference(difference_view(found, 1000), everything=True)
    page_file = folder / "site" / "tickets" / "compare" / f"{VERSIONS[0]}..{VERSIONS[1]}" / "index.html"
    texts = {
        "terminal": terminal.getvalue(),
        "markdown": comment(found),
        "html": page(found),
        "compare page": page_file.read_text(encoding="utf-8"),
    }
    return Outputs(data, params, found, texts)


def groups_in(name: str, path: tuple[str, ...]) -> set[str]:
    """The groups of people that a figure is about, of one column at a time."""
    if name == "changes":
        return {path[5]} if path[2:3] == ("gaps",) else set()
    found = match(name, path)
    places = [place for place in found.places if place.side in ("items", "annotators")] if found else []
    return {group for place in places for group in names_of(place.value)} - {"all"}


def compared_groups(found: DifferenceDocument) -> set[str]:
    """The groups that `labelcards diff` says something about, in figures and in counts."""
    counted = {group.value for one in found.questions for group in one.groups if group.column != "annotator_id"}
    looked = [(one.path, looked_at(one.path)) for one in found.metrics]
    pairs = ((path, each.pattern.index("<group>")) for path, each in looked if each and "<group>" in each.pattern)
    return counted | {path[place] for path, place in pairs}


def test_by_default_every_large_group_is_told(measured: Path, tmp_path: Path) -> None:
    """With the defaults, groups of ten items or annotations and three annotators are in all outputs; smaller in none.

    Eight items are too few to compare labels by, and their 48 annotations of gold enough to compare errors.
    """
    found = made(measured, tmp_path, {})
    told = {group for name, path, _ in found.figures() if path[0] == "questions" for group in groups_in(name, path)}
    assert told == {*REGIONS, "Trioville", "Sevenby"}
    assert compared_groups(found.difference) == told
    labels = {path[3] for name, path, _ in found.figures() if name == "bias" and path[2:3] == ("label_rate",)}
    assert labels == {"region"}
    small = {path[2] for name, path, _ in found.figures() if name == "bias" and "Hamletford" in path[3:]}
    assert "label_rate" not in small
    for text in found.texts.values():
        assert {group for group in (*REGIONS, *HOMES) if group in text} == told


PER_ITEM = 6
EXTREMES = {
    "cells": ({"minimum_cell": 200}, {"Hamletford", "Townbury", "Pairton"}),
    "annotators": ({"minimum_annotators": 4}, {"Pairton", "Trioville"}),
    "all cells": ({"minimum_cell": 10_000}, {*REGIONS, *HOMES}),
    "all annotators": ({"minimum_annotators": 50}, {*HOMES}),
}
"""Settings of ``bias`` and ``model``, and the groups of which no output may say anything."""


@pytest.mark.parametrize("extreme", EXTREMES)
def test_no_output_says_anything_on_a_group_below_a_bar(measured: Path, tmp_path: Path, extreme: str) -> None:
    """Raised minimums of cells or annotators hold in the documents, in each layout of diff, and on compare pages."""
    settings, below = EXTREMES[extreme]
    found = made(measured, tmp_path, {"bias": settings, "model": settings})
    for name, path, leaf in found.figures():
        if path[0] == "questions" and path[-1] != "annotators":  # a count
            about = groups_in(name, path)
            assert not about & below, (name, path, leaf)
            assert not about or leaf.n is None or leaf.n >= settings.get("minimum_cell", 10), (name, path, leaf)
    assert not compared_groups(found.difference) & below
    for layout, text in found.texts.items():
        assert not [group for group in below if group in text], layout
    assert not any(group in json.dumps(found.difference.model_dump(mode="json")) for group in below)


def test_withheld_sizes_are_not_counted_elsewhere(measured: Path, tmp_path: Path) -> None:
    """A group too small to be counted in the representation tables is counted nowhere else either."""
    found = made(measured, tmp_path, {"bias": {"smallest_group": 60, "minimum_cell": 1}})
    counts = [
        leaf.value for name, path, leaf in found.figures() if name == "bias" and path[-1] in ("count", "annotators")
    ]
    assert not [value for value in counts if value is not None and 0 < value < 60]
    counted = [group for one in found.difference.questions for group in one.groups if group.column != "annotator_id"]
    assert {group.value for group in counted} == {"Cityham"}
    sizes = made(measured, tmp_path / "default", {"bias": {"minimum_cell": 1}}).figures()
    assert {leaf.value for name, path, leaf in sizes if name == "bias" and path[-1] == "annotators"} == {3.0, 7.0}


@pytest.mark.parametrize("strict_first", [True, False])
def test_the_stricter_of_two_policies_holds(measured: Path, tmp_path: Path, *, strict_first: bool) -> None:
    """Two versions measured under different bars are compared under the higher ones, and the difference says so."""
    strict, lax = {"bias": {"minimum_cell": 200, "minimum_annotators": 4}}, {"bias": {"minimum_cell": 2}}
    new, old = (lax, strict) if strict_first else (strict, lax)
    found = made(measured, tmp_path, new, old)
    below = {"Hamletford", "Townbury", "Pairton", "Trioville"}
    gaps = {path[5] for name, path, _ in found.figures() if name == "changes" and path[2:3] == ("gaps",)}
    assert gaps <= {"Cityham", "Sevenby"}
    assert "Sevenby" in gaps
    named = {
        one.path[place]
        for one in found.difference.metrics
        if (looked := looked_at(one.path)) and one.path[0] != "model" and "<group>" in looked.pattern
        for place in [looked.pattern.index("<group>")]
    }
    assert not named & below
    assert any("different bars" in note and "at least 200 items" in note for note in found.difference.notes)


def test_a_stricter_level_tells_fewer_findings(measured: Path, tmp_path: Path) -> None:
    """The level decides which differences become findings of ``bias.json`` and ``model.json``, and nothing else."""
    lax = made(measured, tmp_path / "lax", {"bias": {"level": 0.99}, "model": {"level": 0.99}})
    none = made(measured, tmp_path / "none", {"bias": {"level": 1e-12}, "model": {"level": 1e-12}})
    told = [sum(one.level == "warning" for one in out.documents("2.0.0")["bias"].warnings) for out in (lax, none)]
    assert told[0] >= told[1]
    for name in ("bias", "model"):
        assert lax.documents("2.0.0")[name].figures == none.documents("2.0.0")[name].figures


@pytest.mark.parametrize("smallest", [200, 1000])
def test_pages_and_public_documents_hold_no_smaller_group(measured: Path, tmp_path: Path, smallest: int) -> None:
    """``publish.smallest_group`` holds on compare pages and in whatever is made for the public."""
    found = made(measured, tmp_path, {"publish": {"smallest_group": smallest}})
    below = {name for name, size in REGIONS.items() if size < smallest}
    told = [group for group in below if group in found.texts["compare page"]]
    assert not [group for group in told if REGIONS[group] * PER_ITEM < smallest]
    public = for_the_public(read_card_sources(found.folder, "2.0.0"), read_params(found.params).publish)
    for name, document in public.documents.items():
        for path, leaf in leaves(document.figures):
            about = groups_in(name, path)
            assert leaf.value is None or not about & below, (name, path)
            assert leaf.value is None or not about or leaf.n is None or leaf.n >= smallest or leaf.n == 0


def test_the_public_sees_no_figure_pooled_over_few_annotators(measured: Path, tmp_path: Path) -> None:
    """``publish.minimum_annotators`` suppresses what is pooled over all annotators when there are fewer."""
    found = made(measured, tmp_path, {"publish": {"minimum_annotators": 13}})
    sources = read_card_sources(found.folder, "2.0.0")
    shown = for_the_public(sources, read_params(found.params).publish).documents["quality"]
    every = for_the_public(sources, read_params(found.folder / "none.yaml").publish).documents["quality"]
    pooled = ("questions", "topic", "gold", "annotators", "accuracy")
    assert every.find(*pooled).value is not None  # type: ignore[union-attr]
    assert shown.find(*pooled).value is None  # type: ignore[union-attr]
    assert "fewer than 13 annotators" in str(shown.find(*pooled).why)  # type: ignore[union-attr]
