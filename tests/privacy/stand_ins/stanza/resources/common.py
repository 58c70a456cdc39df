"""Part of the stand-in."""

DEFAULT_MODEL_DIR = "models"
