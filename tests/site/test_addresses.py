"""Every figure can be linked to, leads to its definition, and every address on the whole site leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.cards.pages.table import PAGES
from labelcards.site.index import read_summaries
from labelcards.site.overview import build_overview
from tests.site.conftest import DATASET, VERSIONS
from tests.site.reading import broken, read_page

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"<tr(?P<row>[^>]*)><th scope=\"row\"[^>]*>(?P<name>.*?)</th>", re.DOTALL)
FIGURE = re.compile(r'<span class="lc-fig"(?P<head>[^>]*)>(?P<body>.*?)</span>', re.DOTALL)


def _page(site: Path, version: str, page: str) -> Path:
    return site / DATASET / version / ("" if page == "index" else page) / "index.html"


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_no_id_stands_twice(site: Path, page: str) -> None:
    """An address leads to one place: no two elements of a page have the same id."""
    text = _page(site, "1.1.0", page).read_text()
    ids = Counter(re.findall(r'<[a-z][^>]*? id="([^"]+)"', text))
    assert {held: number for held, number in ids.items() if number > 1} == {}


@pytest.mark.parametrize("page", ["quality", "labels", "annotators", "bias", "privacy", "changes", "model-card"])
def test_every_row_with_a_figure_has_an_address(site: Path, page: str) -> None:
    """A row on an axis has an id that names its figure, and a link to itself; or its figure has one further up."""
    text = _page(site, "1.1.0", page).read_text()
    tables = re.findall(r'<table class="lc-table lc-plot.*?</table>', text, re.DOTALL)
    assert tables
    rows = [match for table in tables for match in ROW.finditer(table)]
    named = [match for match in rows if 'id="' in match["row"]]
    assert len(named) > 0.8 * len(rows)
    for match in named:
        held = re.search(r'id="([^"]+)"', match["row"])
        assert held is not None
        assert re.match(r"(quality|bias|anonymization|model|changes)\.", held[1])
        assert f'href="#{held[1]}"' in match["name"]


def test_every_kind_of_figure_leads_to_its_definition(site: Path) -> None:
    """A value in a sentence links to the glossary of its version, and so does the head of every column of figures."""
    seen = 0
    for page in (page.name for page in PAGES):
        text = _page(site, "1.1.0", page).read_text()
        for match in FIGURE.finditer(text):
            inside_facts = text[: match.start()].endswith("<dd>")
            assert inside_facts or "glossary/#metric-" in match["body"], (page, match[0][:200])
            seen += 1
        for table in re.findall(r'<table class="lc-table lc-plot.*?</thead>', text, re.DOTALL):
            assert "glossary/#metric-" in table, page
    assert seen > 30


def test_the_address_of_a_figure_is_its_path(site: Path) -> None:
    """The fragment is what documents, gates and answers call the figure, so that it can be typed."""
    quality = read_page(_page(site, "1.1.0", "quality"))
    assert "quality.questions.topic.agreement.overall.alpha" in quality.ids
    for version in VERSIONS[:-1]:
        assert "quality.questions.topic.agreement.overall.alpha" in read_page(_page(site, version, "quality")).ids


def test_headline_figures_lead_to_themselves(site: Path) -> None:
    """A tile of the first page leads to the place where its figure is explained."""
    links = read_page(_page(site, "1.1.0", "index")).links
    assert "quality/#quality.questions.topic.agreement.overall.alpha" in links
    assert "labels/#quality.questions.topic.label_errors.flagged_share" in links


def test_the_glossary_says_what_a_metric_is(site: Path) -> None:
    """Each entry has a definition, a range, a direction and a source."""
    text = _page(site, "1.1.0", "glossary").read_text()
    entries = re.findall(r'<div id="metric-[^"]+">(.*?)</div>', text, re.DOTALL)
    assert len(entries) > 40
    for entry in entries:
        plain = re.sub(r"<[^>]+>", " ", entry)
        for part in ("Unit:", "Range:", "Source:"):
            assert part in plain
        assert re.search(r"(?i)(higher|lower|neither end) is better", plain)
    assert all(entry.definition and entry.source and entry.low and entry.high for entry in CATALOG.values())


def test_every_address_of_the_real_documentation_leads_somewhere(site_cards: Path, tmp_path: Path) -> None:
    """The product's own pages, as the front of the site shows them: no dead link, no dead fragment."""
    build_overview(ROOT / "docs", {DATASET: read_summaries(site_cards, VERSIONS)}, tmp_path / "site")
    for version in VERSIONS:
        folder = tmp_path / "site" / DATASET / version
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("<p>built elsewhere</p>")
    pages = [path for path in sorted((tmp_path / "site").rglob("*.html")) if DATASET not in path.parts]
    assert len(pages) > 20
    wrong = {str(path.relative_to(tmp_path)): broken(read_page(path), tmp_path / "site") for path in pages}
    assert {path: links for path, links in wrong.items() if links} == {}
