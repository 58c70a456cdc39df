"""Any text is shown as itself, in Markdown and in HTML."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.cards.escape import anchor, inline, link, md, prose
from labelcards.site.settings import settings

HOSTILE = [
    "<script>alert(1)</script>",
    "a | b | c",
    "*a* _b_ **c** `d` ~~e~~ ==f==",
    "[a](javascript:alert(1)) ![b](x) [c][d] [^1]",
    "# a",
    "1. a",
    "- a",
    "+ a",
    "---",
    "===",
    "> a",
    "!!! danger",
    "??? note",
    "::: x",
    "    code",
    "{#id .class onclick=x}",
    "{{ 7*7 }} {% x %}",
    "&lt;b&gt; &amp; &#60;",
    '" onmouseover="x',
    "' onmouseover='x",
    "\u2028\u2029\u202e\ufeff",
    "a\nb\n\n# c",
    "\u0002wzxhzdk:0\u0003",
    "<!-- a --> <?php ?> <![CDATA[",
    "http://example.org <http://example.org> a@example.org",
    "*[HTML]: x",
    "[x]: http://example.org",
    "\\*a\\*",
]
SETTINGS = settings("t", [])
EXTENSIONS = [next(iter(e)) if isinstance(e, dict) else e for e in SETTINGS["markdown_extensions"]]
CONFIG = {k: v for e in SETTINGS["markdown_extensions"] if isinstance(e, dict) for k, v in e.items() if k != "toc"}


class _Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(source: str) -> _Reader:
    reader = _Reader()
    reader.feed(markdown.markdown(source, extensions=EXTENSIONS, extension_configs=CONFIG))
    return reader


def _visible(text: str) -> str:
    return " ".join(unescape(str(md(text))).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_paragraph_holds_the_text_and_no_tag(text: str) -> None:
    """In a paragraph of its own, hostile text adds no element and loses no character."""
    reader = _read(f"{md(text)}\n")
    assert set(reader.tags) <= {"p"}
    assert " ".join(reader.text.split()) == _visible(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_heading_a_sentence_and_a_list_hold_it(text: str) -> None:
    """In a heading, a sentence and a list point, hostile text adds no element, id or attribute."""
    reader = _read(f"## {md(text)} {{ #mine }}\n\nSee {md(text)}.\n\n- {md(text)}\n")
    assert set(reader.tags) <= {"h2", "a", "p", "ul", "li"}
    assert reader.attributes.get("id", "mine") == "mine"
    assert not any(name.startswith("on") for name in reader.attributes)


@pytest.mark.parametrize("text", HOSTILE)
def test_raw_html_holds_it_in_text_and_attributes(text: str) -> None:
    """In the raw HTML of our tables, hostile text stays in its cell and its attribute."""
    reader = _read(f'<table class="x">\n<tr><td title="{md(text)}">{md(text)}</td></tr>\n</table>\n')
    assert reader.tags == ["table", "tr", "td"]
    assert set(reader.attributes) == {"class", "title"}
    assert " ".join(str(reader.attributes["title"]).split()) == _visible(text)
    assert " ".join(reader.text.split()) == _visible(text)


@given(st.text(alphabet=st.sampled_from("ab 1.-+*_#<>&|[](){}!`~^=:\"'\\\n/@$?;\t"), max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever the mix of markup characters, a paragraph after a word has no element but itself."""
    reader = _read(f"x {md(text)} y\n")
    assert reader.tags == ["p"]
    assert " ".join(reader.text.split()) == " ".join(f"x {_visible(text)} y".split())


@given(st.text(max_size=60))
def test_prose_makes_only_paragraphs_and_lists(text: str) -> None:
    """A person's answer becomes paragraphs and lists, whatever markup it holds."""
    reader = _Reader()
    reader.feed(str(prose(text)))
    assert set(reader.tags) <= {"p", "ul", "li", "strong", "em", "code"}
    assert not reader.attributes


@given(st.text(alphabet=st.sampled_from('ab *`<>&"_'), max_size=30))
def test_emphasis_is_well_formed(text: str) -> None:
    """Whatever the stars and backticks, the elements close in order and the words stay."""
    root = ElementTree.fromstring(f"<p>{inline(text)}</p>")  # noqa: S314 - made here
    words = re.sub(r"[*`\s]", "", "".join(root.itertext()))
    assert words == re.sub(r"[*`\s]", "", text)


def test_emphasis_is_shown() -> None:
    """The three kinds of emphasis work, and stars that are not emphasis stay."""
    assert inline("**a** and *b* and `c`") == "<strong>a</strong> and <em>b</em> and <code>c</code>"
    assert inline("2 * 3 * 4") == "2 &#42; 3 &#42; 4"


def test_prose_keeps_paragraphs_and_points() -> None:
    """Blank lines part paragraphs, dashes make points, continuation lines belong to their point."""
    assert prose("One\nline.\n\nThree:\n- a\n  b\n- c") == (
        "<p>One line.</p><p>Three:</p><ul><li>a b</li><li>c</li></ul>"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://a b", None])
def test_only_web_addresses_become_links(address: str | None) -> None:
    """An address that is not http(s) is shown as text."""
    assert "<a" not in link(address, "text")


def test_a_web_address_becomes_a_link() -> None:
    """A plain web address is linked and quoted."""
    assert link("https://example.org/?a=1&b=2") == (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">https://example.org/?a=1&amp;b=2</a>'.replace(
            ">https://example.org/?a=1&amp;b=2<", f">{md('https://example.org/?a=1&b=2')}<"
        )
    )


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_anchors_are_safe_and_distinct(one: str, other: str) -> None:
    """An anchor holds only letters, digits, - and _; different names get different anchors."""
    assert re.fullmatch(r"[a-z0-9_-]+", anchor("label", one))
    assert (anchor("label", one) == anchor("label", other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"), [(("a", "b-c"), ("a-b", "c")), (("a", "b"), ("a-b", "")), (("-", "a"), ("", "-a"))]
)
def test_a_name_between_others_is_told_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Question a with label b-c and question a-b with label c have anchors of their own."""
    assert anchor("label", *one) != anchor("label", *other)
