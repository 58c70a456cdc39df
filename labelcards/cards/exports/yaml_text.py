"""Front matter as text: the same content gives the same bytes, and nothing in a value ends the block."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from labelcards.standards.front_matter import HubResolver

__all__ = ["front_matter"]


class _Representer(SafeRepresenter):
    """No value is written as an alias, and text with anything but printable characters is quoted with escapes."""

    def ignore_aliases(self, _: Any) -> bool:
        """Whether a value that stands twice is written twice: always."""
        return True

    def represent_text(self, value: str) -> ScalarNode:
        """Plain where YAML allows it; other characters than printable ones and plain spaces YAML would fold."""
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=None if value.isprintable() else '"')


_Representer.add_representer(str, _Representer.represent_text)


def front_matter(content: dict[str, Any]) -> str:
    """``content`` between two lines ``---``; empty values are left out.

    >>> print(front_matter({"license": "mit", "tags": []}), end="")
    ---
    license: mit
    ---
    """
    kept = {key: value for key, value in content.items() if value not in (None, "", [], {}, ())}
    writer = YAML(typ="safe", pure=True)
    writer.Representer, writer.Resolver = _Representer, HubResolver
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment] # declared as None
    writer.width = 1 << 30
    text = io.StringIO()
    writer.dump(kept, text)
    return f"---\n{text.getvalue()}---\n"
