"""Personal data found in texts."""
