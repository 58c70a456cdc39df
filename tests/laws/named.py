"""A small data set under any names, everything that is made of it, and the same thing under other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from labelcards.assess.bias.represented import Population
from labelcards.assess.bias.version import bias_figures
from labelcards.assess.model.consensus import consensus_agreement
from labelcards.assess.model.version import model_figures
from labelcards.assess.quality.version import assess_quality
from labelcards.cards.audience import for_the_public
from labelcards.cards.context import CardContext, card_context
from labelcards.cards.difference.page import with_erratum
from labelcards.cards.sources import CardSources
from labelcards.catalog.metrics import catalog_for
from labelcards.compare.report import catalog_of, compare_sides
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.changes import change_figures
from labelcards.compare.verdicts.judged import add_judged
from labelcards.dataset.contract.order import contract_frame, ordered
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.difference import DifferenceDocument, SideName
from labelcards.documents.figure_path import crossed, names_of
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import BiasParams, ModelParams, PublishParams
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.warning_record import WarningRecord

__all__ = ["PLAIN", "ROLES", "Made", "made", "renamed_path", "renamed_text", "shown", "side"]

ROLES = {"question": 2, "label": 3, "column": 4, "group": 3}
"""How many names a data set has of each kind: two item and two annotator columns, groups shared by all of them."""

PLAIN = {role: tuple(f"zq{role[0]}{place}z" for place in range(count)) for role, count in ROLES.items()}
"""Names that stand nowhere else, so that they can be found and replaced."""

Names = Mapping[str, tuple[str, ...]]
_LEFT_OUT = ("manifest", "version", "sources", "files", "summary", "id", "anchor", "digest", "place", "names", "book")
ITEMS, ANNOTATORS, PER_ITEM = 240, 12, 4


@dataclass(frozen=True, eq=False, repr=False)
class Made:
    """What is made of the data set: the documents of its second version, the difference to the first, the card."""

    manifest: DatasetManifest
    documents: dict[str, MetricsDocument]
    difference: DifferenceDocument
    card: CardContext
    public: CardContext


def manifest(names: Names) -> DatasetManifest:
    """Two nominal questions; every column divides into groups; everything but groups has a title of its own."""
    columns = {
        name: {"title": f"Column {place}", "group": True, "order": list(names["group"])}
        for place, name in enumerate(names["column"])
    }
    items, annotators = dict(list(columns.items())[:2]), dict(list(columns.items())[2:])
    labels = [{"id": name, "title": f"Label {place}"} for place, name in enumerate(names["label"])]
    return DatasetManifest.model_validate(
        {
            "name": "named", "title": "Named", "description": "Any names.", "license": "CC0-1.0",
            "creators": [{"name": "Tests"}], "owners": [{"name": "Tests"}],
            "questions": {
                name: {"title": f"Question {place}", "labels": labels, "positive": names["label"][0]}
                for place, name in enumerate(names["question"])
            },
            "items": {"columns": items}, "annotators": {"columns": annotators},
        }
    )  # fmt: skip


def version(names: Names, number: str) -> LabelVersion:
    """Labels that depend on groups: blind spots, gaps, intersections; the second version is better than the first."""
    rng = np.random.default_rng(7)
    groups, labels = np.array(names["group"], dtype=object), np.array(names["label"], dtype=object)
    columns = {
        name: rng.integers(0, len(groups), ITEMS if place < 2 else ANNOTATORS)
        for place, name in enumerate(names["column"])
    }
    first, second, home, shift = columns.values()
    home[:], shift[:] = np.arange(ANNOTATORS) % 3, np.arange(ANNOTATORS) // 3 % 2
    item = np.repeat(np.arange(ITEMS), PER_ITEM)
    who = np.stack([rng.permutation(ANNOTATORS)[:PER_ITEM] for _ in range(ITEMS)]).ravel()
    tables: dict[str, pd.DataFrame | None] = {
        "items": pd.DataFrame({"item_id": [f"i{n:04}" for n in range(ITEMS)]}).assign(
            **{names["column"][0]: groups[first], names["column"][1]: groups[second]}
        ),
        "annotators": pd.DataFrame({"annotator_id": [f"a{n:03}" for n in range(ANNOTATORS)]}).assign(
            **{names["column"][2]: groups[home], names["column"][3]: groups[shift]}
        ),
        "adjudications": None,
    }
    rows, gold = [], []
    for question in names["question"]:
        truth = np.where(rng.random(ITEMS) < 0.5 * (first == 0), 0, rng.integers(0, 3, ITEMS))
        noise = (0.25 if number == "1.0.0" else 0.1) + 0.5 * ((home[who] == 0) & (second[item] == 1))
        given = np.where(rng.random(len(who)) < noise, (truth[item] + rng.integers(1, 3, len(who))) % 3, truth[item])
        rows.append(
            pd.DataFrame(
                {
                    "item_id": tables["items"]["item_id"].to_numpy()[item],  # type: ignore[index]
                    "annotator_id": tables["annotators"]["annotator_id"].to_numpy()[who],  # type: ignore[index]
                    "question": question,
                    "label": labels[given],
                }
            )
        )
        gold.append(pd.DataFrame({"item_id": tables["items"]["item_id"], "question": question, "label": labels[truth]}))  # type: ignore[index]
    tables |= {"annotations": pd.concat(rows), "gold": pd.concat(gold)}
    declared = manifest(names)
    frames = {name: ordered(name, contract_frame(name, table, declared)) for name, table in tables.items()}
    described = VersionManifest.model_validate(
        {
            "version": number, "date": "2026-01-01", "note": "made up",
            "parent": None if number == "1.0.0" else "1.0.0",
            "tables": {"items": {"file": "items.csv"}, "annotations": {"file": "annotations.csv"}},
        }
    )  # fmt: skip
    return LabelVersion(declared, described, **frames)


def _document(name: str, number: str, figures: FigureTree, warnings: Sequence[WarningRecord]) -> MetricsDocument:
    """A document as a stage writes it and as it is read again."""
    made = MetricsDocument(
        document=name,
        dataset="named",
        version=number,
        catalog=catalog_for(figures),
        figures=figures,
        warnings=list(warnings),
    )
    return MetricsDocument.model_validate_json(made.dump())


def side(names: Names, number: str) -> Side:
    """One version with what the stages quality, bias and model say of it."""
    labels = version(names, number)
    quality = assess_quality(labels)
    finals = quality.consensus
    shares = dict(zip(names["group"], (0.6, 0.2, 0.2), strict=True))
    populations = {"items": {names["column"][0]: Population("everybody", shares)}}
    figures, notes, found = bias_figures(labels, finals, BiasParams(permutations=100), populations=populations)
    predictions = labels.gold.assign(confidence=0.9)
    wrong = (labels.items.set_index("item_id")[names["column"][1]] == names["group"][1]).reindex(predictions["item_id"])
    drawn = np.random.default_rng(1).random(len(predictions)) < 0.1 + 0.4 * wrong.to_numpy(dtype=float)
    predictions["label"] = predictions["label"].where(~drawn, names["label"][2])
    tree, more, told = model_figures(labels, predictions)
    for question in names["question"]:
        tree["questions"][question]["consensus"] = consensus_agreement(  # type: ignore[index]
            labels, question, predictions, finals, ModelParams()
        )
    documents = {
        "quality": _document("quality", number, quality.figures, quality.warnings),
        "bias": _document("bias", number, figures, [*notes, *found]),
        "model": _document("model", number, tree, [*more, *told]),
    }
    return Side(SideName(given=number, version=number), labels.manifest, labels.version, labels, finals, documents)


def made(names: Names) -> Made:
    """Both versions, their difference, and the second one's card for insiders and for the public."""
    old, new = side(names, "1.0.0"), side(names, "2.0.0")
    assert old.labels is not None
    assert new.labels is not None
    difference = compare_sides(old, new, catalog_of(old, new))
    changes = change_figures(new.labels, old.labels, (new.finals, old.finals))
    add_judged(changes, difference.metrics)
    documents = {**new.documents, "changes": _document("changes", "2.0.0", changes, [])}
    sources = CardSources(new.manifest, new.declared, documents)
    read = DifferenceDocument.model_validate_json(with_erratum(difference).dump())
    public = for_the_public(sources, PublishParams())
    return Made(new.manifest, documents, read, card_context(sources), card_context(public))


