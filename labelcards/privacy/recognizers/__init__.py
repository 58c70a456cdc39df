"""The built-in recognizers, one subject per file, and the list of all that labelcards uses."""
