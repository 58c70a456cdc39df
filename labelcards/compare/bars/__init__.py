"""Which bars a change moves, and which way."""
