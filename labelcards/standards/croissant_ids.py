"""The identifiers of a Croissant document: what each names, whether it is unique, whether references lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labelcards.standards.finding import Path, ValidationFindings
from labelcards.standards.jsonld import Node, as_list
from labelcards.standards.vocabulary import nearest

__all__ = ["Identifiers", "collect", "referenced"]


class Identifiers:
    """Identifier → the class of what it names, with the record set that a field belongs to."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.owners: dict[str, str] = {}

    def check(
        self,
        identifier: str,
        wanted: tuple[str, ...],
        path: Path,
        findings: ValidationFindings,
        *,
        owner: str | None = None,
    ) -> None:
        """Whether something of a wanted class has the identifier.

        Args:
            owner: the record set that a field must belong to, if it matters.
        """
        what = " or ".join(f"cr:{kind}" for kind in wanted)
        found = self.kinds.get(identifier)
        if found is None:
            known = [name for name, kind in self.kinds.items() if kind in wanted]
            remedy = nearest(identifier, known) or f"Refer to the @id of a {what}, or add one."
            findings.error(path, "unknown-reference", f"There is no {what} with this @id.", remedy)
        elif found not in wanted:
            message = f"The @id belongs to a cr:{found}, not to a {what}."
            findings.error(path, "wrong-reference", message, f"Refer to a {what}.")
        elif owner is not None and self.owners.get(identifier) != owner:
            message = "The field belongs to another record set."
            findings.error(path, "wrong-reference", message, "Refer to a field of this record set.")


def referenced(value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    """The identifiers in ``{"@id": …}``, a list of them, or plain text."""
    for index, entry in enumerate(as_list(value)):
        at = (*path, index) if isinstance(value, list) else path
        if isinstance(entry, dict) and isinstance(entry.get("@id"), str):
            yield entry["@id"], (*at, "@id")
        elif isinstance(entry, str):
            yield entry, at


def collect(dataset: Node, findings: ValidationFindings) -> Identifiers:
    """All definitions, in document order; a second one of the same identifier is an error."""
    held = Identifiers()
    for value, path in dataset.children("sc:distribution"):
        if isinstance(value, dict):
            node = Node.of(value, path, dataset.context)
            kind = "FileSet" if "cr:FileSet" in node.types() else "FileObject"
            _define(held, node, kind, findings)
    for value, path in dataset.children("cr:recordSet"):
        if isinstance(value, dict):
            node = Node.of(value, path, dataset.context)
            _define(held, node, "RecordSet", findings)
            owner = value.get("@id")
            for name in ("cr:field", "cr:annotation"):
                _fields(held, node, name, owner if isinstance(owner, str) else "", findings)
    return held


def _fields(held: Identifiers, parent: Node, name: str, owner: str, findings: ValidationFindings) -> None:
    for value, path in parent.children(name):
        if not isinstance(value, dict):
            continue
        node = Node.of(value, path, parent.context)
        identifier = _define(held, node, "Field", findings)
        if identifier:
            held.owners[identifier] = owner
        for inner in ("cr:subField", "cr:annotation"):
            _fields(held, node, inner, owner, findings)


def _define(held: Identifiers, node: Node, kind: str, findings: ValidationFindings) -> str | None:
    identifier = node.value.get("@id")
    if not isinstance(identifier, str) or not identifier.strip():
        if node.value.get("@id") is None and _named(node):
            return None
        remedy = "Add a short name, for a field with its record set's in front, such as items/text."
        findings.error((*node.path, "@id"), "missing-id", f"The cr:{kind} has no @id.", remedy)
        return None
    if identifier in held.kinds:
        message = "The @id is used twice; identifiers are unique in the document."
        findings.error((*node.path, "@id"), "duplicate-id", message, "Choose another @id.")
        return None
    held.kinds[identifier] = kind
    return identifier


def _named(node: Node) -> bool:
    """An annotation with a constant value may do with a name, as in the specification's own example."""
    return node.get("cr:value") is not None and node.get("sc:name") is not None
