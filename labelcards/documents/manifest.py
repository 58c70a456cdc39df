"""The hand-written description of a data set, ``dataset.yaml``.

A label version has a file of its own (`labelcards.documents.version_manifest`) because DVC tracks files: a new version
must not change what the stages of older versions depend on (see ``docs/decisions/0002-one-file-per-label-version.md``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from labelcards.documents.columns import RecordTable
from labelcards.documents.document import Part
from labelcards.documents.field_types import InsidePath, Slug
from labelcards.documents.label_scheme import Label, Question
from labelcards.documents.party import Line, Party
from labelcards.documents.publication import Publication

__all__ = ["FILL_IN", "DatasetManifest", "Key", "stated"]

FILL_IN = "to be filled in"
"""What `labelcards import` writes where only a person knows the answer."""


def stated(text: str) -> str:
    """``text``, or nothing where it is still `FILL_IN`."""
    return "" if text == FILL_IN else text


class Key(Part):
    """Where the pseudonym key comes from; the key itself is never in Git, DVC or a document.

    Attributes:
        env: environment variable that holds it (hex or text, at least 16 bytes); wins over the file.
        file: Git-ignored file inside the dataset folder; when absent, the project's ``.labelcards/key`` serves.
    """

    env: str = "LABELCARDS_KEY"
    file: InsidePath | None = None


class DatasetManifest(Part):
    """``datasets/<name>/dataset.yaml``."""

    schema_version: Literal[1] = 1
    name: Slug
    title: Line
    description: Line
    language: tuple[Line, ...] = ("en",)
    license: Line
    url: Line | None = None
    keywords: tuple[Line, ...] = ()
    creators: tuple[Party, ...] = Field(min_length=1)
    owners: tuple[Party, ...] = Field(min_length=1)
    relates_to_people: bool = True
    questions: dict[Slug, Question] = Field(min_length=1)
    items: RecordTable = Field(default_factory=RecordTable)
    annotators: RecordTable = Field(default_factory=RecordTable)
    key: Key = Field(default_factory=Key)
    publication: Publication = Field(default_factory=Publication)

    def choosing(self, labels: Mapping[str, Sequence[Label]]) -> DatasetManifest:
        """The data set as annotators of one version saw it.

        Args:
            labels: question → the labels that could be chosen; questions that are not here keep theirs.

        Raises:
            ValueError: labels do not suit their question.
        """
        if not labels:
            return self
        asked = {key: one.listing(labels[key]) if key in labels else one for key, one in self.questions.items()}
        return self.model_copy(update={"questions": asked})

    @property
    def unfilled(self) -> tuple[str, ...]:
        """Keys that still hold what a new manifest says, `FILL_IN`, so that no page passes it off as an answer."""
        held = {
            "description": (self.description,),
            "license": (self.license,),
            "creators": tuple(party.name for party in self.creators),
            "owners": tuple(party.name for party in self.owners),
        }
        return tuple(key for key, values in held.items() if FILL_IN in values)

    @property
    def known_owners(self) -> tuple[Party, ...]:
        """Whom to ask: the owners that are stated, or else the owner whoever it is."""
        return tuple(party for party in self.owners if stated(party.name)) or (Party(name="the owner of the data set"),)

    @property
    def headline(self) -> str:
        """The question whose figures stand first: the first declared one."""
        return next(iter(self.questions))

    def answer_column(self, question: str) -> str:
        """What the answer to a question is called where figures divide items by it: its key, unless a column has that.

        >>> DatasetManifest.model_construct(items=RecordTable()).answer_column("topic")
        'topic'
        """
        name = question
        while name in self.items.columns:
            name = f"{name} (label)"
        return name

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Item columns with free text, in declared order."""
        return self.items.named(action="clean")
