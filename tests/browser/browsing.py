"""Headless Chromium on a folder of static files: a page with everything it asked for and said."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from labelcards.cards.pages.table import PAGES
from labelcards.site.server import site_server
from tests.site.conftest import DATASET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["ADDRESSES", "ARGUMENTS", "CHROMIUM", "KINDS", "Watched", "chromium", "served"]

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
KINDS = [f"{DATASET}/1.1.0/{'' if page.name == 'index' else page.name + '/'}" for page in PAGES]
"""The address of each kind of page of a version."""
ADDRESSES = ["", f"{DATASET}/", *KINDS]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of ``folder`` on a plain file server."""
    with site_server(folder) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium; the test skips when there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Watched:
    """A page with everything it requested and logged."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.outside: list[str] = []
        self.logged: list[str] = []
        self.page.on("request", lambda request: self._request(request.url, address))
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.outside.append(url)
