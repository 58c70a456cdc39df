"""A label version in memory, measured."""
