"""As much of JSON-LD as a validator needs offline: which IRI a key means, and a node by IRIs.

Remote contexts are not fetched. Where one stands, the context of the Croissant specification is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.standards.finding import Path

__all__ = ["CROISSANT_CONTEXT", "NAMESPACES", "Context", "Node", "as_list", "plain", "read_context", "short"]

NAMESPACES: dict[str, tuple[str, ...]] = {
    "sc": ("https://schema.org/", "http://schema.org/"),
    "rai": ("http://mlcommons.org/croissant/RAI/",),
    "cr": ("http://mlcommons.org/croissant/",),
    "dct": ("http://purl.org/dc/terms/",),
    "prov": ("http://www.w3.org/ns/prov#",),
    "foaf": ("http://xmlns.com/foaf/0.1/",),
}
"""The short names by which validators call terms, whatever prefix a file uses."""

_CR_TERMS = (
    "annotation",
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "equivalentProperty",
    "excludes",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "recordSet",
    "references",
    "regex",
    "readLines",
    "sdVersion",
    "separator",
    "source",
    "subField",
    "transform",
    "unArchive",
    "value",
)

CROISSANT_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    **{term: f"cr:{term}" for term in _CR_TERMS},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
"""Appendix 1 of the Croissant 1.1 specification, with schema.org's https address, which `mlcroissant` demands."""

MAX_DEPTH = 20


@dataclass(frozen=True)
class Context:
    """The terms of ``@context``.

    Attributes:
        terms: term → its definition as the file has it.
        remote: whether a part was not looked at because it is an address.
    """

    terms: Mapping[str, Any]
    remote: bool = False

    def expand(self, name: str, depth: int = 0) -> str:
        """The IRI that a key or type name means; the name itself when nothing defines it."""
        if name.startswith("@") or depth > MAX_DEPTH:
            return name
        definition = self.terms.get(name)
        if isinstance(definition, dict):
            definition = definition.get("@id", definition.get("id"))
        if isinstance(definition, str) and definition and definition != name:
            return self.expand(definition, depth + 1)
        prefix, colon, rest = name.partition(":")
        if colon:
            base = self.terms.get(prefix)
            base = base.get("@id") if isinstance(base, dict) else base
            return self.expand(base, depth + 1) + rest if isinstance(base, str) and not rest.startswith("//") else name
        vocabulary = self.terms.get("@vocab")
        return vocabulary + name if isinstance(vocabulary, str) else name

    def short(self, name: str) -> str:
        """What validators call the term: ``sc:name``, ``cr:recordSet``, or its IRI."""
        return short(self.expand(name))


def short(iri: str) -> str:
    """An IRI of a known namespace by its short name."""
    for prefix, bases in NAMESPACES.items():
        for base in bases:
            if iri.startswith(base):
                return f"{prefix}:{iri[len(base) :]}"
    return iri


def read_context(value: Any) -> Context:
    """The context of a document; addresses stand for the specification's own context."""
    terms: dict[str, Any] = {}
    remote = False
    for part in as_list(value):
        if isinstance(part, str):
            remote = True
            terms.update(CROISSANT_CONTEXT)
        elif isinstance(part, dict):
            terms.update(part)
    return Context(terms, remote)


def as_list(value: Any) -> list[Any]:
    """One value or many, as a list; ``{"@list": [...]}`` and ``{"@set": [...]}`` count as many."""
    if isinstance(value, dict):
        for keyword in ("@list", "@set"):
            if keyword in value:
                return as_list(value[keyword])
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def plain(value: Any) -> Any:
    """The bare value of a JSON-LD value object such as ``{"@value": "x", "@language": "en"}``."""
    return value["@value"] if isinstance(value, dict) and "@value" in value else value


@dataclass(frozen=True)
class Node:
    """A JSON object with its keys by short name.

    Attributes:
        value: the object.
        path: where it stands.
        context: what its keys mean.
        keys: short name → the key as written; the first one when several mean the same.
    """

    value: Mapping[str, Any]
    path: Path
    context: Context
    keys: Mapping[str, str]

    @classmethod
    def of(cls, value: Mapping[str, Any], path: Path, context: Context) -> Node:
        """The node of an object."""
        keys: dict[str, str] = {}
        for key in value:
            keys.setdefault(_known_as(context.short(key)), key)
        return cls(value, path, context, keys)

    def get(self, name: str) -> Any:
        """The value of a property, or None."""
        return self.value.get(self.keys[name]) if name in self.keys else None

    def at(self, name: str) -> Path:
        """The path of a property: by its key if it is there, by the usual one if not."""
        return (*self.path, self.keys.get(name, usual_key(name)))

    def types(self) -> set[str]:
        """The short names of its types."""
        return {self.context.short(name) for name in as_list(self.value.get("@type")) if isinstance(name, str)}

    def children(self, name: str) -> Iterator[tuple[Any, Path]]:
        """The values of a property with their paths; a single value has no index."""
        value = self.get(name)
        if isinstance(value, list):
            yield from ((entry, (*self.at(name), index)) for index, entry in enumerate(value))
        elif value is not None:
            yield value, self.at(name)


def usual_key(name: str) -> str:
    """The key under which the specification's context has a term."""
    prefix, _, local = name.partition(":")
    return local if prefix in ("sc", "cr") or name == "dct:conformsTo" else name


def _known_as(name: str) -> str:
    """Croissant's own terms where a context forgot to define them: ``sc:recordSet`` is ``cr:recordSet``."""
    prefix, _, local = name.partition(":")
    if prefix == "sc" and (local in _CR_TERMS or local in ("data", "dataType", "examples")):
        return f"cr:{local}"
    return "dct:conformsTo" if name == "sc:conformsTo" else name
