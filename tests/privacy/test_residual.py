"""What a second search finds is treated too, until nothing new is found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.finding import EntityFinding, TextFindings
from labelcards.privacy.key import PseudonymKey
from labelcards.privacy.policy import Policy
from labelcards.privacy.residual import left_over
from labelcards.privacy.rewrite import rewrite
from labelcards.privacy.texts import TextCleaner

TEXT = "my wife Ann Lindqvist said Berlin"


def _find(text: str, value: str, entity_type: str) -> EntityFinding:
    return EntityFinding(text.index(value), text.index(value) + len(value), entity_type, 0.8)


@pytest.mark.parametrize("action", ["replace", "pseudonym", "surrogate", "mask"])
def test_pieces_lead_back_to_the_old_text(key: PseudonymKey, action: str) -> None:
    """A finding after what was written, and one that reaches into it, come back as what they are in the text before;
    the one beside a person as a piece of the name.
    """
    policy = Policy.from_params({"default": action})
    new = rewrite(TEXT, [_find(TEXT, "Ann", "PERSON")], policy, key)
    assert new.text is not None
    beside = EntityFinding(new.written[0][0] + 1, new.text.index(" said"), "ORGANIZATION", 0.7)
    back = left_over(new, [_find(new.text, "Berlin", "LOCATION"), beside])
    assert back == [_find(TEXT, "Berlin", "LOCATION"), _find(TEXT, "Lindqvist", "PERSON")._replace(score=0.7)]


def test_pieces_on_both_sides_of_nothing(key: PseudonymKey) -> None:
    """Where a value was redacted, a finding across the gap is two pieces, and the ordinary word is none."""
    new = rewrite(TEXT, [_find(TEXT, "Ann", "PERSON")], Policy.from_params({"default": "redact"}), key)
    assert new.text == "my wife  Lindqvist said Berlin"
    across = EntityFinding(3, 18, "ORGANIZATION", 0.8)
    assert left_over(new, [across]) == [_find(TEXT, "Lindqvist", "PERSON")]


def test_ordinary_words_beside_a_tag_are_nothing(key: PseudonymKey) -> None:
    """A finding made of a tag and plain English, or of no letter at all, is not left over; a digit always is."""
    new = rewrite("said Ann at 4711", [EntityFinding(5, 8, "PERSON", 1.0)], Policy(), key)
    assert new.text == "said <PERSON> at 4711"
    assert left_over(new, [EntityFinding(5, 16, "TITLE", 1.0)]) == []
    assert left_over(new, [EntityFinding(13, 14, "PERSON", 1.0)]) == []
    assert left_over(new, [EntityFinding(5, 21, "ID_NUMBER", 1.0)]) == [EntityFinding(9, 16, "PERSON", 1.0)]


class _Stubborn(Detector):
    """Finds the first letter that is left, one per search, at most ``limit`` times per text."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.searches = 0

    spec = threshold = max_characters = None  # type: ignore[assignment]
    custom = True

    def find(self, texts: Sequence[str]) -> list[TextFindings]:
        """One more finding each time."""
        self.searches += 1
        if self.searches > self.limit:
            return [TextFindings() for _ in texts]
        places = [text.rindex("\u00e9") for text in texts]
        return [TextFindings((EntityFinding(place, place + 1, "X", 1.0),)) for place in places]


def test_rounds_end_when_nothing_new_is_found(key: PseudonymKey) -> None:
    """Three searches find something and all of it is treated; the count of findings is that of all rounds."""
    detector = _Stubborn(3)
    clean = TextCleaner(detector, Policy.from_params({"default": "mask"}), key).clean(["\u00e9 a " * 10])
    each = clean["\u00e9 a " * 10]
    assert (each.text.count("*"), each.found["X"], each.residual) == (3, 3, 0)
    assert detector.searches == 4


def test_what_never_ends_is_counted(key: PseudonymKey) -> None:
    """A search that always finds more is stopped, and the text says so."""
    detector = _Stubborn(1000)
    each = TextCleaner(detector, Policy.from_params({"default": "mask"}), key).clean(["\u00e9 a " * 30])[
        "\u00e9 a " * 30
    ]
    assert each.residual == 1
    assert each.text.count("*") == each.found["X"] < 10


def test_the_family_name_beside_a_pseudonym_goes(detector: Detector, key: PseudonymKey) -> None:
    """Whatever the first search missed of a name, no search of the clean text finds a name in it."""
    texts = [
        f"my wife {name} can tell you" for name in ("ann hernandez", "Ann hernandez", "hernandez Ann", "ANN, hernandez")
    ]
    clean = TextCleaner(detector, Policy(), key).clean(texts)
    assert [each.residual for each in clean.values()] == [0] * len(texts)
    for each in clean.values():
        assert each.rewritten is not None
        assert left_over(each.rewritten, detector.find([each.text])[0].findings) == []
