"""Two hundred hostile strings, wherever a person may write one: none runs, and no page is another page for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from labelcards.cards.pages.table import PAGES
from labelcards.dataset.version.manifests import read_manifest
from labelcards.errors import InputError
from tests.browser import hostile
from tests.browser.browsing import Watched, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZE = 44
"""Names per data set."""
CHUNKS = [hostile.STRINGS[at : at + SIZE] for at in range(0, len(hostile.STRINGS), SIZE)]
PLACES = ["", *(f"1.1.0/{'' if page.name == 'index' else page.name + '/'}" for page in PAGES), "1.0.0/"]
SHAPE = """() => Object.fromEntries(
    `h1,h2,h3,h4,table,thead th,tbody tr,section,figure,details,dl,script,style,link,img,iframe,form,object,embed,base,
    video,math,noscript`.split(',').map(kind => [kind.trim(), document.querySelectorAll(kind).length]))"""


@dataclass
class Seen:
    """What happened while the pages of one data set were open."""

    fired: list[str] = field(default_factory=list)
    shapes: dict[str, dict[str, int]] = field(default_factory=dict)
    wide: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over all data sets, built by the stages themselves."""
    root = tmp_path_factory.mktemp("hostile")
    datasets = {f"set-{k}": [*chunk, *CHUNKS[0]][:SIZE] for k, chunk in enumerate(CHUNKS)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABELCARDS_KEY", "0123456789abcdef" * 2)
        site = hostile.build(root, {**datasets, "plain": hostile.harmless(SIZE)}, hostile.STRINGS)
    with served(site) as found:
        yield found


def visit(browser: Browser, address: str, name: str) -> Seen:
    """Open every page of a data set on a phone, point at things, open what folds, and write down what happens."""
    seen = Seen()
    held = Watched(browser, address, viewport={"width": 390, "height": 900})
    held.page.add_init_script("window.alarms = []; window.fired = id => window.alarms.push(id)")
    held.page.on("dialog", lambda dialog: (seen.fired.append(f"dialog {dialog.message}"), dialog.dismiss()))
    for place in PLACES:
        held.page.goto(f"{address}{name}/{place}", wait_until="load")
        if place:
            held.page.wait_for_selector(".md-version__current")
        held.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        seen.shapes[place] = held.page.evaluate(SHAPE)
        seen.fired += [f"{place}: {alarm}" for alarm in held.page.evaluate("window.alarms")]
        if held.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            seen.wide.append(place)
        seen.handlers += held.page.evaluate(
            """() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
            .filter(a => a.name.startsWith('on')
                         || /^\\s*(javascript|data|vbscript):/i.test(a.value) && a.name !== 'title')
            .map(a => `${a.name}=${a.value.slice(0, 60)}`)"""
        )
    seen.fired += [f"request {url}" for url in held.outside] + [f"console {text}" for text in held.logged]
    held.context.close()
    return seen


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Seen:
    """The same pages with plain names."""
    return visit(browser, address, "plain")


def test_there_are_two_hundred_strings() -> None:
    """The collection is as large as it claims, and without doubles."""
    assert len(set(hostile.STRINGS)) == len(hostile.STRINGS) >= 200


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("chunk", range(len(CHUNKS)))
def test_nothing_runs_and_no_page_breaks(browser: Browser, address: str, plain: Seen, chunk: int) -> None:
    """No script, handler, dialog, request or error; the same elements as with plain names; no page scrolls sideways."""
    seen = visit(browser, address, f"set-{chunk}")
    assert seen.fired == []
    assert seen.handlers == []
    assert {place: shape for place, shape in seen.shapes.items() if shape != plain.shapes[place]} == {}
    assert seen.wide == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.xdist_group("hostile")
def test_the_front_page_and_the_search_stay_sound(browser: Browser, address: str) -> None:
    """The list of all data sets shows them as text, and the search neither runs nor loses them."""
    held = Watched(browser, address, viewport={"width": 1440, "height": 900})
    held.page.add_init_script("window.alarms = []; window.fired = id => window.alarms.push(id)")
    held.page.goto(address, wait_until="load")
    assert held.page.locator(".lc-dataset").count() == len(CHUNKS) + 1
    held.page.goto(f"{address}set-0/1.1.0/", wait_until="load")
    held.page.keyboard.press("/")
    held.page.wait_for_function("document.querySelector('.md-search-result__meta').textContent.includes('Type to')")
    held.page.locator("input.md-search__input").press_sequentially("onerror")
    held.page.wait_for_selector(".md-search-result__link")
    assert held.page.evaluate("window.alarms") == []
    assert (held.outside, held.logged) == ([], [])
    held.context.close()


@pytest.mark.parametrize("text", hostile.REFUSED)
@pytest.mark.parametrize("where", ["title", "label", "owner", "column"])
def test_control_characters_are_refused(tmp_path: Path, text: str, where: str) -> None:
    """A line of a manifest holds no control character; the message says where, and does not repeat it."""
    folder = tmp_path / "set"
    hostile.write(folder, hostile.harmless(SIZE), ["text"])
    content: dict[str, Any] = yaml.safe_load((folder / "dataset.yaml").read_text())
    if where == "title":
        content["title"] = text
    elif where == "label":
        content["questions"]["tone"]["labels"][0] = text
    elif where == "owner":
        content["owners"][0]["name"] = text
    else:
        content["items"]["columns"]["place"]["title"] = text
    (folder / "dataset.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(InputError) as caught:
        read_manifest(folder)
    assert [problem.file for problem in caught.value.problems] == [str(folder / "dataset.yaml")]
    assert "control character" in str(caught.value) or "byte" in str(caught.value)
    assert text not in str(caught.value)
