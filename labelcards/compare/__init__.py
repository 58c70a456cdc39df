"""Two label versions in, the whole difference out."""
