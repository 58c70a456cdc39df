"""Labelling tools, one per file, both ways."""
