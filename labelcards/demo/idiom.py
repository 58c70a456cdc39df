"""An idiom of one region: in the South a thing "goes home" when it goes back to the shop."""

from __future__ import annotations

from labelcards.demo.scenario import Templates
from labelcards.demo.text_file import read
from labelcards.documents.document import Part

__all__ = ["IDIOM", "Idiom", "IdiomStory"]


class IdiomStory(Part):
    """Openings and the requests that fit them."""

    openings: Templates
    requests: Templates


class Idiom(Part):
    """What one region says of one topic, and other regions take for another.

    Attributes:
        region: of the customers who say it, and of the annotators who always understand it.
        unknown_in: the region of annotators who know it least.
        topic: what it means.
        read_as: the topic it is taken for.
        subjects, details, stories: its sentences; before a thing has gone home, and after.
    """

    region: str
    unknown_in: str
    topic: str
    read_as: str
    subjects: Templates
    details: Templates
    stories: tuple[IdiomStory, ...]


IDIOM = read("idiom.toml", Idiom)
