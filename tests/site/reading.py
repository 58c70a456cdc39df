"""What a browser would find in a built page: ids, links, resources, text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("use", "href")}


@dataclass
class Page:
    """A parsed page."""

    path: Path
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""


class _Parser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, held))
        if "id" in held:
            self.page.ids.add(held["id"])
        if tag == "a" and "href" in held:
            self.page.links.append(held["href"])
        for name, value in held.items():
            if (tag, name) in LOADING and not (tag == "link" and held.get("rel") in ("canonical", "next", "prev")):
                self.page.resources.append(value)
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.page.text += data


@cache
def read_page(path: Path) -> Page:
    """The page at ``path``."""
    page = Page(path)
    _Parser(page).feed(path.read_text(encoding="utf-8"))
    return page


def broken(page: Page, site: Path) -> list[str]:
    """Links of ``page`` that lead to no file or to no id on it."""
    found: list[str] = []
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
        if target.is_dir():
            target = target / "index.html"
        missing = not target.is_file() or not target.is_relative_to(site.resolve())
        anchored = target.suffix == ".html" and parts.fragment and parts.fragment != "__nav"
        if missing or (anchored and unquote(parts.fragment) not in read_page(target).ids):
            found.append(link)
    return found
