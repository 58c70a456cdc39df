"""A label version as a Croissant 1.1 document with the RAI 1.0 properties.

Source: ``docs/croissant-spec-1.1.md`` and ``docs/croissant-rai-spec.md`` of https://github.com/mlcommons/croissant.
Which of our fields goes where is listed in ``docs/reference/exports.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from labelcards.cards.exports.contents import ExportContents
from labelcards.cards.exports.croissant_records import record_sets
from labelcards.cards.exports.dataset_metadata import FOLDER
from labelcards.cards.exports.license import license_of
from labelcards.cards.exports.markdown import one_line
from labelcards.cards.exports.view import ExportView
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.documents.manifest import stated
from labelcards.documents.party import Party
from labelcards.release import __version__
from labelcards.standards.croissant_properties import RAI, RAI_CONFORMS_TO, VERSIONS
from labelcards.standards.jsonld import CROISSANT_CONTEXT
from labelcards.standards.value import URL

__all__ = ["PARQUET", "croissant_document", "croissant_text"]

PARQUET = ("application/vnd.apache.parquet", "application/x-parquet")
"""The registered media type, and the one that `mlcroissant` reads."""

_VOCABULARIES = {"prov": "http://www.w3.org/ns/prov#", "foaf": "http://xmlns.com/foaf/0.1/"}


def croissant_document(
    card: ExportContents, view: ExportView, sentences: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """The document; a property whose value is not known is left out.

    Args:
        sentences: local name of a RAI property → its sentences.
    """
    manifest, version, publication = card.manifest, card.version, view.publication
    published = version.published or version.date
    document = {
        "@context": {**CROISSANT_CONTEXT, **_VOCABULARIES},
        "@type": "sc:Dataset",
        "name": one_line(manifest.title),
        "alternateName": manifest.name,
        "conformsTo": [VERSIONS[-1], RAI_CONFORMS_TO],
        "description": one_line(stated(manifest.description)),
        "url": manifest.url,
        "license": _license(stated(manifest.license)),
        "creator": [_agent(party) for party in manifest.creators if stated(party.name)],
        "publisher": [_agent(publication.publisher)] if publication.publisher else [],
        "maintainer": [_agent(party) for party in manifest.owners if stated(party.name)],
        "datePublished": published.isoformat(),
        "dateCreated": publication.created.isoformat() if publication.created else None,
        "dateModified": version.date.isoformat(),
        "version": version.version,
        "keywords": [one_line(word) for word in manifest.keywords],
        "inLanguage": list(manifest.language),
        "sameAs": list(publication.same_as),
        "sdLicense": _license(publication.metadata_license) if publication.metadata_license else None,
        "isLiveDataset": False,
        "citeAs": publication.citation.strip() if publication.citation else None,
        **_rai(view, sentences),
        **_provenance(card),
        "distribution": [_file(card, view, table) for table in view.tables],
        "recordSet": record_sets(card, view),
    }
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}


def croissant_text(document: dict[str, Any]) -> str:
    """The document as JSON in the order of its making, which is that of the specification."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _license(text: str) -> Any:
    """The license's address; a license without one is named, and one that is not stated is none."""
    if not text:
        return None
    found = license_of(text)
    return found.address or {"@type": "CreativeWork", "name": found.text}


def _agent(party: Party) -> dict[str, Any]:
    contact = one_line(party.contact or "")
    mail = contact if contact.count("@") == 1 and " " not in contact else None
    url = party.url if URL.fits(party.url) else contact if URL.fits(contact) else None
    agent = {
        "@type": "Person" if party.kind == "person" else "Organization",
        "name": one_line(party.name),
        "description": one_line(party.role) if party.role else None,
        "email": mail,
        "url": url,
    }
    return {key: value for key, value in agent.items() if value}


def _rai(view: ExportView, sentences: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The properties in the specification's order, one value or many as it says."""
    publication = view.publication
    given = {
        **sentences,
        "dataCollectionType": tuple(map(one_line, publication.collection_types)),
        "dataCollectionTimeframe": tuple(day.isoformat() for day in publication.collected or ()),
        "dataAnnotationPlatform": tuple(map(one_line, publication.annotation_platforms)),
        "machineAnnotationTools": tuple(map(one_line, publication.machine_annotation_tools)),
    }
    found: dict[str, Any] = {}
    for known in RAI:
        values = given.get(known.name.removeprefix("rai:"), ())
        if values:
            found[known.name] = list(values) if known.many else " ".join(values)
    return found


def _provenance(card: ExportContents) -> dict[str, Any]:
    """What the version came from, and the activities that made it."""
    program = {"@type": ["prov:Agent", "prov:SoftwareAgent"], "prov:label": f"labelcards {__version__}"}
    steps = {
        "anonymization": "Anonymization: personal data searched for and replaced, columns reduced",
        "quality": "Consensus of the annotations and measurement of their quality",
    }
    activities = [
        {"@type": "prov:Activity", "prov:label": label, "prov:wasAssociatedWith": program}
        for document, label in steps.items()
        if document in card.present
    ]
    parent = card.version.parent
    derived = {"@type": "prov:Entity", "prov:label": f"{card.manifest.name} {parent}"} if parent else None
    return {"prov:wasDerivedFrom": derived, "prov:wasGeneratedBy": activities}


def _file(card: ExportContents, view: ExportView, table: TableFacts) -> dict[str, Any]:
    titles = {
        "items": "The items, anonymized.",
        "annotations": "One row per judgement.",
        "annotators": "The annotators, by pseudonym.",
        "gold": "Items whose right label is known.",
        "adjudications": "Decisions on disputed items.",
        "consensus": "One row per question and item: consensus by several methods, and the final label.",
    }
    owner = one_line(card.manifest.known_owners[0].name)
    absent = "" if table in view.published else f" Not published beside this file: ask {owner}."
    return {
        "@type": "cr:FileObject",
        "@id": table.file,
        "name": table.file,
        "description": titles[table.name] + absent,
        "contentUrl": f"{FOLDER}/{table.file}",
        "contentSize": f"{table.size} B",
        "encodingFormat": list(PARQUET),
        "sha256": table.sha256,
    }
