"""The last search before publishing."""
