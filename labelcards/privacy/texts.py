"""Clean free texts: prepare, search, rewrite, and search what was written once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from labelcards.privacy.cache import FindingCache
from labelcards.privacy.detect import Detector
from labelcards.privacy.finding import Detected, Finding
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.policy import Policy
from labelcards.privacy.prepare import prepared
from labelcards.privacy.rewrite import Rewritten, rewrite
from labelcards.privacy.search import Progress, search

__all__ = ["WITHHELD", "CleanText", "TextCleaner"]

WITHHELD = "<WITHHELD>"
"""What stands in place of a text that could not be anonymized."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text fit to be published.

    Attributes:
        text: the clean text, or `WITHHELD`.
        found: entity type → how many findings were treated (kept ones included).
        residual: how many findings a second search makes besides what was written in.
        reason: why it was withheld; empty when it was not.
        rewritten: how offsets moved; None when withheld.
        raw: (entity type, raw value) of what is no longer in the text; stays in memory, for the fingerprints.
    """

    text: str
    found: Counter[str] = field(default_factory=Counter)
    residual: int = 0
    reason: str = ""
    rewritten: Rewritten | None = None
    raw: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class TextCleaner:
    """Everything that decides how a text is cleaned.

    Attributes:
        detector: finds.
        policy: decides.
        key: for pseudonyms, surrogates and the cache.
        cache: remembers findings between runs.
        jobs: processes.
        progress: told while searching.
    """

    detector: Detector
    policy: Policy
    key: PseudonymKey
    cache: FindingCache | None = None
    jobs: int = 1
    progress: Progress | None = None

    def clean(self, texts: Sequence[str]) -> dict[str, CleanText]:
        """Raw text → clean text; each different text is worked on once."""
        ready = {text: prepared(text) for text in dict.fromkeys(texts)}
        detected = search(list(ready.values()), self.detector, cache=self.cache, jobs=self.jobs, progress=self.progress)
        first: dict[str, CleanText] = {}
        for raw, text in ready.items():
            found = detected[text]
            first[raw] = (
                CleanText(WITHHELD, reason=found.failure) if found.failure else self._rewritten(text, found.findings)
            )
        return self._searched_again(first)

    def _rewritten(self, text: str, findings: Sequence[Finding]) -> CleanText:
        new = rewrite(text, findings, self.policy, self.key)
        counted = Counter(finding.entity_type for finding in new.acted)
        if new.text is None:
            return CleanText(WITHHELD, counted, reason="dropped-by-policy")
        gone = [finding for finding in new.acted if self.policy.action(finding.entity_type) != "keep"]
        raw = tuple((finding.entity_type, text[finding.start : finding.end]) for finding in gone)
        return CleanText(new.text, counted, rewritten=new, raw=raw)

    def _searched_again(self, cleaned: dict[str, CleanText]) -> dict[str, CleanText]:
        """The same with the residual findings counted; a text that fails now is withheld."""
        changed = [each.text for each in cleaned.values() if each.rewritten and each.rewritten.acted]
        detected = search(changed, self.detector, cache=self.cache, jobs=self.jobs)
        return {raw: self._with_residual(each, detected) for raw, each in cleaned.items()}

    def _with_residual(self, each: CleanText, detected: dict[str, Detected]) -> CleanText:
        if not each.rewritten or each.text not in detected:
            return each
        again = detected[each.text]
        if again.failure:
            return CleanText(WITHHELD, each.found, reason=again.failure)
        written = each.rewritten.written
        left = sum(
            not any(start < finding.end and finding.start < end for start, end in written) for finding in again.findings
        )
        return CleanText(each.text, each.found, left, rewritten=each.rewritten, raw=each.raw)
