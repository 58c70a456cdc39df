"""A label version: where its files are, and what they say."""
