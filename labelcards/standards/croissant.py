"""Validating a Croissant 1.0 or 1.1 document with its RAI properties, offline."""

from __future__ import annotations

from typing import Any

from labelcards.standards.croissant_ids import Identifiers, collect, referenced
from labelcards.standards.croissant_properties import (
    AGENT,
    DATASET,
    FILE_OBJECT,
    FILE_SET,
    RAI,
    RAI_CONFORMS_TO,
    VERSIONS,
)
from labelcards.standards.croissant_records import check_record_set
from labelcards.standards.finding import ValidationFinding, ValidationFindings
from labelcards.standards.jsonld import CROISSANT_CONTEXT, Node, as_list, plain, read_context
from labelcards.standards.property import check_properties, warn_of_typos
from labelcards.standards.value import is_semantic_version, known_license_address
from labelcards.standards.vocabulary import nearest, spdx_identifier, spdx_licenses

__all__ = ["validate_croissant"]

_LATE = frozenset({"annotation", "arrayShape", "containedIn", "excludes", "isArray", "md5", "readLines", "sdVersion"})
"""Terms that the context of Croissant 1.0 did not define; files in the wild leave them out."""


def validate_croissant(document: Any) -> tuple[ValidationFinding, ...]:
    """All problems of a parsed JSON document, errors first."""
    findings = ValidationFindings()
    if not isinstance(document, dict):
        findings.error((), "wrong-value", "Expected a JSON object.", "Write the data set as one object.")
        return findings.all()
    if "@context" not in document:
        remedy = "Add the context of Appendix 1 of the Croissant specification."
        findings.error(("@context",), "missing-required", "The document has no @context.", remedy)
    context = read_context(document.get("@context", CROISSANT_CONTEXT))
    node = Node.of(document, (), context)
    _check_context(node, findings)
    _check_dataset(node, findings)
    ids = collect(node, findings)
    _check_distribution(node, ids, findings)
    for value, path in node.children("cr:recordSet"):
        if isinstance(value, dict):
            check_record_set(Node.of(value, path, context), ids, findings)
    _check_rai(node, findings)
    return findings.all()


def _check_context(node: Node, findings: ValidationFindings) -> None:
    """Whether the terms that the document uses mean what Croissant means by them."""
    context = node.context
    if context.remote:
        message = "A context that is an address cannot be read offline; Croissant's own is assumed."
        findings.warning(("@context",), "remote-context", message, "Write the context out.")
    if not isinstance(context.terms.get("@vocab"), str):
        message = "The context has no @vocab, so that plain keys mean nothing."
        findings.error(("@context", "@vocab"), "missing-required", message, 'Add "@vocab": "https://schema.org/".')
    for term in sorted(_used(node.value)):
        wanted = CROISSANT_CONTEXT.get(term)
        wanted = wanted["@id"] if isinstance(wanted, dict) else wanted
        if not isinstance(wanted, str) or term.startswith("@") or term in ("value", "sc", "cr", "rai", "dct"):
            continue
        if context.short(term) != wanted:
            message = f"The context does not say that this term means {wanted}."
            report = findings.warning if term in _LATE else findings.error
            report(("@context", term), "unmapped-term", message, f'Add "{term}": "{wanted}".')


def _used(value: Any) -> set[str]:
    """All keys of the document outside embedded data."""
    if isinstance(value, list):
        return set().union(*(_used(entry) for entry in value))
    if not isinstance(value, dict):
        return set()
    inner = (_used(entry) for key, entry in value.items() if key not in ("@context", "data", "examples", "cr:data"))
    return set(value) | set().union(*inner)


def _check_dataset(node: Node, findings: ValidationFindings) -> None:
    if "sc:Dataset" not in node.types():
        message = "Expected the type schema.org Dataset."
        findings.error(("@type",), "wrong-type", message, 'Write "@type": "sc:Dataset".')
    check_properties(node, DATASET, findings, what="the data set")
    warn_of_typos(node, [known.name for known in DATASET], findings)
    conforms = [_identifier(value) for value, _ in node.children("dct:conformsTo")]
    if conforms and not set(conforms) & set(VERSIONS):
        message = "The document does not say that it conforms to Croissant."
        findings.error(node.at("dct:conformsTo"), "wrong-version", message, f'Add "{VERSIONS[-1]}".')
    version = plain(node.get("sc:version"))
    if isinstance(version, str | float | int) and not isinstance(version, bool) and not is_semantic_version(version):
        message = "The version is not MAJOR.MINOR.PATCH as of Semantic Versioning."
        findings.warning(node.at("sc:version"), "wrong-version", message, "Write it as text, for example 1.0.0.")
    for name in ("sc:license", "sc:sdLicense"):
        for value, path in node.children(name):
            _check_license(plain(value), path, node, findings)
    for name in ("sc:creator", "sc:publisher"):
        for value, path in node.children(name):
            for entry in as_list(value):
                if isinstance(entry, dict):
                    _check_agent(Node.of(entry, path, node.context), findings)


