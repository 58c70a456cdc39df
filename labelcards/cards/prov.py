"""Evidence as ``evidence.json``: W3C PROV-O in JSON-LD.

JSON-LD rather than PROV-JSON, because PROV-O is the Recommendation and PROV-JSON only a submission, and because
Croissant is JSON-LD too and uses the same terms. The context stands in the file, so reading it needs no network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from labelcards.documents.evidence import Evidence, EvidenceFile, StageRun
from labelcards.documents.json_text import json_text

__all__ = ["prov_json"]

CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "lc": "urn:labelcards:terms:",
    "label": "rdfs:label",
    "used": {"@id": "prov:used", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "hadMember": {"@id": "prov:hadMember", "@type": "@id"},
}


def prov_json(evidence: Evidence, published: Mapping[str, bytes]) -> str:
    """The evidence as JSON-LD text; the same evidence is the same bytes.

    Entities are files and the label version that has them as members, activities are stages, the agent is the software.
    Terms of our own (``lc:``): path, sha256, dvcMd5, gitBlob, bytes, private, commit, parameter, seed, package.

    Args:
        evidence: what was gathered.
        published: document → its bytes beside the pages, which a public card reduces; derived from the full document.
    """
    makers = {path: run.stage for run in evidence.stages for path in run.generated}
    graph = [
        _version(evidence),
        *(_file(one, evidence, makers.get(one.path)) for one in evidence.files),
        *(_published(name, published[name], evidence) for name in sorted(published)),
        *(_activity(run, evidence) for run in evidence.stages),
        _agent(evidence),
    ]
    return json_text({"@context": CONTEXT, "@graph": graph})


def _iri(evidence: Evidence, kind: str, name: str) -> str:
    return f"urn:labelcards:{quote(evidence.dataset)}:{quote(evidence.version)}:{kind}:{quote(name)}"


def _version(evidence: Evidence) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": _iri(evidence, "version", evidence.version),
        "@type": ["prov:Entity", "prov:Collection"],
        "label": f"{evidence.dataset} {evidence.version}",
        "hadMember": [_iri(evidence, "file", one.path) for one in evidence.files if not one.private],
    }
    if evidence.commit:
        node["lc:commit"] = evidence.commit
    else:
        node["lc:whyNoCommit"] = evidence.why_no_commit
    if evidence.why_no_dvc:
        node["lc:whyNoDvc"] = evidence.why_no_dvc
    return node


def _file(one: EvidenceFile, evidence: Evidence, maker: str | None) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _iri(evidence, "file", one.path), "@type": "prov:Entity", "lc:path": one.path}
    known = {"lc:sha256": one.sha256, "lc:dvcMd5": one.md5, "lc:gitBlob": one.git_blob, "lc:bytes": one.size}
    node |= {key: value for key, value in known.items() if value is not None}
    if one.private:
        node["lc:private"] = True
    if maker is not None:
        node["wasGeneratedBy"] = _iri(evidence, "stage", maker)
    return node


def _published(name: str, content: bytes, evidence: Evidence) -> dict[str, Any]:
    path = f"documents/{name}.json"
    node: dict[str, Any] = {
        "@id": _iri(evidence, "published", path),
        "@type": "prov:Entity",
        "lc:path": path,
        "lc:sha256": hashlib.sha256(content).hexdigest(),
        "lc:bytes": len(content),
    }
    sources = [one.path for one in evidence.files if one.path.endswith(f"/{name}.json")]
    return node | ({"wasDerivedFrom": [_iri(evidence, "file", path) for path in sources]} if sources else {})


def _activity(run: StageRun, evidence: Evidence) -> dict[str, Any]:
    return {
        "@id": _iri(evidence, "stage", run.stage),
        "@type": "prov:Activity",
        "label": f"labelcards {run.stage}",
        "used": [_iri(evidence, "file", path) for path in run.used],
        "wasAssociatedWith": _iri(evidence, "agent", "labelcards"),
        "lc:parameter": _pairs(run.parameters),
        "lc:seed": _pairs(run.seeds),
        "lc:package": _pairs(run.packages),
    }


def _agent(evidence: Evidence) -> dict[str, Any]:
    return {
        "@id": _iri(evidence, "agent", "labelcards"),
        "@type": ["prov:Agent", "prov:SoftwareAgent"],
        "label": f"labelcards {evidence.packages.get('labelcards', '')}".strip(),
        "lc:package": _pairs(evidence.packages),
    }


def _pairs(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"lc:name": name, "lc:value": values[name]} for name in sorted(values)]
