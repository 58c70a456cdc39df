"""Clean free texts: prepare, search, rewrite, and search again until nothing more is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from labelcards.privacy.detect.cache import FindingCache
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.prepare import prepared
from labelcards.privacy.detect.search import Progress, search
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.policy import Policy
from labelcards.privacy.residual import left_over
from labelcards.privacy.rewrite import TextRewrite, rewrite

__all__ = ["WITHHELD", "CleanText", "TextCleaner"]

WITHHELD = "<WITHHELD>"
"""What stands in place of a text that could not be anonymized."""

_ROUNDS = 5
"""Times that what a further search finds is treated too; one or two are enough for ordinary texts."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text fit to be published.

    Attributes:
        text: the clean text, or `WITHHELD`.
        found: entity type → how many findings were treated (kept ones included).
        residual: how many findings a further search still makes besides what was written in.
        reason: why it was withheld; empty when it was not.
        rewritten: how offsets moved; None when withheld.
        raw: (entity type, raw value) of what is no longer in the text; stays in memory, for the fingerprints.
    """

    text: str
    found: Counter[str] = field(default_factory=Counter)
    residual: int = 0
    reason: str = ""
    rewritten: TextRewrite | None = None
    raw: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class TextCleaner:
    """Everything that decides how a text is cleaned.

    Attributes:
        detector: finds.
        policy: decides.
        key: for pseudonyms, surrogates and the cache.
        cache: remembers findings between runs.
        jobs: processes, 0 for one per core.
        progress: told while searching.
    """

    detector: Detector
    policy: Policy
    key: PseudonymKey
    cache: FindingCache | None = None
    jobs: int = 1
    progress: Progress | None = None

    def clean(self, texts: Sequence[str]) -> dict[str, CleanText]:
        """Raw text → clean text; each different text is worked on once.

        The clean text is searched again and what is found there is treated too, until a search finds nothing new; after
        some rounds what is still found stays and is counted.
        """
        ready = {text: prepared(text) for text in dict.fromkeys(texts)}
        detected = search(list(ready.values()), self.detector, cache=self.cache, jobs=self.jobs, progress=self.progress)
        cleaned: dict[str, CleanText] = {}
        open_: dict[str, tuple[EntityFinding, ...]] = {}
        for raw, text in ready.items():
            found = detected[text]
            if found.failure:
                cleaned[raw] = CleanText(WITHHELD, reason=found.failure)
                continue
            cleaned[raw] = self._rewritten(text, found.findings)
            if found.findings and cleaned[raw].rewritten:
                open_[raw] = found.findings
        for number in range(_ROUNDS + 1):
            open_ = self._searched_again(ready, cleaned, open_, last=number == _ROUNDS)
        return cleaned

    def _rewritten(self, text: str, findings: Sequence[EntityFinding]) -> CleanText:
        new = rewrite(text, findings, self.policy, self.key)
        counted = Counter(finding.entity_type for finding in new.acted)
        if new.text is None:
            return CleanText(WITHHELD, counted, reason="dropped-by-policy")
        gone = [finding for finding in new.acted if self.policy.action(finding.entity_type) != "keep"]
        raw = tuple((finding.entity_type, text[finding.start : finding.end]) for finding in gone)
        return CleanText(new.text, counted, rewritten=new, raw=raw)

    def _searched_again(
        self,
        ready: dict[str, str],
        cleaned: dict[str, CleanText],
        open_: dict[str, tuple[EntityFinding, ...]],
        *,
        last: bool,
    ) -> dict[str, tuple[EntityFinding, ...]]:
        """Search the clean texts, treat what is left over, and return the texts that changed with all their findings.

        A text that cannot be searched now is withheld. In the last round what is left over is counted as residual.
        """
        detected = search([cleaned[raw].text for raw in open_], self.detector, cache=self.cache, jobs=self.jobs)
        changed: dict[str, tuple[EntityFinding, ...]] = {}
        for raw, findings in open_.items():
            each = cleaned[raw]
            again = detected[each.text]
            if again.failure or each.rewritten is None:
                cleaned[raw] = CleanText(WITHHELD, each.found, reason=again.failure, raw=each.raw)
                continue
            left = left_over(each.rewritten, again.findings)
            if left and last:
                cleaned[raw] = replace(each, residual=len(left))
            elif left:
                changed[raw] = (*findings, *left)
                cleaned[raw] = self._rewritten(ready[raw], changed[raw])
                if cleaned[raw].rewritten is None:
                    del changed[raw]
        return changed
