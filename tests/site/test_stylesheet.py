"""The theme's style sheet loses only what no page can use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labelcards.site.mending import compact
from labelcards.site.stylesheet import used_rules
from tests.site.conftest import DATASET

PAGE = '<body data-scheme="slate"><p class="kept also"></p></body>'


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".kept{a:b}.gone{c:d}", ".kept{a:b}"),
        (".kept,.gone,p{a:b}", ".kept,p{a:b}"),
        (".kept .gone{a:b}", ""),
        (".kept:not(.gone){a:b}", ".kept:not(.gone){a:b}"),
        (":is(.kept,.also) p{a:b}", ":is(.kept,.also) p{a:b}"),
        ("@media print{.gone{a:b}}", ""),
        ("@media print{.gone{a:b}.kept{a:b}}", "@media print{.kept{a:b}}"),
        ("@charset \"UTF-8\";p{a:b}", "@charset \"UTF-8\";p{a:b}"),
        ("@keyframes gone{0%{a:b}to{c:d}}", "@keyframes gone{0%{a:b}to{c:d}}"),
        ('p:before{content:"}.gone{"}', 'p:before{content:"}.gone{"}'),
        ('p{background:url("data:image/svg+xml;utf8,<svg>{}</svg>")}',) * 2,
        ("[dir=rtl] p{a:b}[dir=ltr] p{c:d}", "[dir=ltr] p{c:d}"),
        ('[data-scheme=slate]{a:b}[data-scheme="other"]{a:b}', "[data-scheme=slate]{a:b}"),
        ("/* a } .gone { comment */p{a:b}", "p{a:b}"),
        ("", ""),
    ],
)
def test_rules_that_can_apply_stay(sheet: str, left: str) -> None:
    """A selector stays when all classes and values it asks for are somewhere; empty rules and groups go."""
    assert used_rules(sheet, PAGE) == left


def test_the_sites_sheets_hold_every_rule_that_its_pages_match(site: Path) -> None:
    """Nothing that applied is missing: every class on a page that the theme styles is still in its sheet."""
    import material

    theme = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    built = site / DATASET / "1.1.0"
    pages = "\n".join(path.read_text() for path in built.rglob("*.html"))
    classes = {name for held in re.findall(r'class="([^"]*)"', pages) for name in held.split()}
    for original in theme.glob("main.*.css"):
        before, after = original.read_text(), (built / "assets/stylesheets" / original.name).read_text()
        styled = {name for name in classes if re.search(rf"\.{re.escape(name)}(?![\w-])", before)}
        assert {name for name in styled if not re.search(rf"\.{re.escape(name)}(?![\w-])", after)} == set()
        assert len(after) < 0.7 * len(before)


def test_compacting_keeps_code_as_it_is() -> None:
    """Indentation goes, a word break stays, and code keeps every space."""
    page = "<p>\n   one\n   two\n\n</p>\n<pre><code>a\n    b\n\n  c</code></pre>\n   <p>x</p>"
    assert compact(page) == "<p>\none\ntwo\n</p>\n<pre><code>a\n    b\n\n  c</code></pre>\n<p>x</p>"
