"""What a table must hold, and every problem of one that does not."""
