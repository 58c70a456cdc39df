"""Sentences that fit any ticket: greetings, small talk, history, closings, and the frames around them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from labelcards.demo.scenario import PerUrgency, Templates
from labelcards.demo.text_file import read
from labelcards.documents.document import Part

__all__ = ["PHRASES", "Phrases", "Transcript"]


class Transcript(Part):
    """A telephone call: how the agent opens, asks and ends, and how the caller begins."""

    openings: Templates
    callers: Templates
    follow_ups: Templates
    ends: Templates


class Phrases(Part):
    """Sentences of any ticket; `data/phrases.toml` says what each is for."""

    earlier: Templates
    settled: Templates
    vague_subjects: Templates
    vague_openings: Templates
    plain_requests: Templates
    plain_identity: Annotated[Templates, Field(min_length=2)]
    plain_cues: PerUrgency[Templates]
    smalltalk: Templates
    history: Templates
    rants: Annotated[Templates, Field(min_length=3)]
    subject_forms: Templates
    forward_notes: Templates
    forward_headers: Templates
    notes: Templates
    reasons: Templates
    greetings: dict[str, Templates]
    closings: dict[str, Templates]
    signatures: dict[str, Templates]
    transcript: Transcript


PHRASES = read("phrases.toml", Phrases)
