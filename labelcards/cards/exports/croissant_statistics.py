"""Figures and people as annotations in a Croissant document: agreement on the label field, annotators as PROV agents.

Croissant 1.1 lets a statistic hang on what it describes: an annotation is a field whose constant value is the figure.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from labelcards.cards.exports.view import ExportView
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.documents.figures import Figure

__all__ = ["accuracy", "agreement", "annotators", "count"]

CARDINALITY = "http://www.wikidata.org/entity/Q4049983"
"""Wikidata's term for the number of elements, which the specification's own example uses."""


def count(table: TableFacts) -> dict[str, Any]:
    """How many records a table has."""
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/count",
        "name": "count",
        "description": "Number of records.",
        "dataType": ["sc:Integer", CARDINALITY],
        "value": table.rows,
    }


def agreement(view: ExportView, label: str) -> list[dict[str, Any]]:
    """Every coefficient of every question, with interval, n and definition.

    Args:
        label: the identifier of the label field.
    """
    found: list[dict[str, Any]] = []
    for question in view.names.questions(view.book.branch("quality", "questions")):
        branch = view.book.branch("quality", "questions", question, "agreement", "overall")
        for metric, figure in sorted(branch.items()):
            if isinstance(figure, Figure):
                found.append(_statistic(view, f"{label}/{question}/{metric}", question, figure))
    return found


def accuracy(view: ExportView, label: str) -> list[dict[str, Any]]:
    """Share of final labels that agree with gold, for every question."""
    found: list[dict[str, Any]] = []
    for question in view.names.questions(view.book.branch("quality", "questions")):
        figure = view.book.find("quality", "questions", question, "gold", "final", "accuracy")
        if figure is not None:
            found.append(_statistic(view, f"{label}/{question}/accuracy", question, figure))
    return found


def _statistic(view: ExportView, identifier: str, question: str, figure: Figure) -> dict[str, Any]:
    """A figure as one structured annotation: value, interval and n, or why there is no value."""
    entry = view.book.entry("quality", figure.metric)
    parts: list[tuple[str, str, float | str | None]] = [
        ("value", "sc:Float", figure.value),
        ("low", "sc:Float", figure.low),
        ("high", "sc:Float", figure.high),
        ("n", "sc:Integer", figure.n),
        ("method", "sc:Text", figure.method),
        ("why", "sc:Text", figure.why),
    ]
    return {
        "@type": "cr:Field",
        "@id": identifier,
        "name": f"{entry.title}: {view.names.question(question)}",
        "description": f"{entry.definition} From {entry.low} to {entry.high}. Source: {entry.source}.",
        "subField": [
            {"@type": "cr:Field", "@id": f"{identifier}/{name}", "name": name, "dataType": kind, "value": value}
            for name, kind, value in parts
            if value is not None
        ],
    }


def annotators(view: ExportView, table: TableFacts) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who gave the labels: agents for the whole field, and the column that names the agent of each label.

    Agents are named by pseudonym where the documents hold figures on single annotators, which those of a public card do
    not; else they are one group.
    """
    names: set[str] = set()
    for question in view.book.branch("quality", "questions"):
        names |= set(view.book.branch("quality", "questions", question, "annotators"))
    total = view.book.find("quality", "counts", "annotators")
    agents = [
        {"@type": ["prov:Agent", "prov:Person"], "@id": f"urn:annotator:{quote(name, safe='')}", "prov:label": name}
        for name in sorted(names)
    ]
    if not agents and total is not None and total.value is not None:
        agents = [{"@type": "prov:Agent", "prov:label": f"{total.value:.0f} annotators"}]
    identifier = "annotations/label/annotator"
    source = {"fileObject": {"@id": table.file}, "extract": {"column": "annotator_id"}}
    column = {
        "@type": "cr:Field",
        "@id": identifier,
        "name": "annotator",
        "description": "Who gave the label, by pseudonym.",
        "dataType": ["prov:Person", "foaf:Person"],
        "equivalentProperty": "prov:wasAttributedTo",
        "subField": [
            {"@type": "cr:Field", "@id": f"{identifier}/id", "name": "id", "dataType": "sc:Text", "source": source}
        ],
    }
    return agents, [column]
