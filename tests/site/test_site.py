"""The built site: whole, self-contained, immutable, the same every time."""

from __future__ import annotations

import json
import html
import re
import shutil
from pathlib import Path

import pytest

from labelcards.cards.pages.table import PAGES
from labelcards.documents.datasheet import QUESTIONS
from labelcards.errors import InputError, ToolError
from labelcards.site.index import build_index, read_summaries, versions_json
from labelcards.site.overview import build_overview
from labelcards.site.publish import publish
from labelcards.site.settings import settings
from labelcards.site.version import build_version
from tests.cards import sample
from tests.site.conftest import DATASET, VERSIONS
from tests.site.reading import broken, read_page


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rebuilding_elsewhere_gives_the_same_bytes(site: Path, site_cards: Path, tmp_path: Path) -> None:
    """A copy of the cards in another folder builds to the same files, sitemap and search index included."""
    shutil.copytree(site_cards / "1.0.0", tmp_path / "else" / "where")
    build_version(tmp_path / "else" / "where", tmp_path / "out")
    assert _bytes(tmp_path / "out") == _bytes(site / DATASET / "1.0.0")


def test_no_page_names_a_folder_of_this_machine(site: Path, site_cards: Path) -> None:
    """Neither the source folder nor a temporary one leaks into what is published."""
    for name, content in _bytes(site).items():
        assert str(site_cards).encode() not in content, name
        assert b"labelcards-pages-" not in content, name
        assert b"labelcards-site-" not in content, name


def test_publishing_a_version_touches_no_other(site: Path, site_cards: Path, tmp_path: Path) -> None:
    """Building a version, the index and the overview again leaves the other versions' bytes and times alone."""
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    before = {path: path.stat().st_mtime_ns for path in (copy / DATASET / "1.0.0").rglob("*")}
    build_version(site_cards / "1.1.0", copy / DATASET / "1.1.0")
    build_index(site_cards, VERSIONS, copy / DATASET)
    build_overview(tmp_path / "no-docs", {DATASET: read_summaries(site_cards, VERSIONS)}, copy)
    assert {path: path.stat().st_mtime_ns for path in (copy / DATASET / "1.0.0").rglob("*")} == before


def test_every_link_leads_somewhere(site: Path) -> None:
    """Every relative link of every page leads to a file of the site, and every fragment to an id."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 3 * 13
    wrong = {str(path.relative_to(site)): broken(read_page(path), site) for path in pages if path.name != "404.html"}
    assert {path: links for path, links in wrong.items() if links} == {}


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    """Scripts, styles, images and icons are relative, and no script or style names a foreign server to load from."""
    for path in sorted(site.rglob("*.html")):
        for resource in read_page(path).resources:
            assert not re.match(r"(?:[a-z]+:)?//", resource), (path, resource)
    for path in sorted([*site.rglob("*.css"), *site.rglob("*.js")]):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import|unpkg\.com|googleapis|jsdelivr", text), path
        assert "sourceMappingURL" not in text, path


def test_the_figures_of_hostile_labels_are_text(site: Path) -> None:
    """Nothing planted in names became an element or an event handler, and readers see it as it is written."""
    for path in sorted((site / DATASET / "1.1.0").rglob("*.html")):
        page = read_page(path)
        assert not any(name.startswith("on") for _, held in page.tags for name in held), path
        assert not any(held.get("href", "").startswith("javascript:") for _, held in page.tags), path
        assert not any(tag == "img" and held.get("src") == "x" for tag, held in page.tags), path
        scripts = [held for tag, held in page.tags if tag == "script" and "src" not in held]
        assert len(scripts) <= 6, path
        assert "alert(1)" not in "".join(re.findall(r"<script[^>]*>(.*?)</script>", path.read_text(), re.DOTALL))
    assert sample.HOSTILE in " ".join(read_page(site / DATASET / "1.1.0" / "labels" / "index.html").text.split())


def test_the_title_is_escaped_in_the_head(site: Path) -> None:
    """The theme prints the site name raw, so it must arrive escaped."""
    head = (site / DATASET / "1.1.0" / "index.html").read_text(encoding="utf-8").split("</head>")[0]
    assert "<b>" not in head
    assert "<title>Support tickets &lt;b&gt;&amp; requests&lt;/b&gt;</title>" in head


def test_all_57_questions_can_be_linked(site: Path) -> None:
    """Every question of the datasheet has its own address."""
    assert set(QUESTIONS) <= read_page(site / DATASET / "1.1.0" / "datasheet" / "index.html").ids


def test_ids_are_unique_on_every_page(site: Path) -> None:
    """Charts, questions and labels never share an id."""
    for path in sorted((site / DATASET).rglob("*.html")):
        ids = [held["id"] for _, held in read_page(path).tags if "id" in held]
        assert len(ids) == len(set(ids)), (path, sorted({name for name in ids if ids.count(name) > 1}))


def test_every_table_says_what_it_shows(site: Path) -> None:
    """Every table of figures has column heads with a scope and a name, and can be scrolled by keyboard."""
    for path in sorted((site / DATASET / "1.1.0").rglob("*.html")):
        tags = read_page(path).tags
        regions = [held for tag, held in tags if tag == "div" and "lc-table-wrap" in held.get("class", "")]
        assert all(held.get("role") == "group" and held.get("aria-label") for held in regions)
        assert all(held.get("tabindex") == "0" for held in regions)
        assert all(held.get("scope") in ("col", "row", "rowgroup") for tag, held in tags if tag == "th")


def test_versions_are_listed_newest_first(site: Path) -> None:
    """versions.json has mike's shape, the newest version is ``latest``, and the plain list names all."""
    rows = json.loads((site / DATASET / "versions.json").read_text(encoding="utf-8"))
    assert [row["version"] for row in rows] == ["1.1.0", "1.0.0", "0.1.0"]
    assert [row["aliases"] for row in rows] == [["latest"], [], []]
    links = read_page(site / DATASET / "index.html").links
    assert {"1.1.0/", "1.0.0/", "0.1.0/", "../"} <= set(links)


