"""The only place that runs MkDocs: Markdown in, a self-contained folder of HTML out, the same bytes every time."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from labelcards.errors import ToolError
from labelcards.site.mending import compact, mended
from labelcards.site.stylesheet import used_rules

__all__ = ["publish", "write_project"]

PLACEHOLDER = "http://site.invalid/"
"""Stands in for an address in ``sitemap.xml``, which must hold whole ones; the version selector compares paths only."""

_CDN = "https://unpkg.com/"
_EAGER, _LAZY = b'$(location.protocol!=="file:")', b"$(!1)"
"""The theme fetches the search index with every page; changed so that it waits until a reader opens the search."""

_SOURCE_MAP = re.compile(rb"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*\Z")


def publish(pages: Path, out_dir: Path, mkdocs_settings: dict[str, Any], *, day: date, strict: bool = True) -> None:
    """Build ``pages`` into ``out_dir``, which must exist and be empty.

    Deterministic: MkDocs takes its build time from ``SOURCE_DATE_EPOCH``, set to ``day`` at 00:00 UTC for the build.

    Args:
        mkdocs_settings: the content of ``mkdocs.yml`` without folders.
        day: the date that the site's pages carry.
        strict: fail on a warning, e.g. a broken link.

    Raises:
        ToolError: MkDocs failed or warned.
    """
    with tempfile.TemporaryDirectory(prefix="labelcards-site-") as name:
        work = Path(name)
        write_project(pages, work, mkdocs_settings)
        with _build_time(day):
            _build(work / "mkdocs.yml", strict=strict)
        _trim(work / "site", address=mkdocs_settings["site_url"], day=day)
        shutil.copytree(work / "site", out_dir, dirs_exist_ok=True)


def write_project(pages: Path, folder: Path, mkdocs_settings: dict[str, Any]) -> None:
    """Write what a site generator reads into ``folder``: the pages, our style sheet and ``mkdocs.yml``."""
    shutil.copytree(pages, folder / "docs")
    shutil.copytree(Path(__file__).with_name("assets"), folder / "docs" / "assets", dirs_exist_ok=True)
    config = {**mkdocs_settings, "docs_dir": "docs", "site_dir": "site"}
    text = json.dumps(config, ensure_ascii=False, sort_keys=True)  # JSON is YAML
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


@contextmanager
def _build_time(day: date) -> Iterator[None]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    before = {key: os.environ.get(key) for key in ("SOURCE_DATE_EPOCH", "NO_MKDOCS_2_WARNING")}
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _build(config_file: Path, *, strict: bool) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - only a build needs MkDocs
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    logger, kept = logging.getLogger("mkdocs"), _Warnings()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(kept)
    try:
        config = load_config(str(config_file))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        raise ToolError("MkDocs failed to build the pages.", hint="; ".join(kept.messages[:5])) from error
    finally:
        logger.removeHandler(kept)
        logger.propagate = propagate
    if strict and kept.messages:
        raise ToolError("MkDocs warned about the pages.", hint="; ".join(kept.messages[:5]))


def _trim(site: Path, *, address: str, day: date) -> None:
    """Leave out what a static, offline site does not need, and what would reach for another server."""
    for path in sorted(site.rglob("*.map")):
        path.unlink()
    shutil.rmtree(site / "assets" / "javascripts" / "lunr", ignore_errors=True)
    for path in sorted([*site.rglob("*.js"), *site.rglob("*.css")]):
        content = path.read_bytes()
        trimmed = _SOURCE_MAP.sub(b"\n", content).replace(_CDN.encode(), b"about:blank#").replace(_EAGER, _LAZY)
        if trimmed != content:
            path.write_bytes(trimmed)
    for path in sorted(site.rglob("*.html")):
        path.write_text(compact(mended(path.read_text(encoding="utf-8"))), encoding="utf-8")
    _lighten(site)
    if not address:
        (site / "404.html").unlink(missing_ok=True)
        _write_sitemap(site, day)


def _lighten(site: Path) -> None:
    """Drop the rules of the theme that no page or script of this site can use: more than a third of its weight."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted([*site.rglob("*.html"), *site.rglob("*.js")]))
    for path in sorted((site / "assets" / "stylesheets").rglob("*.css")):
        path.write_text(used_rules(path.read_text(encoding="utf-8"), texts), encoding="utf-8")


def _write_sitemap(site: Path, day: date) -> None:
    """A sitemap with a placeholder host, so that the version selector can keep the reader on the same page."""
    pages = sorted(path.relative_to(site).parent.as_posix() for path in site.rglob("index.html"))
    places = ["" if page == "." else f"{page}/" for page in pages]
    rows = "".join(
        f"  <url><loc>{escape(PLACEHOLDER + place)}</loc><lastmod>{day.isoformat()}</lastmod></url>\n"
        for place in places
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    content = f"{head}{rows}</urlset>\n".encode()
    (site / "sitemap.xml").write_bytes(content)
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(content, mtime=0))
