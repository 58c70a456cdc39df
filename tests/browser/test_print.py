"""On paper: white, whole, without navigation, and nothing alone at the foot of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.browsing import Watched
from tests.site.conftest import DATASET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PRINTED = {"": (2, 8), "quality/": (3, 16), "datasheet/": (6, 14), "model-card/": (2, 10)}
"""Page → the fewest and the most sheets it may take."""
WIDTH = 680
"""Pixels between the margins of an A4 sheet (180 mm)."""


@pytest.fixture
def sheet(browser: Browser, address: str) -> Page:
    """A page as the printer lays it out, asked for by a reader whose screen is dark."""
    held = Watched(browser, address, viewport={"width": WIDTH, "height": 900}, color_scheme="dark")
    held.page.emulate_media(media="print", color_scheme="dark")
    return held.page


@pytest.mark.parametrize("place", PRINTED)
def test_nothing_is_cut_off(sheet: Page, address: str, place: str) -> None:
    """No table, chart or word is wider than the sheet, and no fold or clamp hides a part."""
    sheet.goto(f"{address}{DATASET}/1.1.0/{place}", wait_until="load")
    wide = """width => [...document.querySelectorAll('article table, article svg, article p, article pre')]
        .filter(e => e.getBoundingClientRect().right > width + 1).map(e => e.outerHTML.slice(0, 90))"""
    assert sheet.evaluate(wide, WIDTH) == []
    clipped = """() => [...document.querySelectorAll('article *')].filter(e => {
        const s = getComputedStyle(e);
        return ['auto', 'scroll', 'hidden'].includes(s.overflowX) && !e.closest('.lc-sr, .lc-kpis, svg')
               && e.scrollWidth > e.clientWidth + 1 }).map(e => e.outerHTML.slice(0, 90))"""
    assert sheet.evaluate(clipped) == []


@pytest.mark.parametrize("place", PRINTED)
def test_only_the_text_is_printed_on_white(sheet: Page, address: str, place: str) -> None:
    """Header, navigation, search, footer and link marks are gone; the ground is white and the ink dark."""
    sheet.goto(f"{address}{DATASET}/1.1.0/{place}", wait_until="load")
    for part in (".md-header", ".md-sidebar", ".md-search", ".md-footer", ".headerlink", ".lc-self", ".md-top"):
        shown = f"[...document.querySelectorAll('{part}')].filter(e => e.getClientRects().length).length"
        assert sheet.evaluate(shown) == 0, part
    assert sheet.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert sheet.evaluate("getComputedStyle(document.querySelector('article p')).color") in (
        "rgb(0, 0, 0)",
        "rgb(68, 68, 68)",
    )
    dark = """() => [...document.querySelectorAll('article .lc-chip')].map(e => getComputedStyle(e).backgroundColor)
        .filter(c => { const [r, g, b, a = 1] = c.match(/[0-9.]+/g).map(Number); return a > 0 && r + g + b < 600 })"""
    assert sheet.evaluate(dark) == []


@pytest.mark.parametrize("place", PRINTED)
def test_the_number_of_sheets_is_reasonable(sheet: Page, address: str, place: str) -> None:
    """A document neither loses its sheets nor spreads over many almost empty ones."""
    sheet.goto(f"{address}{DATASET}/1.1.0/{place}", wait_until="load")
    made = sheet.pdf(format="A4", prefer_css_page_size=True)
    assert made.startswith(b"%PDF-")
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", made))
    fewest, most = PRINTED[place]
    assert fewest <= sheets <= most


def test_headings_stay_with_what_they_head(sheet: Page, address: str) -> None:
    """Every heading, table head and first row is kept with what follows it; every row is kept whole."""
    sheet.goto(f"{address}{DATASET}/1.1.0/quality/", wait_until="load")
    kept = "selector => [...new Set([...document.querySelectorAll(selector)].map(e => getComputedStyle(e)[{0}]))]"
    after, inside = kept.replace("{0}", "'breakAfter'"), kept.replace("{0}", "'breakInside'")
    heads = "article :is(h1, h2, h3, h4), .lc-plot thead, .lc-plot tbody tr:first-child"
    assert sheet.evaluate(after, heads) == ["avoid"]
    assert sheet.evaluate(inside, ".lc-plot tbody tr, .lc-verdict") == ["avoid"]
