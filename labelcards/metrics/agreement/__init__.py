"""Agreement between annotators: coefficients, what they are computed from, and what one annotator does to them."""
