"""Record sets and fields of a Croissant document: types, sources, references, keys and embedded data."""

from __future__ import annotations

import re
from typing import Any

from labelcards.standards.croissant_ids import Identifiers, referenced
from labelcards.standards.croissant_properties import EXTRACT, FIELD, RECORD_SET, TRANSFORM
from labelcards.standards.finding import Path, ValidationFindings
from labelcards.standards.jsonld import Node, as_list, plain
from labelcards.standards.property import check_properties, warn_of_typos
from labelcards.standards.value import IRI
from labelcards.standards.vocabulary import nearest

__all__ = ["ATOMIC_TYPES", "check_record_set"]

ATOMIC_TYPES = frozenset(
    {"sc:Boolean", "sc:Date", "sc:Time", "sc:DateTime", "sc:Float", "sc:Integer", "sc:Number", "sc:Text", "sc:URL"}
)
_KNOWN_TYPES = ATOMIC_TYPES | {
    "sc:AudioObject",
    "sc:CreativeWork",
    "sc:DefinedTerm",
    "sc:Enumeration",
    "sc:GeoCoordinates",
    "sc:GeoShape",
    "sc:ImageObject",
    "sc:VideoObject",
    "sc:name",
    "cr:BoundingBox",
    "cr:Float16",
    "cr:Float32",
    "cr:Float64",
    "cr:Int8",
    "cr:Int16",
    "cr:Int32",
    "cr:Int64",
    "cr:Label",
    "cr:SegmentationMask",
    "cr:Split",
    "cr:TestSplit",
    "cr:TrainingSplit",
    "cr:UInt8",
    "cr:UInt16",
    "cr:UInt32",
    "cr:UInt64",
    "cr:ValidationSplit",
}


def check_record_set(node: Node, ids: Identifiers, findings: ValidationFindings) -> None:
    """A record set and everything in it."""
    check_properties(node, RECORD_SET, findings, what="the record set")
    warn_of_typos(node, [known.name for known in RECORD_SET], findings)
    if "cr:RecordSet" not in node.types():
        findings.error((*node.path, "@type"), "wrong-type", "Expected the type cr:RecordSet.", 'Write "cr:RecordSet".')
    _check_types(node, findings)
    _check_key(node, ids, findings)
    rows = node.get("cr:data")
    for name in ("cr:field", "cr:annotation"):
        for value, path in node.children(name):
            if isinstance(value, dict):
                _check_field(Node.of(value, path, node.context), ids, findings, inline=rows is not None)
    if rows is not None:
        _check_data(node, rows, findings)


def _objects(node: Node, name: str) -> list[dict[str, Any]]:
    return [value for value, _ in node.children(name) if isinstance(value, dict)]


def _check_key(node: Node, ids: Identifiers, findings: ValidationFindings) -> None:
    """The key names fields of the record set, by @id or, as text, by name."""
    owner = node.value.get("@id")
    named = [field for field in _objects(node, "cr:field") if isinstance(field.get("name"), str)]
    names = {field["name"]: field.get("@id") for field in named}
    for identifier, path in referenced(node.get("cr:key"), node.at("cr:key")):
        meant = names.get(identifier, identifier) if path[-1] != "@id" else identifier
        ids.check(str(meant), ("Field",), path, findings, owner=owner if isinstance(owner, str) else None)


def _check_field(node: Node, ids: Identifiers, findings: ValidationFindings, *, inline: bool) -> None:
    check_properties(node, FIELD, findings, what="the field")
    warn_of_typos(node, [*(known.name for known in FIELD), "cr:dataType", "cr:value"], findings)
    types = node.types()
    if "@type" in node.value and "cr:Field" not in types:
        findings.error((*node.path, "@type"), "wrong-type", "Expected the type cr:Field.", 'Write "cr:Field".')
    _check_types(node, findings)
    _check_origin(node, findings, inline=inline)
    for value, path in node.children("cr:source"):
        if isinstance(value, dict):
            _check_source(Node.of(value, path, node.context), ids, findings)
    for value, path in node.children("cr:references"):
        if isinstance(value, dict):
            _check_reference(Node.of(value, path, node.context), ids, findings)
    for name in ("cr:subField", "cr:annotation"):
        for value, path in node.children(name):
            if isinstance(value, dict):
                _check_field(Node.of(value, path, node.context), ids, findings, inline=inline)


def _check_origin(node: Node, findings: ValidationFindings, *, inline: bool) -> None:
    """Where the values come from, and what type they have."""
    source, constant = node.get("cr:source"), node.get("cr:value")
    nested = node.get("cr:subField") is not None or node.get("cr:parentField") is not None
    if source is not None and constant is not None:
        message = "The field has a source and a constant value."
        findings.error(node.at("cr:value"), "source-and-value", message, "Keep one of them.")
    elif source is None and constant is None and not nested and not inline:
        message = "The field has neither a source nor a constant value."
        findings.error(node.at("cr:source"), "missing-source", message, "Say where its values come from.")
    if node.get("cr:dataType") is None and not nested and not _inherits(source):
        message = "The field has no dataType, and its source is no other field that has one."
        findings.error(node.at("cr:dataType"), "missing-required", message, "Add dataType, for example sc:Text.")
    if node.get("cr:arrayShape") is not None and plain(node.get("cr:isArray")) is not True:
        message = "arrayShape stands without isArray."
        findings.error(node.at("cr:arrayShape"), "inconsistent", message, 'Add "isArray": true.')