def _identifier(value: Any) -> str:
    """The IRI of a reference or of plain text; empty for anything else."""
    found = value.get("@id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _check_license(value: Any, path: tuple[str | int, ...], node: Node, findings: ValidationFindings) -> None:
    if isinstance(value, dict):
        inner = Node.of(value, path, node.context)
        if inner.get("sc:url") is None and inner.get("sc:name") is None and "@id" not in value:
            message = "The license has neither name nor address."
            findings.error(path, "unknown-license", message, "Add name and url.")
    elif isinstance(value, str) and "://" in value:
        if not known_license_address(value):
            message = "The SPDX list has no license at this address."
            findings.error(path, "unknown-license", message, "Look the identifier up at https://spdx.org/licenses/.")
    elif isinstance(value, str) and spdx_identifier(value):
        message = "The license is an identifier; Croissant recommends its address."
        findings.warning(path, "license-not-an-address", message, "Write https://spdx.org/licenses/<identifier>.html.")
    elif isinstance(value, str) and value.strip():
        remedy = nearest(value, spdx_licenses()) or "Write the address of the license's text."
        findings.error(path, "unknown-license", "This is no address and no SPDX identifier.", remedy)


def _check_agent(node: Node, findings: ValidationFindings) -> None:
    if not node.types() & {"sc:Person", "sc:Organization"}:
        message = "Expected a schema.org Person or Organization."
        findings.error((*node.path, "@type"), "wrong-type", message, 'Write "@type": "Organization" or "Person".')
    check_properties(node, AGENT, findings, what="the person or organization")


def _check_distribution(dataset: Node, ids: Identifiers, findings: ValidationFindings) -> None:
    live = plain(dataset.get("cr:isLiveDataset")) is True
    for value, path in dataset.children("sc:distribution"):
        if not isinstance(value, dict):
            continue
        node = Node.of(value, path, dataset.context)
        types = node.types()
        if not types & {"cr:FileObject", "cr:FileSet"}:
            message = "Expected the type cr:FileObject or cr:FileSet."
            findings.error((*path, "@type"), "wrong-type", message, 'Write "@type": "cr:FileObject".')
        is_set = "cr:FileSet" in types
        check_properties(
            node, FILE_SET if is_set else FILE_OBJECT, findings, what="the file set" if is_set else "the file"
        )
        contained = node.get("cr:containedIn") is not None
        if not is_set and not contained and not live and node.get("sc:sha256") is None and node.get("cr:md5") is None:
            message = "The file has no checksum, so that a download cannot be checked."
            findings.error(node.at("sc:sha256"), "missing-checksum", message, "Add sha256.")
        for entry, at in node.children("cr:containedIn"):
            for identifier, where in referenced(entry, at):
                ids.check(identifier, ("FileObject", "FileSet"), where, findings)


def _check_rai(node: Node, findings: ValidationFindings) -> None:
    used = {name: key for name, key in node.keys.items() if name.startswith("rai:")}
    known = {entry.name for entry in RAI}
    check_properties(node, RAI, findings, what="the data set")
    for name, key in used.items():
        if name not in known:
            hint = nearest(name, known) or "See the list in the specification of Croissant-RAI 1.0."
            findings.error((key,), "unknown-property", "Croissant-RAI 1.0 has no property of this name.", hint)
    conforms = [_identifier(value) for value, _ in node.children("dct:conformsTo")]
    if used and RAI_CONFORMS_TO not in conforms:
        message = "The document has RAI properties and does not say that it conforms to Croissant-RAI."
        findings.error(node.at("dct:conformsTo"), "missing-required", message, f'Add "{RAI_CONFORMS_TO}" to the list.')
