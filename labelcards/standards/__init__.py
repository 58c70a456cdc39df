"""Strict offline validators for what labelcards exports, usable on anybody's file."""
