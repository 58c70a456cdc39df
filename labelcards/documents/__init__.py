"""Every file that labelcards reads or writes, as a model."""
