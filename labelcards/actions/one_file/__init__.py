"""What works with just a file."""
