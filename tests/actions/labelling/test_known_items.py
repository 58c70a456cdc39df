"""Items of a new version against those of its parent."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.actions.labelling.import_export import run
from labelcards.exchange.manifest_text import NewVersion
from labelcards.inspection.options import ReadingOptions

TEXTS = [f"the text of item number {n}" for n in range(6)]


def _import(folder: Path, version: str, items: dict[str, str], parent: str | None = None) -> tuple[str, ...]:
    rows = [f"{item},{text},{who},{'a' if text[-1] < '3' else 'b'}\n" for item, text in items.items() for who in "xy"]
    path = folder / f"{version}.csv"
    path.write_text("id,text,annotator,label\n" + "".join(rows))
    new = NewVersion("new", version, "2026-01-31", parent)
    return run(
        [path], new, datasets=folder, tool=None, options=ReadingOptions(), params=folder / "no.yaml", by="x"
    ).notes


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ({f"i{n}": text for n, text in enumerate(TEXTS)}, None),
        ({f"i{n}": text for n, text in enumerate(TEXTS[:3])}, None),
        ({f"k{n}": text for n, text in enumerate(TEXTS)}, "6 items have a new id and the text"),
        ({f"i{n}": text for n, text in enumerate([*TEXTS[:5], "another text 5"])}, "1 items have the id of an item"),
        ({f"i{n}": text for n, text in enumerate([*TEXTS, "one more text 1"])}, None),
    ],
)
def test_changed_ids_and_texts_are_said(items: dict[str, str], said: str | None, tmp_path: Path) -> None:
    """What is the same, gone or added is not worth a word."""
    _import(tmp_path, "1.0.0", {f"i{n}": text for n, text in enumerate(TEXTS)})
    notes = [note for note in _import(tmp_path, "1.1.0", items, "1.0.0") if " of an item of 1.0.0" in note]
    assert len(notes) == (said is not None)
    assert said is None or notes[0].startswith(said)
    assert not any("the text of item number" in note for note in notes)
