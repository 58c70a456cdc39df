"""What is known of every figure, in one place: what it means, who may see it, how it is judged."""
