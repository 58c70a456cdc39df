"""Versions given to others."""
