"""Personal data in texts of one's own: what `labelcards.detect` does."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from labelcards.errors import InputError, Problem
from labelcards.privacy.detect.detector import THRESHOLD, open_detector
from labelcards.privacy.detect.engines import BUILTIN
from labelcards.privacy.detect.finding import TextFindings
from labelcards.privacy.detect.prepare import LONGEST, prepared

__all__ = ["Detection", "detect"]


@dataclass(frozen=True, slots=True)
class Detection:
    r"""What was found in each of N texts.

    Attributes:
        names: N names of the texts: the index of a series, else 0 to N - 1.
        found: N results; each has ``findings`` (``start, end, entity_type, score``, sorted by position; they may
            overlap) and ``failure``, why the text could not be searched. Of such a text nothing is known.
        texts: N texts as they were searched, to which ``start`` and ``end`` belong: without invisible characters, line
            ends as ``\n``. Empty where a text is missing.
    """

    names: tuple[Hashable, ...]
    found: tuple[TextFindings, ...]
    texts: tuple[str, ...] = field(repr=False)

    def to_frame(self, *, quote: bool = False) -> pd.DataFrame:
        """One row per finding: ``name, start, end, entity_type, score``, and one per failure with ``failure``.

        Args:
            quote: add what was found as ``text``. It is personal data: mind where it goes.
        """
        rows = [
            (name, *finding, "", text[finding.start : finding.end])
            for name, detected, text in zip(self.names, self.found, self.texts, strict=True)
            for finding in detected.findings
        ]
        failed = zip(self.names, self.found, strict=True)
        rows += [(name, 0, 0, "", 0.0, one.failure, "") for name, one in failed if one.failure]
        columns = ["name", "start", "end", "entity_type", "score", "failure", "text"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame if quote else frame.drop(columns="text")

    def __repr__(self) -> str:
        """How many texts have findings, and how many there are of each type; no text."""
        counts: dict[str, int] = {}
        for detected in self.found:
            for finding in detected.findings:
                counts[finding.entity_type] = counts.get(finding.entity_type, 0) + 1
        hit = sum(bool(detected.findings) for detected in self.found)
        failed = sum(bool(detected.failure) for detected in self.found)
        lines = [f"Personal data in {hit:,} of {len(self.found):,} texts"]
        lines += [f"  {kind}  {count:,}" for kind, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
        return "\n".join([*lines, *([f"  {failed:,} could not be searched"] if failed else [])])


def detect(
    texts: str | Iterable[str | None] | pd.Series[str],
    *,
    engine: str = BUILTIN,
    threshold: float = THRESHOLD,
    max_characters: int = LONGEST,
) -> Detection:
    """Personal data in texts: names, places, addresses, numbers, dates and more, without a download.

    Args:
        texts: one text, or N texts; a missing one (None or NaN) has no findings.
        engine: ``builtin``, or ``spacy:NAME``, ``transformers:NAME`` and the like with a model that is installed.
        threshold: the lowest score that counts, in (0, 1].
        max_characters: a longer text is not searched but fails.

    Returns:
        A result per text. Nothing is written, and neither errors nor the result's ``repr`` quote a text.

    Raises:
        InputError: something is no text.
        ToolError: the engine does not exist, or its model is missing.

    >>> found = detect(["Please call Maria Keller on +49 30 901820.", "All fine."])
    >>> found.to_frame()["entity_type"].tolist()
    ['PERSON', 'PHONE_NUMBER']
    """
    given = _series(texts)
    missing = given.isna().to_numpy()
    wrong = [row for row, text in enumerate(given) if not (missing[row] or isinstance(text, str))]
    if wrong:
        message = f"{len(wrong):,} of the texts are not text."
        raise InputError([Problem("texts", "no-text", message, "Leave them out, or make them text.", row=wrong[0])])
    searched = ["" if gone else prepared(text) for gone, text in zip(missing, given, strict=True)]
    detector = open_detector(engine, threshold=threshold, max_characters=max_characters)
    return Detection(tuple(given.index), tuple(detector.find(searched)), tuple(searched))


def _series(texts: str | Iterable[str | None] | pd.Series[str]) -> pd.Series[str]:
    if isinstance(texts, pd.Series):
        return texts
    return pd.Series([texts] if isinstance(texts, str) else list(texts), dtype=object)
