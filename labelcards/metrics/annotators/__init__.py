"""How good, how fast and how much alike annotators are."""
