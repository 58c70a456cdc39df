"""Pages are light and there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.browsing import ADDRESSES, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

HEAVIEST = 500_000
"""Bytes a page may move, all in all and uncompressed: HTML, styles, scripts, pictures."""
SLOWEST = 1000.0
"""Milliseconds until something is to be seen, from a server on this machine."""
TRIES = 5


@pytest.mark.parametrize("place", ADDRESSES)
def test_a_page_is_light_and_painted_at_once(browser: Browser, address: str, place: str) -> None:
    """The first visit moves less than the limit and paints within a second; the best of several tries counts."""
    paints: list[float] = []
    while len(paints) < TRIES and (not paints or min(paints) >= SLOWEST):
        held = Watched(browser, address, viewport={"width": 1440, "height": 900})
        held.page.goto(address + place, wait_until="networkidle")
        kinds = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        sizes = held.page.evaluate(
            f"{kinds}.map(entry => [entry.name, Math.max(entry.transferSize, entry.encodedBodySize)])"
        )
        moved = [(name, size) for name, size in sizes if not name.startswith("data:")]
        assert [name for name, size in moved if size == 0] == []
        assert sum(size for _, size in moved) < HEAVIEST, sorted(moved, key=lambda row: -row[1])[:5]
        paint = "performance.getEntriesByName('first-contentful-paint')[0]"
        held.page.wait_for_function(paint)  # the browser reports it a moment after it happened
        paints.append(held.page.evaluate(f"{paint}.startTime"))
        held.context.close()
    assert min(paints) < SLOWEST


def test_the_search_index_comes_when_it_is_wanted(watched: Watched, address: str) -> None:
    """No page loads the index of its version until a reader opens the search."""
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.page.goto(f"{address}{ADDRESSES[2]}", wait_until="networkidle")
    assert not [url for url in asked if "search_index" in url]
    watched.page.keyboard.press("/")
    watched.page.wait_for_function("document.querySelector('.md-search-result__meta').textContent.includes('Type to')")
    assert [url for url in asked if url.endswith("search_index.json")]
