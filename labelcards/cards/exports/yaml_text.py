"""Front matter as text: the same content gives the same bytes, and nothing in a value ends the block."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["front_matter"]


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key as on the Hub, and no value is written as an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Text with anything but printable characters and plain spaces is quoted with escapes; YAML would fold it."""
    style = None if value.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def front_matter(content: dict[str, Any]) -> str:
    """``content`` between two lines ``---``; empty values are left out.

    >>> print(front_matter({"license": "mit", "tags": []}), end="")
    ---
    license: mit
    ---
    """
    kept = {key: value for key, value in content.items() if value not in (None, "", [], {}, ())}
    text = yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1 << 30)
    return f"---\n{text}---\n"
