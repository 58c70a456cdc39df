"""Exports with something else in the place of one of their parts: a version or an error, never a traceback."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from tests.exchange.tool_files import THREE_ANNOTATORS, answers

JSON_TOOLS = ("labelbox", "labelbox array", "sagemaker request", "lighttag", "coco")
TEXT_TOOLS = ("cvat", "conll", "webanno", "pascal voc")
ODD: tuple[Any, ...] = (None, [], {}, "", "x", 7, True, [None], [[]], [{}], {"x": {}}, [3, "y"])


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inside:
        yield (*at, key)
        yield from _places(held, (*at, key))


def _imported(paths: list[Path], folder: Path) -> None:
    try:
        write_proposal(propose(paths, NewVersion("new", "1.0.0", "2026-11-02")), folder)
        version, _ = read_raw_version(folder, "1.0.0")
    except InputError:
        return
    assert not set(version.items["item_id"]) & {"None", "null", "{}", "[]"}
    assert not set(version.annotations["label"]) & {"None", "null", "{}", "[None]"}


@pytest.mark.parametrize("name", JSON_TOOLS)
def test_parts_in_place_of_others(name: str, tmp_path: Path) -> None:
    """Any part of an export becomes any other kind of JSON; no id and no label is made of what is no text."""
    chance = random.Random(name)
    (path, *_) = THREE_ANNOTATORS[name][1](tmp_path, answers()[:9])
    text = path.read_text()
    records = [json.loads(line) for line in text.splitlines()] if path.suffix == ".ndjson" else json.loads(text)
    places = list(_places(records))
    for number in range(50):
        changed = copy.deepcopy(records)
        at = chance.choice(places)
        holder = changed
        for key in at[:-1]:
            holder = holder[key]
        holder[at[-1]] = chance.choice(ODD)
        path.write_text(json.dumps(changed))
        _imported([path], tmp_path / f"{number}/new")


@pytest.mark.parametrize("name", TEXT_TOOLS)
def test_pieces_cut_out(name: str, tmp_path: Path) -> None:
    """A piece of the file is missing or stands twice."""
    chance = random.Random(name)
    path = THREE_ANNOTATORS[name][1](tmp_path, answers()[:9])[0]
    file = path if path.is_file() else sorted(path.rglob("*.*"))[-1]
    file = file if file.is_file() else next(each for each in sorted(path.rglob("*")) if each.is_file())
    text = file.read_text()
    for number in range(40):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((1, 2, 5, 40)))
        piece = "" if number % 2 else text[start:end] * 2
        file.write_text(text[:start] + piece + text[end:])
        _imported([path], tmp_path / f"{number}/new")
