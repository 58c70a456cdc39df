"""Part of the stand-in."""

UNK_ID = 1
