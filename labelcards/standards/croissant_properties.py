"""What Croissant 1.1 and Croissant-RAI 1.0 say about properties: one table per class.

Sources: ``docs/croissant-spec-1.1.md`` and ``docs/croissant-rai-spec.md`` of https://github.com/mlcommons/croissant.
Where labelcards asks for a property that the specification leaves optional, ``docs/reference/validators.md`` says why.
"""

from __future__ import annotations

from labelcards.standards.property import Property
from labelcards.standards.value import (
    BOOLEAN,
    DATE,
    FORMAT,
    IRI,
    LANGUAGE,
    LOCATION,
    MD5,
    NUMBER,
    PERIOD,
    SHA256,
    SIZE,
    TEXT,
    URL,
    Kind,
    one_of,
)

__all__ = [
    "AGENT",
    "DATASET",
    "EXTRACT",
    "FIELD",
    "FILE_OBJECT",
    "FILE_SET",
    "RAI",
    "RAI_CONFORMS_TO",
    "RECORD_SET",
    "TRANSFORM",
    "VERSIONS",
]

VERSIONS = ("http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/1.1")
RAI_CONFORMS_TO = "http://mlcommons.org/croissant/RAI/1.0"


def _is_shape(value: object) -> bool:
    if not isinstance(value, str):
        return False
    parts = value.strip("()").rstrip(",").split(",")
    return all(part.strip().lstrip("-").isdigit() for part in parts)


NODE = Kind("an object", lambda value: isinstance(value, dict))

DATASET: tuple[Property, ...] = (
    Property("sc:name", (TEXT,), "required", remedy="Add the data set's name."),
    Property("sc:description", (TEXT,), "required", remedy="Add a sentence on what the data set is."),
    Property(
        "sc:license",
        (URL, TEXT, NODE),
        "required",
        many=True,
        remedy="Add the address of the license, for example https://spdx.org/licenses/CC-BY-4.0.html.",
    ),
    Property("sc:url", (URL,), "required", remedy="Add the address of the data set's page."),
    Property(
        "sc:creator", (NODE,), "required", many=True, remedy='Add {"@type": "Organization", "name": …} or a Person.'
    ),
    Property("sc:datePublished", (DATE,), "required", remedy="Add the day of publication, for example 2026-03-05."),
    Property("sc:distribution", (NODE,), "required", many=True, remedy="Add a cr:FileObject for each file."),
    Property("dct:conformsTo", (IRI, NODE), "required", many=True, remedy=f'Add "{VERSIONS[-1]}".'),
    Property("sc:keywords", (TEXT, URL, NODE), "recommended", many=True),
    Property(
        "sc:publisher", (NODE,), "recommended", many=True, remedy="Add the Organization or Person that publishes it."
    ),
    Property("sc:version", (TEXT, NUMBER), "recommended", remedy="Add MAJOR.MINOR.PATCH, for example 1.0.0."),
    Property("sc:dateCreated", (DATE,), "recommended"),
    Property("sc:dateModified", (DATE,), "recommended"),
    Property("sc:sameAs", (URL,), "recommended", many=True),
    Property("sc:sdLicense", (URL, TEXT, NODE), "recommended", many=True, remedy="Add the license of this metadata."),
    Property("sc:inLanguage", (LANGUAGE, NODE), "recommended", many=True),
    Property("cr:isLiveDataset", (BOOLEAN,)),
    Property("cr:citeAs", (TEXT,)),
    Property("cr:sdVersion", (TEXT, NUMBER)),
    Property(
        "cr:recordSet", (NODE,), "recommended", many=True, remedy="Describe the tables, so that they can be loaded."
    ),
)

AGENT: tuple[Property, ...] = (
    Property("sc:name", (TEXT,), "required", remedy="Add the name."),
    Property("sc:email", (TEXT,)),
    Property("sc:url", (URL,)),
)

FILE_OBJECT: tuple[Property, ...] = (
    Property("sc:name", (TEXT,)),
    Property("sc:description", (TEXT,)),
    Property(
        "sc:contentUrl", (LOCATION,), "required", remedy="Add the address of the file, or its path beside this file."
    ),
    Property("sc:contentSize", (SIZE,)),
    Property("sc:encodingFormat", (FORMAT,), "required", many=True, remedy="Add the media type, for example text/csv."),
    Property("sc:sameAs", (URL, TEXT), many=True),
    Property("sc:sha256", (SHA256,)),
    Property("cr:md5", (MD5,)),
    Property("cr:containedIn", (NODE,), many=True),
)

FILE_SET: tuple[Property, ...] = (
    Property("sc:name", (TEXT,)),
    Property("sc:description", (TEXT,)),
    Property("sc:encodingFormat", (FORMAT,), "required", many=True, remedy="Add the media type of the files."),
    Property("cr:includes", (TEXT,), "required", many=True, remedy="Add the glob pattern of the files."),
    Property("cr:excludes", (TEXT,), many=True),
    Property("cr:containedIn", (NODE,), many=True),
)

RECORD_SET: tuple[Property, ...] = (
    Property("sc:name", (TEXT,)),
    Property("sc:description", (TEXT,)),
    Property("cr:field", (NODE,), "required", many=True, remedy="Add a cr:Field for each column."),
    Property("cr:key", (NODE, TEXT), many=True),
    Property("cr:annotation", (NODE,), many=True),
)

FIELD: tuple[Property, ...] = (
    Property("sc:name", (TEXT,)),
    Property("sc:description", (TEXT,)),
    Property("cr:source", (NODE,)),
    Property("cr:isArray", (BOOLEAN,)),
    Property("cr:arrayShape", (Kind("a shape such as -1 or 2,3", _is_shape),)),
    Property("cr:equivalentProperty", (TEXT, NODE), many=True),
    Property("cr:references", (NODE,), many=True),
    Property("cr:subField", (NODE,), many=True),
    Property("cr:parentField", (NODE,), many=True),
    Property("cr:annotation", (NODE,), many=True),
)

EXTRACT: tuple[Property, ...] = (
    Property("cr:column", (TEXT,)),
    Property("cr:jsonPath", (TEXT,)),
    Property("cr:fileProperty", (one_of("fullpath", "filepath", "filename", "content", "lines", "lineNumbers"),)),
)

TRANSFORM: tuple[Property, ...] = (
    Property("cr:regex", (TEXT,)),
    Property("cr:separator", (Kind("text", lambda v: isinstance(v, str) and v != ""),)),
    Property("cr:readLines", (BOOLEAN,)),
    Property("cr:unArchive", (BOOLEAN,)),
    Property("cr:jsonPath", (TEXT,)),
)

_ONE = (
    "dataCollection",
    "dataCollectionMissingData",
    "dataCollectionRawData",
    "dataImputationProtocol",
    "dataManipulationProtocol",
    "dataAnnotationProtocol",
    "annotationsPerItem",
    "dataSocialImpact",
)
_MANY = (
    "dataCollectionType",
    "dataPreprocessingProtocol",
    "dataAnnotationPlatform",
    "dataAnnotationAnalysis",
    "dataReleaseMaintenancePlan",
    "personalSensitiveInformation",
    "dataBiases",
    "dataLimitations",
    "dataUseCases",
    "annotatorDemographics",
    "machineAnnotationTools",
)

RAI: tuple[Property, ...] = (
    *(Property(f"rai:{name}", (TEXT,)) for name in _ONE),
    *(Property(f"rai:{name}", (TEXT,), many=True) for name in _MANY),
    Property("rai:dataCollectionTimeframe", (PERIOD,), many=True),
)
"""The 20 properties; none is required, and what a data set does not know it leaves out."""
