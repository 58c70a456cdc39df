"""Photograph each kind of page of the built demo site for the documentation.

Run: make screenshots          (needs Chromium; writes docs/assets/screenshots/)

Pictures are taken in the light scheme with motion off, from the newest version of the demo, so that they change only
when the pages do.
"""

from __future__ import annotations

import base64
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from labelcards.cards.pages.table import PAGES
from labelcards.site.server import site_server

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "assets" / "screenshots"
VERSION = "support-tickets/2.0.0"
SIZE, SCALE = ViewportSize(width=1380, height=880), 0.8
BUDGET = 1_200_000
"""Bytes that all pictures together may take in the repository."""

SHOTS: dict[str, tuple[str, str]] = {
    "data-sets": ("", ""),
    **{
        page.picture: (f"{VERSION}/" if page.name == "index" else f"{VERSION}/{page.name}/", page.picture_from)
        for page in PAGES
        if page.picture
    },
    "versions": ("support-tickets/", ""),
}
"""Picture → the page, and the element it begins with; the top of the page when empty."""


def main() -> int:
    """Take all pictures; 0 when they fit the budget."""
    site = ROOT / "site"
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None or not (site / VERSION).is_dir():
        print("Needs Chromium, and the demo site in site/: run `make site` first.", file=sys.stderr)
        return 4
    TARGET.mkdir(parents=True, exist_ok=True)
    with site_server(site) as server, sync_playwright() as driver:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, device_scale_factor=SCALE, color_scheme="light", reduced_motion="reduce")
        converter = browser.new_page()
        for name, (place, element) in SHOTS.items():
            picture = take(page, f"http://127.0.0.1:{server.server_address[1]}/{place}", element)
            (TARGET / f"{name}.webp").write_bytes(webp(converter, picture))
        browser.close()
        server.shutdown()
    taken = sum(path.stat().st_size for path in TARGET.glob("*.webp"))
    print(f"{len(SHOTS)} pictures, {taken / 1e6:.2f} MB")
    return int(taken > BUDGET)


def take(page: Page, address: str, element: str) -> bytes:
    """Open a page, wait until the version selector stands, and photograph what a reader sees first."""
    page.goto(address, wait_until="networkidle")
    if VERSION in address:
        page.wait_for_selector(".md-version__current")
    if element:
        top = "document.querySelector(at).getBoundingClientRect().top"
        page.evaluate(f"at => scrollTo(0, {top} + scrollY - 90)", element)
    page.add_style_tag(content="* { transition: none !important; caret-color: transparent }")
    page.wait_for_timeout(150)
    return page.screenshot(animations="disabled")


def webp(page: Page, picture: bytes) -> bytes:
    """A PNG as WebP, a quarter of its size; the browser is the only converter this needs."""
    drawn = """async address => {
        const image = new Image(); image.src = address; await image.decode();
        const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
        canvas.getContext('2d').drawImage(image, 0, 0);
        return canvas.toDataURL('image/webp', 0.8); }"""
    made: str = page.evaluate(drawn, "data:image/png;base64," + base64.b64encode(picture).decode())
    kind, _, content = made.partition(",")
    if not kind.startswith("data:image/webp"):
        raise RuntimeError("this Chromium cannot write WebP")
    return base64.b64decode(content)


if __name__ == "__main__":
    sys.exit(main())
