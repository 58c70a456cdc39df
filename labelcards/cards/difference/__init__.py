"""A difference between two versions, ready to print."""
