"""Cards in formats that others read."""
