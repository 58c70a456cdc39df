"""From overlapping findings to separate pieces of text that can be replaced."""

from __future__ import annotations

from collections.abc import Iterable

from labelcards.privacy.detect.finding import EntityFinding

__all__ = ["merge"]

_CERTAIN = frozenset(("EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "URL", "IP_ADDRESS", "US_SSN"))
"""Types known by their form; one that covers most of an overlap names it."""
_MOST = 0.6


def merge(text: str, findings: Iterable[EntityFinding]) -> tuple[EntityFinding, ...]:
    """Separate findings that cover exactly what the given ones cover.

    Overlapping findings become one over their union, so that nothing of either is left over; its type is that of the
    member that is known by its form and covers most of it, else of the one with the greatest score, then the
    longest. Findings of one type with only spaces between them become one, so that a name in two pieces is one name.

    Args:
        text: the text they were found in.
        findings: in any order, overlapping or not.
    """
    joined: list[EntityFinding] = []
    for cluster in _clusters(sorted(findings, key=lambda finding: finding.order)):
        start, end = cluster[0].start, max(member.end for member in cluster)
        best = max(cluster, key=lambda member: _rank(member, end - start))
        one = EntityFinding(start, end, best.entity_type, best.score)
        if joined and _continues(text, joined[-1], one):
            last = joined.pop()
            one = EntityFinding(last.start, one.end, one.entity_type, max(last.score, one.score))
        joined.append(one)
    return tuple(joined)


def _clusters(ordered: list[EntityFinding]) -> list[list[EntityFinding]]:
    """Maximal runs of findings in which each overlaps what came before."""
    clusters: list[list[EntityFinding]] = []
    reach = -1
    for finding in ordered:
        if finding.start < reach:
            clusters[-1].append(finding)
        else:
            clusters.append([finding])
        reach = max(reach, finding.end)
    return clusters


def _rank(finding: EntityFinding, whole: int) -> tuple[bool, float, int, str]:
    length = finding.end - finding.start
    certain = finding.entity_type in _CERTAIN and length >= _MOST * whole
    return (certain, round(finding.score, 6), length, finding.entity_type)


def _continues(text: str, last: EntityFinding, following: EntityFinding) -> bool:
    between = text[last.end : following.start]
    return last.entity_type == following.entity_type and between.strip(" \u00a0") == ""
