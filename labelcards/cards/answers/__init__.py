"""What people and figures answer on a card."""
