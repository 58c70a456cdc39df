"""A sign in words: every code has a sentence made of its facts, and a mapping to paste."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import nodes

from labelcards.cards.environment import environment, template_folder
from labelcards.cards.sign_text import mapping_text, shipped_sign_text, signs_in_words
from labelcards.catalog.signs import SIGNS, signed
from labelcards.documents.signs import Sign
from labelcards.documents.version_manifest import VersionManifest
from labelcards.errors import InputError

EXAMPLES: dict[str, Any] = {
    "name": "answers", "names": ("one", "two"), "count": 12345, "number": 0.25, "number or none": 0.5,
    "probability": 0.0004,
}  # fmt: skip
SAID = {"how": "letter case", "unit": "answers"}


def _example(code: str) -> Sign:
    facts = {name: SAID.get(name, EXAMPLES[kind]) for name, kind in SIGNS[code].facts.items()}
    return signed(code, "topic", ids=["secret-1"], **facts)


@pytest.mark.parametrize("concern", ["mechanical", "integrity"])
def test_every_code_has_its_words_and_all_words_a_code(concern: str) -> None:
    """The macros of a template are the codes of its list, and take and use the facts of the row."""
    text = (template_folder() / "signs" / f"{concern}.txt.jinja").read_text(encoding="utf-8")
    macros = {macro.name: macro for macro in environment().parse(text).find_all(nodes.Macro)}
    rows = {code.replace("-", "_"): row for code, row in SIGNS.items() if row.concern == concern}
    assert set(macros) == set(rows)
    for name, row in rows.items():
        assert {argument.name for argument in macros[name].args} == set(row.facts), name
        used = {part.name for node in macros[name].body for part in node.find_all(nodes.Name)}
        assert set(row.facts) <= used, name


@pytest.mark.parametrize("code", SIGNS)
def test_a_sentence_has_numbers_and_no_ids(code: str) -> None:
    """Each sentence ends with a full stop, holds a number and none of the ids."""
    (said,) = signs_in_words([_example(code)])
    assert said.text.endswith(".")
    assert any(each in said.text for each in ("12,345", "25%", "0.25", "50.0%"))
    assert "secret" not in said.text
    assert said.for_public.internal == ()


def test_a_missing_number_leaves_its_part_out() -> None:
    """Without items to compare at equal numbers of votes nothing is said about disputes."""
    facts = {name: EXAMPLES[kind] for name, kind in SIGNS["votes-per-item"].facts.items()}
    facts |= dict.fromkeys(("old_disputed", "new_disputed", "old_rarefied", "new_rarefied"))
    assert "disputed went" not in shipped_sign_text()(signed("votes-per-item", "topic", **facts))


def test_facts_are_held_against_the_row() -> None:
    """A fact that is missing, too many or of another kind is refused, and so is an unknown code."""
    with pytest.raises(TypeError, match="told by"):
        signed("time-kept", "topic", kept=1)
    with pytest.raises(TypeError, match="no count"):
        signed("time-kept", "topic", kept=1.5, changed=2)
    with pytest.raises(InputError, match="does not know"):
        shipped_sign_text()(Sign(code="of-tomorrow", concern="integrity"))


def test_five_ids_are_kept() -> None:
    """However many items there are."""
    assert signed("time-kept", ids=map(str, range(9)), kept=9, changed=9).internal == ("0", "1", "2", "3", "4")


def test_the_mapping_is_what_a_manifest_reads() -> None:
    """Names that YAML would take for something else are quoted; splits are lists; questions stand together."""
    row = {"answers": 20, "share": 1.0, "unit": "answers"}
    signs = [
        signed("label-renamed", "topic", mapping={"7": ("a: b",)}, old=("7",), new=("a: b",), **row),
        signed("label-split", "topic", mapping={"it": ("x", "yes, no")}, old=("it",), new=("x", "yes, no"), **row),
        signed("label-renamed", "mood", mapping={"null": ("#1",)}, old=("null",), new=("#1",), **row),
    ]
    text = mapping_text(signs)
    tables = {"items": {"file": "x.csv"}, "annotations": {"file": "x.csv"}}
    read = {"version": "1.1.0", "date": "2026-01-01", "note": "x", "tables": tables} | yaml.safe_load(text)
    assert VersionManifest.model_validate(read).mapping == {
        "topic": {"7": ("a: b",), "it": ("x", "yes, no")},
        "mood": {"null": ("#1",)},
    }
    assert mapping_text([]) == ""


def test_templates_of_signs_are_those_of_the_two_lists() -> None:
    """There is one template for each list."""
    found = {Path(path).name for path in (template_folder() / "signs").iterdir()}
    assert found == {"mechanical.txt.jinja", "integrity.txt.jinja"}
