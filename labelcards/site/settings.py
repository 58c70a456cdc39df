"""The MkDocs settings of every labelcards site: Material, system fonts, no theme override, nothing from elsewhere."""

from __future__ import annotations

import html
from typing import Any

__all__ = ["STYLESHEET", "THEME", "settings"]

THEME = "material"
"""MkDocs imports it by this name."""

STYLESHEET = "assets/labelcards.css"
VERSIONS = "assets/versions.js"
ICON = "assets/labelcards.svg"

_FEATURES = [
    "content.tooltips",
    "navigation.footer",
    "navigation.sections",
    "navigation.top",
    "toc.follow",
]
_EXTENSIONS: list[Any] = [
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    {"toc": {"permalink": True, "toc_depth": "2-3"}},
    "pymdownx.details",
    {"pymdownx.highlight": {"anchor_linenums": False}},
    "pymdownx.superfences",
    {"pymdownx.tabbed": {"alternate_style": True}},
]
_PALETTE = [
    {
        "media": "(prefers-color-scheme)",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/theme-light-dark", "name": "Colors follow the system. Switch to light"},
    },
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-sunny", "name": "Light colors. Switch to dark"},
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-night", "name": "Dark colors. Follow the system"},
    },
]


def settings(
    title: str,
    nav: list[Any],
    *,
    description: str = "",
    note: str = "",
    home: str = "",
    versioned: bool = False,
    address: str = "",
) -> dict[str, Any]:
    """The content of ``mkdocs.yml``.

    The theme prints the site's name without escaping it, so everything here that comes from a manifest is escaped.

    Args:
        title: the site's name.
        nav: the navigation.
        description: for search engines.
        note: the line in the footer.
        home: where the logo leads, relative to the site's root; its own front page when empty.
        versioned: whether the folder has siblings and a ``../versions.json``.
        address: the site's public address, with a slash at the end; empty when it has none.
    """
    extra: dict[str, Any] = {"generator": False}
    if home:
        extra["homepage"] = home
    if versioned:
        extra["version"] = {"provider": "mike", "default": "latest", "alias": True}
    return {
        "site_name": html.escape(title),
        "site_description": html.escape(description),
        "site_url": address,
        "copyright": html.escape(note),
        "use_directory_urls": True,
        "theme": {
            "name": THEME,
            "font": False,
            "favicon": ICON,
            "logo": ICON,
            "features": _FEATURES,
            "palette": _PALETTE,
        },
        "extra": extra,
        "extra_css": [STYLESHEET],
        "extra_javascript": [VERSIONS] if versioned else [],
        "markdown_extensions": _EXTENSIONS,
        "plugins": ["search"],
        "nav": nav,
        "validation": {
            "links": {"absolute_links": "warn", "anchors": "warn", "not_found": "warn", "unrecognized_links": "warn"}
        },
    }
