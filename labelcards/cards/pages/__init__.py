"""The pages of a card, one builder per file."""