def _new_names(names: Names) -> dict[str, str]:
    return {plain: new for role, held in names.items() for plain, new in zip(PLAIN[role], held, strict=True)}


def renamed_path(path: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """The path of a figure under plain names, under these names."""
    steps = [_renamed_step(step, names) for step in path]
    for place in range(4, len(path)):
        if path[place - 1] in PLAIN["question"]:  # items divided by their answer: the label is a group
            steps[place] = crossed(renamed_text(path[place], names))
    return tuple(steps)


def _renamed_step(step: str, names: Names) -> str:
    new, divides = _new_names(names), {*PLAIN["column"], *PLAIN["group"]}
    parts = names_of(step)
    if all(part in divides or part in new for part in parts) and (len(parts) > 1 or step in divides):
        return crossed(*(new[part] for part in parts))
    return renamed_text(step, names)


def renamed_text(text: str, names: Names) -> str:
    """A text under plain names, under these names."""
    for plain, new in _new_names(names).items():
        text = text.replace(plain, new)
    return text


def shown(value: Any, rename: Names | None = None, place: str = "") -> Iterator[tuple[str, Any]]:
    """(place, content) of all that a page's content holds, but for pictures, fragments and the documents themselves.

    Args:
        value: dataclasses, tuples and mappings, nested.
        rename: names to put in place of the plain ones.
        place: where ``value`` stands.
    """
    if isinstance(value, Markup):
        return
    for name, held in _inside(value):
        if name == ".path" and isinstance(held, tuple):
            yield f"{place}.path", renamed_path(held, rename) if rename else held
        else:
            yield from shown(held, rename, place + (renamed_text(name, rename) if rename else name))
    if isinstance(value, str):
        yield place, renamed_text(value, rename) if rename else value
    elif not isinstance(value, tuple | list | Mapping) and not is_dataclass(value):
        yield place, value


def _inside(value: Any) -> list[tuple[str, Any]]:
    """What a dataclass, a sequence or a mapping holds, each with how to get there."""
    if is_dataclass(value):
        return [(f".{one.name}", getattr(value, one.name)) for one in fields(value) if one.name not in _LEFT_OUT]
    if isinstance(value, tuple | list):
        return [(f"[{number}]", held) for number, held in enumerate(value)]
    return [(f"[{key}]", held) for key, held in value.items()] if isinstance(value, Mapping) else []
