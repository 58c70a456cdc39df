"""Hostile text in manifests, labels and answers: it arrives as itself and does nothing."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markdown as python_markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from labelcards.cards.exports.export import Export
from labelcards.cards.exports.markdown import code, markdown, one_line, paragraphs, points
from labelcards.cards.exports.yaml_text import front_matter
from labelcards.standards.front_matter import split_card
from tests.cards.exports import made

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![a](https://example.org/x.png)",
    "{{ 7*7 }} {% raw %}",
    "--- a rule",
    "a | b | c",
    "# heading",
    "- point",
    "1. first",
    "&lt;b&gt; &amp;",
    "`code` *strong* _it_ ~~no~~ $x$",
    "\u202eright to left\u2066",
    "yes: no, # not a comment",
    "'quoted' \"twice\"",
    "= equals",
    "very" * 200,
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Exports whose manifest and labels are nothing but hostile text."""
    labels: dict[str, Any] = {text: {"title": text, "definition": text} for text in HOSTILE}
    party = {"name": HOSTILE[0], "role": HOSTILE[4], "contact": HOSTILE[2]}
    changed = {
        "title": HOSTILE[0],
        "description": " ".join(HOSTILE),
        "keywords": list(HOSTILE),
        "creators": [party],
        "owners": [party],
        "questions": {
            "topic": {"title": HOSTILE[4], "labels": labels},
            "urgency": {"title": HOSTILE[6], "labels": ["low", "high"]},
        },
        "publication": {
            **made.PUBLICATION,
            "citation": "@misc{x,\n</pre><script>alert(1)</script>\n---\n{{ 7*7 }}\n}",
            "annotation_platforms": list(HOSTILE),
        },
    }
    return made.export(tmp_path_factory.mktemp("hostile"), changed=changed)


def _parts(export: Export, kind: str) -> tuple[dict[str, Any], str]:
    file = next(file for file in export.files if file.kind == kind)
    parts = split_card(file.text)
    assert parts is not None
    return yaml.safe_load(parts[0]), parts[1]


def test_the_metadata_holds_the_text_itself(hostile: Export) -> None:
    """YAML gives back every keyword and the title; no value ends the block early."""
    content, body = _parts(hostile, "huggingface")
    assert content["pretty_name"] == HOSTILE[0]
    assert {one_line(text) for text in HOSTILE} <= set(content["tags"])
    assert body.lstrip().startswith("# Dataset Card for")


def test_the_json_holds_the_text_itself(hostile: Export) -> None:
    """Croissant gives back titles, labels and platforms; the document stays valid."""
    file = next(file for file in hostile.files if file.kind == "croissant")
    document = json.loads(file.text)
    assert document["name"] == HOSTILE[0]
    assert document["rai:dataAnnotationPlatform"] == [one_line(text) for text in HOSTILE]
    labels = next(record for record in document["recordSet"] if record["@id"] == "labels/topic")
    assert [row["labels/topic/title"] for row in labels["data"]] == [one_line(text) for text in HOSTILE]
    assert not file.errors


@pytest.mark.parametrize("kind", ["huggingface", "huggingface-model"])
def test_nothing_runs_in_the_text(hostile: Export, kind: str) -> None:
    """Rendered as HTML, the card has no element, link target or template of the attacker's."""
    _, body = _parts(hostile, kind)
    prose = "\n".join(line for line in body.split("\n") if not line.startswith("    "))  # the citation is code
    assert "{{" not in prose
    assert "{%" not in prose
    seen = _Elements()
    seen.feed(python_markdown.markdown(body, extensions=["tables", "fenced_code"]))
    assert seen.names <= PROSE
    assert seen.attributes <= {"style"}  # of table cells


PROSE = set("h1 h2 h3 h4 p ul ol li em strong code pre table thead tbody tr th td br hr blockquote".split())  # noqa: SIM905


class _Elements(HTMLParser):
    """Which elements and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("text", HOSTILE)
def test_one_value_renders_as_itself(text: str) -> None:
    """In a paragraph, a list point and a table cell the reader sees the characters that were written."""
    wanted = " ".join(one_line(text).split())
    for template in ("x {} y", "- {}", "| a | b |\n|---|---|\n| {} | c |"):
        html = python_markdown.markdown(template.format(markdown(text)), extensions=["tables"])
        shown = " ".join(re.sub(r"<[^>]+>", "", html).replace("&quot;", '"').split())
        for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&#123;", "{"), ("&#125;", "}"), ("&amp;", "&")):
            shown = shown.replace(entity, character)
        assert wanted in shown.replace("\\$", "$").replace("\\~", "~"), template


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"), min_size=1)
    )
)
def test_front_matter_round_trips(content: dict[str, str]) -> None:
    """Any text in keys and values comes back from the block, whatever characters it has."""
    kept = {key: value for key, value in content.items() if value}
    parts = split_card(front_matter(kept) + "\n# Card\n")
    assert parts is not None
    assert (yaml.safe_load(parts[0]) or {}) == kept


@settings(deadline=None)
@given(st.text())
def test_text_never_becomes_markup(text: str) -> None:
    """Escaped text renders to one paragraph without elements; a code span holds no markup either."""
    for shown in (markdown(text), code(text)):
        html = python_markdown.markdown(f"x {shown}")
        assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"p", "code"}


def test_an_answer_keeps_its_shape() -> None:
    """Paragraphs, list points, emphasis and code of an answer stay; other markup is shown as written."""
    text = "First *line*\ngoes on.\n\nPoints:\n- one `x_y`\n- **two** <b>\n  more"
    assert str(paragraphs(text)) == "First *line* goes on.\n\nPoints:\n\n- one `x_y`\n- **two** &lt;b&gt; more"
    assert points(text) == ["First *line* goes on.", "Points:", "one `x_y`", "**two** <b> more"]


def test_a_file_cannot_leave_the_folder(tmp_path: Path) -> None:
    """Every path of an export stays below the folder it is written into."""
    for file in made.export(tmp_path).files:
        assert (tmp_path / file.path).resolve().is_relative_to(tmp_path.resolve())
