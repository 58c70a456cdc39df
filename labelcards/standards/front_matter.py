"""The YAML block at the top of a Hugging Face card, as the Hub reads it, and the Markdown below."""

from __future__ import annotations

import re
from typing import Any

import yaml

from labelcards.standards.finding import Findings

__all__ = ["MAX_NODES", "read_front_matter", "split_card"]

_BLOCK = re.compile(r"\A(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(?:\r\n|\n|\Z))")
"""Equal to `huggingface_hub.repocard.REGEX_YAML_BLOCK`."""

MAX_NODES = 1_000_000
"""A block that grows beyond this when its aliases are written out is refused."""


def split_card(text: str) -> tuple[str, str] | None:
    """The YAML and the Markdown of a card; None when it has no YAML block."""
    found = _BLOCK.match(text)
    return None if found is None else (found.group(2), text[found.end() :])


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader that also notes keys which stand twice; PyYAML keeps the last one without a word."""

    repeated: list[tuple[str, int]]


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        if isinstance(key_node, yaml.ScalarNode):
            if key_node.value in seen:
                loader.repeated.append((str(key_node.value), key_node.start_mark.line + 1))
            seen.add(key_node.value)
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _load(block: str) -> tuple[Any, list[tuple[str, int]]]:
    loader = _Loader(block)
    loader.repeated = []
    try:
        return loader.get_single_data(), loader.repeated
    finally:
        loader.dispose()


def read_front_matter(text: str, findings: Findings) -> tuple[dict[str, Any], str] | None:
    """The metadata and the Markdown of a card, or None when there is nothing to check further.

    Problems that keep the Hub from reading the block are errors: no block, no YAML, keys that are repeated or not text.
    """
    parts = split_card(text)
    if parts is None:
        remedy = "Begin the file with a line '---', the metadata, and another line '---'."
        findings.error((), "missing-required", "The card has no YAML block at its top.", remedy)
        return None
    block, body = parts
    try:
        content, repeated = _load(block)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" from line {mark.line + 2} on" if mark else ""
        remedy = "Check indentation, colons and quotes; put values with ': ' or '#' in quotes."
        findings.error((), "not-yaml", f"The block is not YAML{where}.", remedy)
        return None
    for key, line in repeated:
        message = f"The key stands twice; again in line {line + 1}."
        findings.error((key,), "duplicate-key", message, "Keep one of them.")
    if not isinstance(content, dict):
        findings.error((), "wrong-value", "The YAML block is not a mapping.", "Write lines of the form 'key: value'.")
        return None
    if _count(content, set()) > MAX_NODES:
        findings.error((), "too-large", "The YAML block is too large.", "Write less, or without aliases.")
        return None
    return {str(key): value for key, value in content.items() if _is_key(key, findings)}, body


def _is_key(key: Any, findings: Findings) -> bool:
    if isinstance(key, str):
        return True
    findings.error((str(key),), "wrong-key", "The key is not text.", "Put it in quotes.")
    return False


def _count(value: Any, above: set[int]) -> int:
    """Nodes when every alias is written out; a cycle counts as too many."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) in above:
        return MAX_NODES + 1
    total = 1
    for child in value.values() if isinstance(value, dict) else value:
        total += _count(child, above | {id(value)})
        if total > MAX_NODES:
            break
    return total
