"""What customers write about, one module per topic."""

from __future__ import annotations

from collections.abc import Mapping

from labelcards.demo.scenario import Scenario, TopicText
from labelcards.demo.topics.account_access import ACCOUNT_ACCESS
from labelcards.demo.topics.billing import BILLING
from labelcards.demo.topics.crossings import make_crossings
from labelcards.demo.topics.delivery import DELIVERY
from labelcards.demo.topics.product_fault import PRODUCT_FAULT
from labelcards.demo.topics.returns import RETURNS

__all__ = ["CROSSINGS", "TOPIC_TEXTS"]

TOPIC_TEXTS: dict[str, TopicText] = {
    text.topic: text for text in (BILLING, DELIVERY, RETURNS, ACCOUNT_ACCESS, PRODUCT_FAULT)
}
"""Topic → its text, in declared order."""

CROSSINGS: Mapping[str, tuple[Scenario, ...]] = make_crossings(TOPIC_TEXTS.values())
"""Topic → scenarios that tell of another topic first."""
