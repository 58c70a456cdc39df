"""What an outside reader may see: no figure about a single annotator, none about a small group, no item.

An *internal* card shows everything that is measured. A *public* one is made from reduced documents, so that what is
left out is in no page, chart, search index or download.
"""

from labelcards.cards.audience.hidden_figures import HiddenFigures, hidden_cells
from labelcards.cards.audience.public import for_the_public, record_digest
from labelcards.cards.audience.reduce import suppressed_because

__all__ = ["HiddenFigures", "for_the_public", "hidden_cells", "record_digest", "suppressed_because"]
