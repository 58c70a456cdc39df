"""The two sides of a comparison, from wherever they are named."""
