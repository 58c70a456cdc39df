"""axe-core finds nothing serious on any kind of page, in either scheme, on a desk or on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.browsing import ADDRESSES, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("vendor") / "axe-core" / "axe.min.js"
PLACES = [*ADDRESSES, "how-to/add/"]
GRAVE = ("critical", "serious", "moderate")


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core objects to on the open page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"
    )
    return found


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str, width: int) -> None:
    """No violation of moderate or higher impact: WCAG A and AA, and axe's best practices."""
    held = Watched(browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    wrong: list[str] = []
    for place in PLACES:
        held.page.goto(address + place, wait_until="load")
        if place.count("/") > 1 and not place.startswith("how-to"):
            held.page.wait_for_selector(".md-version__current")
        for rule in violations(held.page):
            if rule["impact"] in GRAVE:
                wrong += [f"{place or 'front'}: {rule['id']}: {node['html'][:120]}" for node in rule["nodes"]]
    held.context.close()
    assert wrong == []


def test_axe_would_find_something(watched: Watched, address: str) -> None:
    """The check is awake: a planted picture without a text is found."""
    watched.page.goto(address, wait_until="load")
    watched.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=data:,>')")
    assert "image-alt" in {rule["id"] for rule in violations(watched.page)}
