"""The figures of ``bias.json``."""
