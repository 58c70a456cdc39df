"""Arrays in, numbers out: each function returns an estimate, or says why there is none."""
