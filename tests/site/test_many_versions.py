"""A hundred versions of five data sets: lists stay short, nothing needs a script, and every version can be reached."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from labelcards.cards.context import card_context
from labelcards.cards.history import history_page
from labelcards.cards.figures.summary import Summary
from labelcards.documents.log import Log
from labelcards.site.aliases import aliases_of, versions_json, write_alias
from labelcards.site.index import COMPARED, SHOWN, sorted_summaries, write_index
from labelcards.site.overview import SHOWN as FRONT
from labelcards.site.overview import build_overview
from tests.cards import sample

NAMES = tuple(f"set-{letter}" for letter in "abcde")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Summary, ...]]:
    """Five data sets with a hundred versions each; one version of each is withdrawn, the newest included once."""
    base = card_context(sample.sources("1.1.0", tmp_path_factory.mktemp("guides"))).summary
    made = {}
    for name in NAMES:
        rows = []
        for number in range(100):
            gone = "Shifted labels." if number == (99 if name == "set-e" else 40) else None
            change = {"dataset": name, "title": name.upper(), "version": f"1.{number}.0", "withdrawn": gone}
            rows.append(base.model_copy(update={**change, "date": date(2026, 1, 1) + timedelta(days=number)}))
        made[name] = sorted_summaries(rows)
    return made


def rows_outside_details(html: str) -> list[str]:
    """Versions that are listed without opening anything."""
    shown = re.sub(r"(?s)<details>.*?</details>", "", html)
    return re.findall(r'<tr><th scope="row"><a href="[^"]*?(1\.\d+\.0)/">', shown)


def test_the_list_of_versions_folds_the_older_ones(many: dict[str, Sequence[Summary]], tmp_path: Path) -> None:
    """The newest dozen is listed, the rest is one click away without a script, and few stand side by side."""
    write_index(many["set-a"], tmp_path, history=history_page(Log(), "public"), gates={"1.99.0": "failed", "1.98.0": "passed"})
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert rows_outside_details(page) == [f"1.{number}.0" for number in range(99, 99 - SHOWN, -1)]
    assert "<script" not in page
    assert set(re.findall(r'href="(1\.\d+\.0)/"', page)) == {f"1.{number}.0" for number in range(100)}
    beside = re.search(r'(?s)<h2 id="compare">.*?<thead>(.*?)</thead>', page)
    assert beside is not None
    assert beside[1].count('class="num"') == COMPARED
    assert "Withdrawn" in page
    assert "Shifted labels." in page
    assert len(page) < 150_000


def test_the_front_page_lists_the_newest_of_each(many: dict[str, Sequence[Summary]], tmp_path: Path) -> None:
    """Five rows per data set with a link to all versions; a withdrawn version is never offered as the newest."""
    build_overview(None, many, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    for name in NAMES:
        newest = 98 if name == "set-e" else 99
        found = [int(number) for number in re.findall(rf'<th scope="row"><a href="{name}/1\.(\d+)\.0/">', page)]
        assert found == list(range(newest, newest - FRONT, -1))
        assert f'<a href="{name}/">All versions of' in page
    assert page.count("<svg") < 40
    assert len(page) < 500_000


def test_the_selector_gets_all_versions_in_the_format_of_mike(many: dict[str, Sequence[Summary]]) -> None:
    """Newest first, aliases unique, withdrawn ones hidden."""
    rows = json.loads(versions_json(many["set-e"], aliases_of(many["set-e"], {"1.97.0", "1.5.0", "1.99.0"})))
    assert [row["version"] for row in rows[:3]] == ["1.99.0", "1.98.0", "1.97.0"]
    assert {row["version"]: row["aliases"] for row in rows if row["aliases"]} == {"1.98.0": ["latest"], "1.97.0": ["stable"]}
    assert [row["version"] for row in rows if row.get("properties", {}).get("hidden")] == ["1.99.0"]


def test_an_alias_leads_to_every_page_of_its_version(tmp_path: Path) -> None:
    """Also to pages in folders; writing it again does nothing, and a moved alias leads to the new version only."""
    for version, pages in (("1.0.0", ("", "a", "a/b")), ("2.0.0", ("", "a"))):
        for page in pages:
            (tmp_path / version / page).mkdir(parents=True, exist_ok=True)
            (tmp_path / version / page / "index.html").write_text("page")
    assert write_alias(tmp_path, "latest", "1.0.0")
    assert 'href="../../../1.0.0/a/b/"' in (tmp_path / "latest" / "a" / "b" / "index.html").read_text()
    assert 'href="../1.0.0/"' in (tmp_path / "latest" / "index.html").read_text()
    assert not write_alias(tmp_path, "latest", "1.0.0")
    assert write_alias(tmp_path, "latest", "2.0.0")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "latest").rglob("*.html")) == [
        "latest/a/index.html",
        "latest/index.html",
    ]
