"""One browser and one served site for all tests of a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.browsing import Watched, chromium, served
from tests.site.conftest import docs, site, site_cards  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:  # noqa: F811 - the fixture
    """The site on a plain file server."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; skips when there is none."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A fresh page, 1440 px wide."""
    held = Watched(browser, address, viewport={"width": 1440, "height": 900})
    yield held
    held.context.close()
