"""Whether a table gives a person away."""
