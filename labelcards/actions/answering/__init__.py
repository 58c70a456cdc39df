"""People's answers on a card, recorded."""