def _inherits(source: Any) -> bool:
    """Whether the source is another field, whose type counts."""
    return isinstance(source, dict) and ("@id" in source or "field" in source or "cr:field" in source)


def _check_types(node: Node, findings: ValidationFindings) -> None:
    """Data types are IRIs whose prefix is defined, and one of several is atomic."""
    found = list(node.children("cr:dataType"))
    names: list[str] = []
    for value, path in found:
        name = value.get("@id") if isinstance(value, dict) else value
        expanded = node.context.expand(name) if isinstance(name, str) else ""
        if not IRI.fits(expanded) or ":" in expanded.partition("://")[0]:
            message = "The data type is not an IRI, or its prefix is not defined in @context."
            findings.error(path, "wrong-data-type", message, "Write a type such as sc:Text, or define the prefix.")
            continue
        short = node.context.short(str(name))
        names.append(short)
        if short.startswith(("sc:", "cr:")) and short not in _KNOWN_TYPES:
            hint = nearest(short, _KNOWN_TYPES) or "Use a type of the specification."
            findings.warning(path, "unknown-data-type", "The data type is not among those of Croissant.", hint)
    is_field = "cr:RecordSet" not in node.types()
    own = [name for name in names if name.startswith(("sc:", "cr:"))]
    if is_field and len(own) == len(names) > 1 and not any(_is_atomic(name) for name in names):
        message = "Of several data types at least one is atomic."
        findings.warning(node.at("cr:dataType"), "no-atomic-type", message, "Add one such as sc:Text.")


def _is_atomic(name: str) -> bool:
    return name in ATOMIC_TYPES or bool(re.match(r"cr:(U?Int|Float)\d+", name)) or name == "sc:ImageObject"


def _check_source(node: Node, ids: Identifiers, findings: ValidationFindings) -> None:
    places = {
        "cr:fileObject": ("FileObject",),
        "cr:fileSet": ("FileSet",),
        "cr:recordSet": ("RecordSet",),
        "cr:field": ("Field",),
    }
    named = [name for name in places if node.get(name) is not None]
    for name in named:
        for identifier, path in referenced(node.get(name), node.at(name)):
            ids.check(identifier, places[name], path, findings)
    if isinstance(node.value.get("@id"), str) and not named:
        ids.check(node.value["@id"], ("Field", "FileObject", "FileSet", "RecordSet"), (*node.path, "@id"), findings)
    elif len(named) != 1:
        message = "The source names no file or several." if named else "The source names no file, file set or field."
        findings.error(node.path, "wrong-source", message, "Name one of fileObject, fileSet, recordSet or field.")
    _check_extract(node, findings)


def _check_extract(node: Node, findings: ValidationFindings) -> None:
    for value, path in node.children("cr:extract"):
        if not isinstance(value, dict):
            findings.error(path, "wrong-value", "Expected an object.", 'Write {"column": …}.')
            continue
        extract = Node.of(value, path, node.context)
        check_properties(extract, EXTRACT, findings, what="the extraction")
        given = [known.name for known in EXTRACT if extract.get(known.name) is not None]
        if len(given) != 1:
            message = (
                "The extraction names several of column, jsonPath and fileProperty."
                if given
                else ("The extraction names none of column, jsonPath and fileProperty.")
            )
            findings.error(path, "wrong-extract", message, "Name exactly one.")
    for value, path in node.children("cr:transform"):
        if not isinstance(value, dict):
            findings.error(path, "wrong-value", "Expected an object.", 'Write {"regex": …}.')
            continue
        transform = Node.of(value, path, node.context)
        check_properties(transform, TRANSFORM, findings, what="the transformation")
        pattern = plain(transform.get("cr:regex"))
        if isinstance(pattern, str) and not _compiles(pattern):
            at = transform.at("cr:regex")
            findings.error(at, "wrong-value", "Expected a regular expression.", "Correct the expression.")


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError):
        return False
    return True


def _check_reference(node: Node, ids: Identifiers, findings: ValidationFindings) -> None:
    inner = node.get("cr:field")
    value, path = (inner, node.at("cr:field")) if inner is not None else (dict(node.value), node.path)
    found = list(referenced(value, path))
    if not found:
        message = "The reference names no field."
        findings.error(node.path, "wrong-reference", message, 'Write {"@id": "other_record_set/field"}.')
    for identifier, at in found:
        ids.check(identifier, ("Field", "RecordSet"), at, findings)


def _check_data(node: Node, rows: Any, findings: ValidationFindings) -> None:
    """Embedded records have exactly the record set's fields."""
    at: Path = node.at("cr:data")
    fields = {field.get("@id") for field in _objects(node, "cr:field") if isinstance(field.get("@id"), str)}
    if not isinstance(rows, list) or not rows:
        findings.error(at, "wrong-value", "Expected a list of records.", "Write the records, or remove data.")
        return
    for index, row in enumerate(as_list(rows)):
        if not isinstance(row, dict):
            findings.error((*at, index), "wrong-value", "Expected a record: an object.", "Write one object per record.")
        elif set(row) != fields:
            message = "The record's keys are not the @ids of the record set's fields."
            findings.error((*at, index), "wrong-record", message, "Give each field its value under its @id.")
