"""What data could have detected: the smallest difference that is found, and how many units would find a wanted one."""
