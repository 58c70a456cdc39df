"""What catalogs ask about a data set that no figure tells: the section ``publication`` of ``dataset.yaml``.

All of it is optional. `labelcards export` says what a format misses and under which key to add it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from labelcards.documents.document import Part
from labelcards.documents.party import Line, Party

__all__ = ["PUBLISHABLE", "HubEntry", "Publication", "PublishableTable"]

PublishableTable = Literal["items", "annotations", "annotators", "gold", "adjudications", "consensus"]
PUBLISHABLE: tuple[PublishableTable, ...] = (
    "items",
    "annotations",
    "annotators",
    "gold",
    "adjudications",
    "consensus",
)
"""The tables that may be published, in the order exports list them."""

Repository = Annotated[str, StringConstraints(pattern=r"^[\w][\w.-]{0,95}/[\w][\w.-]{0,95}$")]

Creator = Literal["found", "crowdsourced", "expert-generated", "machine-generated", "no-annotation", "other"]


class HubEntry(Part):
    """What only the Hugging Face Hub asks.

    Attributes:
        repository: ``owner/name`` of the data set on the Hub.
        model_license: the model's license, as the Hub calls it.
        annotations_creators: who gave the labels.
        language_creators: who wrote the texts.
        source_datasets: data sets it was made from; ``original`` when none.
        task_categories, task_ids: instead of those derived from the questions.
    """

    repository: Repository | None = None
    model_license: Line | None = None
    annotations_creators: tuple[Creator, ...] = ()
    language_creators: tuple[
        Literal["found", "crowdsourced", "expert-generated", "machine-generated", "other"], ...
    ] = ()
    source_datasets: tuple[Line, ...] = ()
    task_categories: tuple[Line, ...] = ()
    task_ids: tuple[Line, ...] = ()


class Publication(Part):
    """How and where the data set is published.

    Attributes:
        publisher: who publishes it; may differ from its creators.
        created: when the data set was begun.
        same_as: addresses of other pages about the same data set.
        citation: how to cite it, in BibTeX if possible.
        metadata_license: license of the cards and exports themselves.
        collected: first and last day on which the items were collected.
        collection_types: kinds of collection, in the words that Croissant-RAI recommends.
        annotation_platforms: where annotators worked.
        machine_annotation_tools: programs that gave labels.
        tables: clean tables to publish beside the cards; none by default, because a card says less than a table does.
        hub: for the Hugging Face Hub.
    """

    publisher: Party | None = None
    created: date | None = None
    same_as: tuple[Line, ...] = ()
    citation: str | None = None
    metadata_license: Line | None = None
    collected: tuple[date, date] | None = None
    collection_types: tuple[Line, ...] = ()
    annotation_platforms: tuple[Line, ...] = ()
    machine_annotation_tools: tuple[Line, ...] = ()
    tables: tuple[PublishableTable, ...] = ()
    hub: HubEntry = Field(default_factory=HubEntry)

    @field_validator("tables", mode="before")
    @classmethod
    def _all_or_some(cls, value: Any) -> Any:
        """``all`` stands for every table."""
        return PUBLISHABLE if value == "all" else value

    @model_validator(mode="after")
    def _consistent(self) -> Publication:
        if self.collected is not None and self.collected[0] > self.collected[1]:
            raise ValueError("collected must be the first day, then the last")
        if len(set(self.tables)) != len(self.tables):
            raise ValueError("tables must be named once each")
        return self
