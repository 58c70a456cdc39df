"""A change of labels, reviewed."""
