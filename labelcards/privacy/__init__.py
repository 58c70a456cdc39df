"""Personal data: found, treated, measured. Nothing in here goes on the network."""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
# A model that is not on this machine is an error with the install command, never a download in the middle of a run;
# Hugging Face's packages read this when they are first imported, which Presidio does.