def test_versions_stand_side_by_side(site: Path) -> None:
    """The landing page compares the headline figures of all versions and leads to each version's changes."""
    page = read_page(site / DATASET / "index.html")
    assert "compare" in page.ids
    assert {"1.1.0/changes/", "1.0.0/changes/"} <= set(page.links)
    assert "0.1.0/changes/" not in page.links
    assert page.text.count("Krippendorff's alpha") == 2


def test_versions_sort_by_number_when_dates_are_equal(site_cards: Path, tmp_path: Path) -> None:
    """On one day 1.10.0 comes after 1.9.0, and a release after its candidate."""
    held = json.loads((site_cards / "1.0.0" / "summary.json").read_text(encoding="utf-8"))
    numbers = ("1.9.0", "1.10.0-rc.1", "1.10.0")
    for number in numbers:
        (tmp_path / number).mkdir()
        (tmp_path / number / "summary.json").write_text(json.dumps({**held, "version": number}), encoding="utf-8")
    rows = json.loads(versions_json(read_summaries(tmp_path, numbers)))
    assert [row["version"] for row in rows] == ["1.10.0", "1.10.0-rc.1", "1.9.0"]


def test_the_sitemap_lists_every_page(site: Path) -> None:
    """The version selector keeps the reader's page by it: all pages, one common start, the version's date."""
    text = (site / DATASET / "1.0.0" / "sitemap.xml").read_text(encoding="utf-8")
    places = re.findall(r"<loc>([^<]+)</loc>", text)
    pages = {path.parent for path in (site / DATASET / "1.0.0").rglob("index.html")}
    assert len(places) == len(pages) == len(PAGES)
    assert min(places, key=len) in places
    assert all(place.startswith(min(places, key=len)) for place in places)
    assert set(re.findall(r"<lastmod>([^<]+)</lastmod>", text)) == {"2026-04-14"}


def test_the_overview_leaves_card_sources_out(site: Path) -> None:
    """The root has the documentation and the data sets, not the Markdown of cards."""
    assert (site / "documentation" / "index.html").is_file()
    assert (site / "how-to" / "add" / "index.html").is_file()
    assert not (site / "cards").exists()
    text = read_page(site / "index.html").text
    assert all(number in text for number in VERSIONS)
    assert (site / "index.html").read_text(encoding="utf-8").count('class="lc-svg"') == 3


def test_an_address_gives_canonical_links(site_cards: Path, tmp_path: Path) -> None:
    """With a public address pages say where they belong; without one they do not pretend."""
    build_version(site_cards / "1.0.0", tmp_path / "out", address="https://cards.example.org/support-tickets/1.0.0/")
    page = (tmp_path / "out" / "quality" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://cards.example.org/support-tickets/1.0.0/quality/">' in page


def test_no_address_no_canonical_link(site: Path) -> None:
    """A site that may be served anywhere names no address."""
    assert "canonical" not in (site / DATASET / "1.0.0" / "quality" / "index.html").read_text(encoding="utf-8")


def test_a_data_set_cannot_take_a_name_of_the_root(site_cards: Path, tmp_path: Path) -> None:
    """A data set named like a folder of the root would be overwritten by it."""
    with pytest.raises(InputError) as caught:
        build_overview(tmp_path, {"assets": read_summaries(site_cards, VERSIONS)}, tmp_path / "out")
    assert [problem.code for problem in caught.value.problems] == ["reserved-name"]


def test_missing_pages_are_all_named(tmp_path: Path) -> None:
    """A folder that is not a card is refused, with every page it lacks, and nothing is written."""
    (tmp_path / "cards").mkdir()
    with pytest.raises(InputError) as caught:
        build_version(tmp_path / "cards", tmp_path / "out")
    assert len(caught.value.problems) == len(PAGES)
    assert not (tmp_path / "out").exists()


def test_an_index_of_nothing_is_an_error(tmp_path: Path) -> None:
    """Without a version there is nothing to list."""
    with pytest.raises(InputError):
        build_index(tmp_path, (), tmp_path / "out")


def test_a_broken_link_fails_the_build(tmp_path: Path) -> None:
    """MkDocs' warnings about our own pages are errors."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# A\n\n[b](b.md)\n", encoding="utf-8")
    day = sample.VERSIONS[0][1]
    with pytest.raises(ToolError) as caught:
        publish(tmp_path / "pages", tmp_path / "out", settings("t", [{"A": "index.md"}]), day=day)
    assert "b.md" in caught.value.hint
    assert not list((tmp_path / "out").iterdir())


def test_files_for_others_are_published_as_they_are(site: Path, site_cards: Path) -> None:
    """A README stays a README: files/ has the bytes of the cards folder, and its page links to nothing that is absent."""
    folder = site / DATASET / "1.1.0" / "files"
    sources = [path for path in (site_cards / "1.1.0" / "files").rglob("*") if path.is_file()]
    assert sources
    for source in sources:
        assert (folder / source.relative_to(site_cards / "1.1.0" / "files")).read_bytes() == source.read_bytes()
    assert sorted(path.name for path in folder.rglob("*.html")) == ["index.html"]
    page = (folder / "index.html").read_text(encoding="utf-8")
    downloads = [html.unescape(target) for target in re.findall(r'href="([^"]+)" download', page)]
    assert len(downloads) >= 5
    assert all((folder / target).resolve().is_file() for target in downloads)
