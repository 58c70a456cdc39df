"""The table of pages: a row stands for a template, content, a place in the navigation and a picture."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from labelcards.cards.context import CardContext
from labelcards.cards.environment import template_folder
from labelcards.cards.pages.table import PAGES, Page, pages_for
from labelcards.site.version import navigation

_ASKED = re.compile(r"(?<![-\w/])card\.([a-z_]+)")
_INCLUDED = re.compile(r"{%-?\s*(?:include|import|from)\s+\"([^\"]+?)/?\"")
IDS = [page.name for page in PAGES]


def asked(name: str) -> set[str]:
    """The attributes of ``card`` that a template uses, those of its parts included."""
    place = template_folder() / name
    if place.is_dir():  # the rest of the name is put together in the template
        return set().union(*(asked(f"{name}/{part.name}") for part in place.iterdir()))
    text = place.read_text(encoding="utf-8")
    return set(_ASKED.findall(text)).union(*(asked(part) for part in _INCLUDED.findall(text)))


def test_each_row_has_a_template_and_each_template_a_row() -> None:
    """A page that is in one place only is a mistake."""
    shipped = {path.name.removesuffix(".md.jinja") for path in (template_folder() / "pages").iterdir()}
    assert shipped == set(IDS)
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_a_template_finds_what_it_asks_the_card_for(page: Page, context: CardContext) -> None:
    """A row without what builds its content would leave its template with nothing."""
    names = asked(f"pages/{page.name}.md.jinja")
    assert names, page.name
    assert {name for name in names if not hasattr(context, name)} == set()
    assert page.build is None or page.content in names


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_content_has_a_name_and_something_that_builds_it(page: Page) -> None:
    """One is no use without the other, and no two pages share a name."""
    assert bool(page.content) == (page.build is not None)
    assert [other.name for other in PAGES if other.content == page.content != ""] in ([], [page.name])
    assert page.charts is None or page.content


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "index"], ids=lambda page: page.name)
def test_a_page_calls_itself_what_the_navigation_calls_it(page: Page, cards: Path) -> None:
    """The heading of a page is its title in the table."""
    text = (cards / f"{page.name}.md").read_text(encoding="utf-8")
    assert re.search(rf"^# {page.title}$", text, re.MULTILINE)


def test_the_front_page_lists_all_other_pages_with_a_sentence(cards: Path) -> None:
    """In the order of the navigation; a new page may not stand there bare."""
    text = (cards / "index.md").read_text(encoding="utf-8")
    index = text[text.index('<dl class="lc-index">') :]
    listed = re.findall(r'<dt><a href="([a-z-]+)/">([^<]+)</a></dt><dd>([^<]+)</dd>', index)
    assert [(name, title) for name, title, _ in listed] == [(p.name, p.title) for p in PAGES if p.name != "index"]


def test_the_navigation_has_each_page_once_and_each_heading_once() -> None:
    """Rows of one group stand together."""
    groups = [group for group, _ in groupby(PAGES, key=lambda page: page.group)]
    assert len(groups) == len(set(groups))
    flat = [target for entry in navigation(PAGES) for held in entry.values() for target in _targets(held)]
    assert flat == [f"{page.name}.md" for page in PAGES]


def _targets(held: str | list[dict[str, str]]) -> list[str]:
    return [held] if isinstance(held, str) else [target for entry in held for target in entry.values()]


def test_the_public_navigation_lacks_pages_about_single_people() -> None:
    """And nothing else."""
    assert {page.name for page in PAGES} - {page.name for page in pages_for("public")} == {"annotators"}
    assert "annotators.md" not in str(navigation(pages_for("public")))


def test_each_picture_of_a_page_is_in_the_documentation(root: Path) -> None:
    """And no picture is left of a page that is gone."""
    pictures = {path.stem for path in (root / "docs/assets/screenshots").glob("*.webp")}
    assert {page.picture for page in PAGES if page.picture} | {"data-sets", "versions"} == pictures


@pytest.mark.parametrize("name", ["utils", "build", "qualitty", "_private", "__html__"])
def test_a_card_has_no_other_attributes(name: str, context: CardContext) -> None:
    """What the table does not name is not there."""
    with pytest.raises(AttributeError, match=name):
        getattr(context, name)
