"""The figures of ``quality.json``."""
