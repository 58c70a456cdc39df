"""A warning is worded once, as plain text, and is safe wherever it is shown."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.cards.environment import environment, template_folder
from labelcards.cards.escape import md
from labelcards.cards.exports.markdown import markdown
from labelcards.cards.figures.book import Book
from labelcards.cards.warning_text import WarningText, json_warnings, shipped_text
from labelcards.catalog.warnings import WARNINGS, warned
from labelcards.cli.output import visible
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.warning_record import WarningRecord
from labelcards.errors import InputError
from tests.catalog.test_warnings import OF_KIND, any_warning

RATE = {"rate": 0.4567, "n": 812, "difference": 0.0712, "low": 0.051, "high": 0.0913, "p": 0.0004}
HOSTILE = st.text(alphabet=st.sampled_from("ab1.\\×/\"'`*_#|<>&{}[]()%\u202e\n\tñ"), min_size=1, max_size=10).filter(
    lambda name: name.strip() == name
)


@pytest.mark.parametrize("code", sorted(WARNINGS))
@given(data=st.data())
def test_every_code_reads_as_sentences(code: str, data: Any) -> None:
    """Whatever the facts are, the text is on one line, ends with a full stop, and says nothing that is not there."""
    kinds = {**OF_KIND, "name": st.sampled_from(["region", "South", "a b"]), "names": st.just(("x", "y"))}
    facts = {name: data.draw(kinds[kind]) for name, kind in WARNINGS[code].facts.items()}
    facts |= {"method": "mace"} if "method" in facts else {}
    facts |= {"source": "file"} if "source" in facts else {}
    facts |= {"counts": (1, 2)} if "counts" in facts else {}
    facts |= {"high": None} if facts.get("low", 0) is None else {"high": 9.5} if "high" in facts else {}
    text = shipped_text()(warned(code, ("x",), **facts))
    assert text.endswith(".")
    assert text == " ".join(text.split())
    assert "None" not in text.removeprefix("None of the ")
    assert "{" not in text


def test_a_finding_in_full() -> None:
    """Group, event, share, size, interval and chance; without an interval the brackets stay whole."""
    facts = {"column": crossed("region", "age"), "value": crossed("U.S. South", "18–29"), "label": "returns"}
    assert shipped_text()(warned("label-rate", (), **facts, **RATE)) == (
        "Items with region = U.S. South and age = 18–29 have the label returns in 45.7% of 812 items: 7.1 percentage "
        "points more than the rest (95% interval 5.1 to 9.1, adjusted p < 0.001)."
    )
    bare = {**RATE, "rate": None, "difference": -0.02, "low": None, "high": None, "p": 0.0312}
    assert shipped_text()(warned("label-rate", (), **facts, **bare)).endswith(
        "in an unknown share of 812 items: 2.0 percentage points fewer than the rest (adjusted p = 0.031)."
    )


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_names_stay_names_everywhere(first: str, second: str, one: str, two: str, label: str) -> None:
    """Names with dots, ×, markup or RTL marks: as they are in the text; inert on a page, in a README, on a terminal."""
    facts = {"column": crossed(first, second), "value": crossed(one, two), "label": label}
    text = shipped_text()(warned("label-rate", (), **facts, **RATE))
    assert text.startswith(f"Items with {first} = {one} and {second} = {two} have the label {label} in ")
    page = str(md(text))
    assert not set(page) & set("<>\"'`\\*_{}[]|~^\u202e\n\t")
    assert html.unescape(page) == " ".join(text.replace("\u202e", " ").split())
    readme = str(markdown(text))
    assert not set(readme) & set("<>{}\u202e\n\t")
    assert "\u202e" not in visible(text)


def test_templates_may_not_escape_for_one_place() -> None:
    """The text is plain: an ampersand is an ampersand until the page, the README or the terminal is written."""
    text = shipped_text()(warned("looks-personal", ("rows", "items", "used"), values=3, column="a&b <c>"))
    assert "column a&b <c> look" in text
    assert environment().from_string("{{ text }}").render(text=text).count("&#38;") == 1


def test_own_words_win(tmp_path: Path) -> None:
    """A user's template words a warning in its own way, on the pages too; what it lacks is said by name."""
    (tmp_path / "warnings").mkdir()
    shipped = (template_folder() / "warnings" / "quality.txt.jinja").read_text(encoding="utf-8")
    mine = tmp_path / "warnings" / "quality.txt.jinja"
    mine.write_text(shipped.replace("There are no annotations.", "Nobody has answered yet."), encoding="utf-8")
    assert WarningText(tmp_path)(warned("no-annotations", ())) == "Nobody has answered yet."
    mine.write_text("{% macro no_annotations() %}Nobody.{% endmacro %}", encoding="utf-8")
    with pytest.raises(InputError, match="no macro one_label"):
        WarningText(tmp_path)(warned("one-label", ()))
    mine.write_text("{% macro one_label(labels) %}{{ labels.append(1) }}{% endmacro %}", encoding="utf-8")
    with pytest.raises(InputError, match=r"quality\.txt\.jinja"):
        WarningText(tmp_path)(warned("one-label", ()))


def test_a_code_of_later_times_is_refused() -> None:
    """A code without a row cannot be worded; the message says what to do."""
    with pytest.raises(InputError, match="does not know") as caught:
        shipped_text()(WarningRecord(code="new-trap", about=("x",)))
    assert caught.value.problems[0].remedy == "Upgrade labelcards."


@given(st.lists(any_warning(), max_size=6), st.randoms())
def test_the_order_on_pages_rests_on_codes_and_facts(found: list[WarningRecord], chance: Any) -> None:
    """Shuffled documents give the same order, and other words would give it, too."""

    def listed(warnings: list[WarningRecord]) -> list[WarningRecord]:
        held = MetricsDocument(document="quality", dataset="d", version="1.0.0", warnings=warnings)
        return [each for _, each in Book({"quality": held}).warnings()]

    before = listed(found)
    chance.shuffle(found)
    assert listed(found) == before


def test_json_has_facts_and_the_sentence() -> None:
    """For scripts: code, path, level and facts as in the documents, and the sentence beside them."""
    about = ("questions", "help.topic", "agreement")
    assert json_warnings([warned("thin-overlap", about, multiply_annotated=3, items=1200)]) == [
        {
            "code": "thin-overlap",
            "about": r"questions.help\.topic.agreement",
            "level": "warning",
            "facts": {"multiply_annotated": 3, "items": 1200},
            "text": "Agreement rests on 3 items with two annotations or more, of 1,200 annotated ones: too few to say "
            "much about the others.",
        }
    ]
