"""What of a difference is for the public: no ids of items, and nothing about single annotators or small groups."""

from __future__ import annotations

from labelcards.catalog.places import is_grouped
from labelcards.catalog.signs import about_few_people
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.params import PublishParams
from labelcards.documents.table_changes import QuestionChange

__all__ = ["for_public"]


def for_public(
    document: DifferenceDocument, bars: PublishParams | None = None, *, review: bool = False
) -> DifferenceDocument:
    """The difference in counts only; doing it twice changes nothing.

    Args:
        document: everything.
        bars: how large groups must be; the defaults when absent.
        review: whether it is for a reviewer, who must know what one annotator did, though not which one; a page for
            everybody leaves such signs out and counts them.
    """
    held = bars or PublishParams()
    few = 0 if review else held.minimum_annotators
    signs = tuple(one.for_public for one in document.signs if review or not about_few_people(one, few))
    return document.model_copy(
        update={
            "signs": signs,
            "signs_withheld": document.signs_withheld + len(document.signs) - len(signs),
            "questions": tuple(_question(one, held.smallest_group) for one in document.questions),
            "metrics": tuple(one for one in document.metrics if not _small(one, held.smallest_group)),
        }
    )


def _question(one: QuestionChange, smallest: int) -> QuestionChange:
    flows = tuple(flow.model_copy(update={"by": (), "annotators": None}) for flow in one.answer_flow)
    groups = tuple(each for each in one.groups if each.column != "annotator_id" and each.compared >= smallest)
    return one.model_copy(update={"answer_flow": flows, "items": (), "groups": groups})


def _small(one: MetricDifference, smallest: int) -> bool:
    """Whether a figure about a group rests on fewer units than that."""
    if not is_grouped(one.path):
        return False
    contrasts = [one.whole, *([one.shared] if one.shared else [])]
    figures = [figure for each in contrasts for figure in (each.old, each.new, each.difference) if figure is not None]
    return any(figure.n is not None and figure.n < smallest for figure in figures)
