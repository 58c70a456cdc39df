"""Groups beside the rest: rates, gaps, cohesion, interactions."""
