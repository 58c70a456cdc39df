"""The pages and settings are plain enough for Zensical, the successor of Material for MkDocs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labelcards.cards.figures.summary import Summary
from labelcards.cards.pages.table import PAGES
from labelcards.site.publish import write_project
from labelcards.site.settings import settings
from labelcards.site.version import navigation
from tests.site.reading import read_page

ZENSICAL = shutil.which("zensical", path=str(Path(sys.executable).parent)) or shutil.which("zensical")


@pytest.mark.slow
def test_zensical_builds_every_page(site: Path, site_cards: Path, tmp_path: Path) -> None:
    """It reads mkdocs.yml and the Markdown without an issue; every page has the ids that its MkDocs build has."""
    if ZENSICAL is None:
        pytest.skip("zensical is not installed: pip install zensical")
    summary = Summary.read(site_cards / "1.1.0" / "summary.json")
    config = settings(summary.title, navigation(PAGES), home="../../", versioned=True)
    write_project(site_cards / "1.1.0", tmp_path, config)
    done = subprocess.run([ZENSICAL, "build"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    for page in (page.name for page in PAGES):
        place = Path("" if page == "index" else page) / "index.html"
        built, usual = read_page(tmp_path / "site" / place), read_page(site / summary.dataset / "1.1.0" / place)
        figures = {held for held in usual.ids if not held.startswith(("__", "fn"))}
        assert figures - built.ids == set(), page
        assert [tag for tag, _ in built.tags].count("table") == [tag for tag, _ in usual.tags].count("table"), page
        assert not [place for place in built.resources if "//" in place and not place.startswith("data:")], page
