"""Whether what was published still holds."""
