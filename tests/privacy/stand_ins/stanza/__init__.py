"""Stands in for stanza: `Pipeline` splits at spaces and calls every "zorblax" a person."""

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

__version__ = "1.10.1"


class Document:
    """A text and, once processed, its sentences and entities."""

    def __init__(self, sentences: list[Any], text: str) -> None:
        self.text, self.sentences = text, sentences
        self.entities: list[Any] = []


class Pipeline:
    """Records its arguments in the file named by RECORD."""

    def __init__(self, **options: Any) -> None:
        with Path(os.environ["RECORD"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"stanza.Pipeline": options}, default=str) + "\n")
        self.processors: dict[str, Any] = {}

    def __call__(self, text: str) -> Document:
        """Process one text."""
        return self.bulk_process([Document([], text=text)])[0]

    def bulk_process(self, documents: list[Document]) -> list[Document]:
        """Process many texts."""
        for document in documents:
            tokens = []
            for word in document.text.split():
                made = SimpleNamespace(text=word, upos="X", xpos="X", feats="", deprel="dep", head=0, lemma=word)
                tokens.append(SimpleNamespace(words=[made]))
                if word == "zorblax":
                    start = document.text.index(word)
                    found = {"start_char": start, "end_char": start + len(word), "type": "PERSON", "text": word}
                    document.entities.append(SimpleNamespace(**found))
            document.sentences = [SimpleNamespace(tokens=tokens)]
        return documents
