"""Figures ready to print, alone and in tables."""
