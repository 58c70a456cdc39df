"""What the tables of two versions show about how the newer one was made, as signs with known rates of false alarms."""
