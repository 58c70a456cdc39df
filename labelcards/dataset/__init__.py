"""Tables on a disk, what they must hold, and a label version in memory."""
