"""What changed in the figures, and whether it is better."""
