"""Words around a finding that make it more certain."""

from __future__ import annotations

from collections.abc import Sequence

from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer

from labelcards.privacy.detect.artifacts import Artifacts
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.probe import Probe
from labelcards.privacy.detect.traits import Traits
from labelcards.privacy.recognizers.result import presidio_result

__all__ = ["ContextWords", "Found"]

Found = tuple[EntityFinding, Probe | None]
"""A finding and who made it, if context words can raise its score."""


class ContextWords:
    """Presidio's context words, asked only where they can matter.

    Args:
        lemmas_are_words: whether the engine takes words as they are, so that a context word stands in the text as it
            is listed.
    """

    def __init__(self, *, lemmas_are_words: bool) -> None:
        self._lemmas_are_words = lemmas_are_words
        self._enhancer = LemmaContextAwareEnhancer()

    def raised(self, traits: Traits, found: Sequence[Found], artifacts: Artifacts) -> list[EntityFinding]:
        """The findings with scores raised by context words before them, as Presidio raises them.

        Only findings whose recognizer has a context word somewhere in the text, and whose score can still rise, are
        looked at.
        """
        done: list[EntityFinding] = []
        asked: list[tuple[EntityFinding, Probe]] = []
        for finding, probe in found:
            if probe is not None and finding.score < 1 and self._may_rise(traits, probe):
                asked.append((finding, probe))
            else:
                done.append(finding)
        if not asked:
            return done
        results = self._enhancer.enhance_using_context(
            traits.text,
            [presidio_result(finding, probe.recognizer) for finding, probe in asked],
            artifacts(),
            [probe.recognizer for _, probe in asked],
        )
        return done + [EntityFinding(each.start, each.end, each.entity_type, each.score) for each in results]

    def _may_rise(self, traits: Traits, probe: Probe) -> bool:
        return bool(probe.context) and (not self._lemmas_are_words or probe.hears(traits))
