"""``publication.json``: what `labelcards publish` put into a folder, so that the next run builds only what is new.

It is published with the pages, so it holds nothing that a reader of them must not know. Schema history: 1, first.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from labelcards.documents.document import Document, Part

__all__ = ["Audience", "DatasetPublication", "PublishedVersion", "SitePublication"]

Audience = Literal["internal", "public"]


class PublishedVersion(Part):
    """One version's folder.

    Attributes:
        inputs: digest of everything that its pages were made from, one for all.
        tree: digest of its files.
        files, bytes: how many there are, and how large.
        gates: whether the version meets its gates: ``passed``, ``failed``, ``none`` declared, or ``unknown``.
        gates_inputs: digest of what that was judged by.
        hidden: groups without figures on public pages, each as ``side|column|value`` lines, sorted.
    """

    inputs: str
    tree: str
    files: int
    bytes: int
    gates: Literal["passed", "failed", "none", "unknown"] = "unknown"
    gates_inputs: str = ""
    hidden: tuple[tuple[str, ...], ...] = ()


class DatasetPublication(Document):
    """``<dataset>/publication.json``: the versions that stand beside it.

    Attributes:
        versions: all versions that are published.
        aliases: alias → version.
        front: the versions that the front page needs to read, newest first.
        listed: digest of what the list of versions was made from and of its files; empty while it is not known to fit.
    """

    document: Literal["publication"] = "publication"
    dataset: str
    audience: Audience
    versions: dict[str, PublishedVersion] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    front: tuple[str, ...] = ()
    listed: str = ""


class SitePublication(Document):
    """``publication.json`` at the root: whom the whole site is for, and what its front page was made from."""

    document: Literal["publication"] = "publication"
    audience: Audience
    inputs: str = ""
    names: tuple[str, ...] = ()
