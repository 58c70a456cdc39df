"""The built site in a real browser: no request leaves it, nothing is logged, versions switch, search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.browsing import ADDRESSES, Watched
from tests.site.conftest import DATASET

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", ADDRESSES)
def test_a_page_is_quiet(watched: Watched, address: str, place: str) -> None:
    """Every page loads without a request to elsewhere, an error, a warning or a planted script."""
    watched.page.goto(address + place, wait_until="load")
    if place.count("/") > 1:
        watched.page.wait_for_selector(".md-version__current")
    assert watched.outside == []
    assert watched.logged == []


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    """Tables and charts scroll inside themselves; the page never does."""
    held = Watched(browser, address, viewport={"width": width, "height": 900})
    wide: list[str] = []
    for place in ADDRESSES:
        held.page.goto(address + place, wait_until="load")
        if held.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
            wide.append(place)
    held.context.close()
    assert wide == []


def test_switching_versions_keeps_the_page(watched: Watched, address: str) -> None:
    """The selector lists all versions and leads to the same page of another one, without a server behind it."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/quality/")
    page.wait_for_selector(".md-version__current")
    assert "1.1.0" in page.inner_text(".md-version__current")
    page.hover(".md-version__current", force=True)
    titles = page.locator(".md-version__link")
    assert [text.split(" ")[0] for text in titles.all_inner_texts()] == ["1.1.0", "1.0.0", "0.1.0"]
    page.get_by_role("link", name="1.0.0 · 2026-04-14").click()
    page.wait_for_url(f"{address}{DATASET}/1.0.0/quality/")
    assert "1.0.0" in page.inner_text(".md-version__current")
    assert (watched.outside, watched.logged) == ([], [])


def test_search_works_offline(watched: Watched, address: str) -> None:
    """A word from a deep page is found by its own index, and the result leads there."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/")
    page.keyboard.press("/")
    page.wait_for_function("document.querySelector('.md-search-result__meta').textContent.includes('Type to start')")
    page.locator("input.md-search__input").press_sequentially("adjudicated")
    page.wait_for_selector(".md-search-result__link")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_load_state()
    assert "/1.1.0/" in page.url
    assert (watched.outside, watched.logged) == ([], [])


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 24, 28)")])
def test_colors_follow_the_system(browser: Browser, address: str, scheme: str, ground: str) -> None:
    """The system's preference decides, and charts are painted with the scheme's colors."""
    held = Watched(browser, address, color_scheme=scheme)
    held.page.goto(f"{address}{DATASET}/1.1.0/changes/")
    assert held.page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    rect = "getComputedStyle(document.querySelector('.lc-svg rect')).fill"
    accent = {"light": "rgb(13, 95, 120)", "dark": "rgb(116, 192, 214)"}[scheme]
    assert held.page.evaluate(rect) == accent
    held.context.close()


def test_a_question_can_be_linked(watched: Watched, address: str) -> None:
    """An address with a question's key scrolls to the question."""
    watched.page.goto(f"{address}{DATASET}/1.1.0/datasheet/#composition-7")
    watched.page.wait_for_function("window.scrollY > 200")
    top = watched.page.evaluate("document.getElementById('composition-7').getBoundingClientRect().top")
    assert 0 <= top < 300


def test_an_older_version_says_which_one_is_newest(watched: Watched, address: str) -> None:
    """The note on a page of an older version leads to the same page of the newest one, and is absent there."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.0.0/quality/")
    note = page.wait_for_selector(".lc-outdated")
    assert note is not None
    assert note.inner_text() == "This is version 1.0.0, not the newest one. Go to version 1.1.0"
    page.get_by_role("link", name="Go to version 1.1.0").click()
    page.wait_for_url(f"{address}{DATASET}/1.1.0/quality/")
    page.wait_for_selector(".md-version__current")
    page.wait_for_timeout(300)
    assert page.locator(".lc-outdated").count() == 0
    assert (watched.outside, watched.logged) == ([], [])
