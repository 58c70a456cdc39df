"""Labels brought in, and sent out to be judged."""
