"""A Presidio NLP engine that only splits words: nothing to download."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

__all__ = ["BlankNlpEngine"]


class BlankNlpEngine(NlpEngine):
    """Tokens of ``spacy.blank("en")``; a token is its own lemma; no entities.

    Presidio needs the tokens to look for context words around a finding ("card" before a number).
    """

    engine_name = "labelcards-blank"
    is_available = True

    def __init__(self) -> None:
        self._nlp: Any = None

    def load(self) -> None:
        """Make the tokenizer."""
        self._nlp = spacy.blank("en")
        self._nlp.max_length = 10**8

    def is_loaded(self) -> bool:
        """Whether `load` was called."""
        return self._nlp is not None

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Tokens, their offsets, and themselves as lemmas."""
        document = self._nlp.make_doc(text)
        return NlpArtifacts(
            entities=[],
            tokens=document,
            tokens_indices=[token.idx for token in document],
            lemmas=[token.text for token in document],
            nlp_engine=self,
            language=language,
        )

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """One text after the other."""
        del batch_size, n_process, kwargs
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether spaCy's English list has the word."""
        del language
        return bool(self._nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        """Whether the word is punctuation."""
        del language
        return bool(self._nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        """None: the recognizers do the work."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The language under which all recognizers are registered."""
        return ["en"]
