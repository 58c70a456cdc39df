"""The stages of ``dvc.yaml``, one per file."""
