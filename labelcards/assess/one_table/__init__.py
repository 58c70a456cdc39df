"""Figures of one table, without a manifest."""
