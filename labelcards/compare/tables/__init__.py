"""What changed in the tables, the label scheme, the guidelines and the settings."""
