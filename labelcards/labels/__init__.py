"""What a label is, one kind per file."""
