"""With the keyboard alone: everything can be reached, and what has the focus shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.browsing import KINDS, Watched
from tests.site.conftest import DATASET

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')];
  return all.filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length
                         && !e.closest('[inert], [hidden]') && !e.matches('[type="radio"]:not(:checked)'))
            .map(e => { e.dataset.tab ??= String(all.indexOf(e)); return e.dataset.tab });
}"""
"""What a reader who sees the page could click; of a group of radio buttons Tab reaches one, arrows the others."""

FOCUS = """() => {
  document.getAnimations().forEach(a => a.finish());
  const e = document.activeElement;
  const marked = e.matches('.md-option') ? e.parentElement.querySelector('label:not([hidden])') : e;
  const s = getComputedStyle(marked), box = marked.getBoundingClientRect();
  return {id: e.dataset.tab ?? null, name: `${e.tagName}.${e.className}`,
          shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0
                 || e.matches('.md-search__input, .md-skip'),
          seen: Number(s.opacity) > 0 && box.bottom > 0 && box.top < innerHeight};
}"""
"""The focus: on what, whether an outline marks it, and whether it is on the screen."""


def tabbed(page: Page, limit: int = 900) -> list[dict[str, object]]:
    """What gets the focus, in order, until it leaves the page or comes round."""
    seen: list[dict[str, object]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["name"].startswith("BODY") or (seen and found["id"] is not None and found["id"] == seen[0]["id"]):
            break
        seen.append(found)
    return seen


@pytest.mark.parametrize("place", KINDS)
def test_tab_reaches_everything(watched: Watched, address: str, place: str) -> None:
    """Every visible link, button, fold and scrollable table gets the focus by Tab, is on the screen and is marked."""
    page = watched.page
    page.goto(address + place, wait_until="load")
    page.wait_for_selector(".md-version__current")
    wanted = set(page.evaluate(REACHABLE))
    held = tabbed(page)
    assert wanted - {step["id"] for step in held} == set()
    assert [step["name"] for step in held if not step["shown"]] == []
    assert [step["name"] for step in held if not step["seen"]] == []


def test_the_first_stop_skips_to_the_content(watched: Watched, address: str) -> None:
    """The first Tab shows a link that jumps over the navigation."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/quality/", wait_until="load")
    page.keyboard.press("Tab")
    page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.length > 1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_version_selector_opens_without_a_mouse(watched: Watched, address: str) -> None:
    """The selector gets the focus, its list opens, and Enter on a version leads there."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/bias/", wait_until="load")
    page.wait_for_selector(".md-version__current")
    page.focus(".md-version__current")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = page.evaluate("document.activeElement.className + ' ' + document.activeElement.innerText")
    assert link.startswith("md-version__link")
    assert link.partition("1.0.0")[1]
    page.wait_for_function("getComputedStyle(document.querySelector('.md-version__list')).opacity === '1'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{DATASET}/1.0.0/bias/")


def test_search_opens_and_closes_without_a_mouse(watched: Watched, address: str) -> None:
    """A slash opens the search, arrows choose, Escape closes it and gives the focus back."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/", wait_until="load")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.matches('.md-search__input')")
    page.wait_for_function("document.querySelector('.md-search-result__meta').textContent.includes('Type to start')")
    page.keyboard.type("alpha")
    page.wait_for_selector(".md-search-result__link")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.activeElement.matches('.md-search-result__link')")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('#__search').checked")


def test_a_fold_opens_without_a_mouse(watched: Watched, address: str) -> None:
    """Enter on the summary of a fold shows what is in it."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/changes/", wait_until="load")
    page.focus("details > summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('details').open")


def test_the_link_to_a_figure_shows_when_it_has_the_focus(watched: Watched, address: str) -> None:
    """The mark beside a figure is invisible until the row is pointed at or the mark has the focus."""
    page = watched.page
    page.goto(f"{address}{DATASET}/1.1.0/quality/", wait_until="load")
    opacity = "getComputedStyle(document.querySelector('tr .lc-self')).opacity"
    assert page.evaluate(opacity) == "0"
    page.focus("tr .lc-self")
    assert page.evaluate(opacity) == "1"
