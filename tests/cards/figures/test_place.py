"""The page that macros print on: an address once, a scale once."""

from __future__ import annotations

from labelcards.cards.context import CardContext
from labelcards.cards.figures.formatted_figure import figure_id
from labelcards.cards.figures.place import PagePlace


def test_a_figure_has_its_address_where_it_stands_first(context: CardContext) -> None:
    """The second place on a page gets none; another page starts anew."""
    place, figure = PagePlace(), context.overview.alpha
    assert place.address(figure) == "quality.questions.topic.agreement.overall.alpha"
    assert place.address(figure) == ""
    place.start("../")
    assert place.root == "../"
    assert place.address(figure) == figure.id


def test_equal_axes_share_their_lines(context: CardContext) -> None:
    """The first use of a scale draws it, later ones refer to it, another scale gets another name."""
    place, axis = PagePlace(), context.overview.axis
    other = next(table.axis for table in [context.bias.items] if table)
    assert place.scale(axis) == ("scale-1", True)
    assert place.scale(axis) == ("scale-1", False)
    assert place.scale(other) == ("scale-2", True)


def test_an_address_is_safe_for_any_name() -> None:
    """Letters, digits, hyphens, underscores and dots only; distinct for distinct names; never very long."""
    hostile = ['a"b', "a'b", "a b", "<script>", "\u202e", "A" * 500, "a" * 500, "a.b", "..", "ü"]
    made = [str(figure_id("quality", ("questions", name, "alpha"))) for name in hostile]
    assert len(set(made)) == len(hostile)
    for held in made:
        assert set(held) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
        assert len(held) < 120
