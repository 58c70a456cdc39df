"""The YAML block at the top of a Hugging Face card, as the Hub reads it, and the Markdown below."""

from __future__ import annotations

import re
import warnings
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from labelcards.documents.yaml_scanner import BlockScanner
from labelcards.standards.finding import ValidationFindings

__all__ = ["MAX_NODES", "HubResolver", "read_front_matter", "split_card"]

_BLOCK = re.compile(r"\A(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(?:\r\n|\n|\Z))")
"""Equal to `huggingface_hub.repocard.REGEX_YAML_BLOCK`."""

MAX_NODES = 1_000_000
"""A block that grows beyond this when its aliases are written out is refused."""


def split_card(text: str) -> tuple[str, str] | None:
    """The YAML and the Markdown of a card; None when it has no YAML block."""
    found = _BLOCK.match(text)
    return None if found is None else (found.group(2), text[found.end() :])


class HubResolver(VersionedResolver):
    """What plain text stands for in front matter: YAML 1.1 as the Hub's Python client reads it.

    ``no``, ``012`` and ``1_000`` are not text there, ``y`` and ``n`` are. A number such as ``1e3`` counts as one, as
    for the Hub itself, which reads YAML 1.2.
    """

    @property
    def processing_version(self) -> tuple[int, int]:
        """The rules that hold, whatever the text says of itself."""
        return 1, 1

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node without one."""
        letter = kind is ScalarNode and implicit[0] and value in ("y", "Y", "n", "N")
        return self.DEFAULT_SCALAR_TAG if letter else super().resolve(kind, value, implicit)


class _Constructor(SafeConstructor):
    """ruamel.yaml's safe constructor that notes keys which stand twice and keeps the last one, as PyYAML does."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.allow_duplicate_keys = True
        self.repeated: list[tuple[str, int]] = []

    def flatten_mapping(self, node: MappingNode) -> Any:
        """Note the repeated keys before those of merged mappings (``<<``) come in."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if isinstance(key_node, ScalarNode):
                if key_node.value in seen:
                    self.repeated.append((str(key_node.value), key_node.start_mark.line + 1))
                seen.add(key_node.value)
        return super().flatten_mapping(node)

    def check_mapping_key(self, *_: Any) -> bool:
        """Whether a value is kept: always."""
        return True


def _load(block: str) -> tuple[Any, list[tuple[str, int]]]:
    """The content as YAML 1.1, which the Hub's Python client reads, and the repeated keys with their lines."""
    parser = YAML(typ="safe", pure=True)
    parser.Scanner, parser.Constructor, parser.Resolver = BlockScanner, _Constructor, HubResolver
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", YAMLWarning)
        content = parser.load(block)
    return content, parser.constructor.repeated


def read_front_matter(text: str, findings: ValidationFindings) -> tuple[dict[str, Any], str] | None:
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
    except (YAMLError, ValueError, RecursionError, OverflowError, TypeError) as error:
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


def _is_key(key: Any, findings: ValidationFindings) -> bool:
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
