"""Stands in for transformers: the pipeline calls every "zorblax" a person."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

__version__ = "4.57.0"


def pipeline(**options: Any) -> Callable[[str | list[str]], Any]:
    """Record the arguments in the file named by RECORD; a model called missing/model is not there."""
    with Path(os.environ["RECORD"]).open("a", encoding="utf-8") as file:
        offline = os.environ.get("HF_HUB_OFFLINE")
        file.write(json.dumps({"transformers.pipeline": options, "offline": offline}, default=str) + "\n")
    if options["model"] == "missing/model":
        message = "We couldn't connect to the Hub and the model is not cached."
        raise OSError(message)

    def run(texts: str | list[str]) -> Any:
        listed = [texts] if isinstance(texts, str) else texts
        found = [
            [
                {"entity_group": "PER", "score": 0.99, "word": "zorblax", "start": place, "end": place + 7}
                for place in [text.find("zorblax")]
                if place >= 0
            ]
            for text in listed
        ]
        return found[0] if isinstance(texts, str) else found

    return run
