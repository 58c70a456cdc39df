"""What makes the product but is no part of it: training, recording, frozen lists, pictures. Never installed."""
